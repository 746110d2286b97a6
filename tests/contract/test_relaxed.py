"""A text that finds next to nothing: typing errors are forgiven, then words are left out, out loud."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from search.backends.index import rebuild_index
from search.criteria import Criteria
from search.documents import Texts
from search.kinds import SearchKind, register, unregister
from search.models import FacetEntry, SearchDocument
from search.results import Results
from search.service import every_hit, search, search_kinds
from tests.contract import synthetic
from tests.contract.conftest import Put
from tests.contract.synthetic import KIND, NAME, document


def found(text: str, language: str = "en", **changes: object) -> Results:
    return search(Criteria(kind=NAME, language=language, text=text, **changes))


def titles(results: Results) -> list[str]:
    return [hit.title for hit in results.hits]


def photonics(number: int = 4) -> list:
    places = [("red", "DE"), ("red", "PT"), ("blue", "DE"), ("green", "AT")]
    return [
        document(f"Photonics {place}{index}", facets={"colour": [colour], "country": [place]})
        for index, (colour, place) in enumerate(places[:number])
    ]


@pytest.mark.parametrize("typed", ["photnics", "phtonics", "photonixs", "pohtonics", "Photoncs", "PHOTOMICS"])
def test_a_typing_error_finds_what_was_meant_and_says_so(put: Put, typed: str) -> None:
    put([*photonics(), document("Something else")])
    results = found(typed, sort="name")
    assert titles(results) == ["Photonics AT3", "Photonics DE0", "Photonics DE2", "Photonics PT1"]
    assert results.relaxed is not None
    assert results.relaxed.text == "photonics"
    assert results.relaxed.corrected == ((typed, "photonics"),)
    assert results.relaxed.dropped == ()
    # Links keep what was typed.
    assert results.criteria.text == typed
    assert results.exact_query == f"q={typed}&exact=1&sort=name"


def test_what_was_typed_can_be_searched_for_and_nothing_else(put: Put) -> None:
    put(photonics())
    results = found("photnics", exact=True)
    assert (results.total, results.relaxed) == (0, None)


def test_three_hits_are_enough(put: Put) -> None:
    put([*photonics(), *(document(f"Photnics {number}") for number in range(3))])
    results = found("photnics")
    assert (results.total, results.relaxed) == (3, None)


def test_the_filters_have_no_part_in_the_decision(put: Put) -> None:
    put([*photonics(), *(document(f"Photnics {n}", facets={"country": ["DE"]}) for n in range(3))])
    # No hit with the filter, but three without: the words are right.
    results = found("photnics", filters={"country": ("PT",)})
    assert (results.total, results.relaxed) == (0, None)
    # Hits with the filter are not needed for a correction either.
    results = found("photonocs", filters={"country": ("XX",)})
    assert results.total == 0
    assert results.relaxed is not None
    assert results.relaxed.text == "photonics"


def test_counts_pages_and_exports_are_those_of_what_is_shown(put: Put) -> None:
    put([*photonics(), document("Something else", facets={"colour": ["red"], "country": ["DE"]})])
    results = found("photnics", filters={"colour": ("red",)}, per_page=1, page=2)
    assert (results.total, results.pages, results.page) == (2, 2, 2)
    counts = {facet.name: {v.code: v.count for v in facet.values if v.count} for facet in results.facets}
    assert counts["colour"] == {"red": 2, "blue": 1, "green": 1}
    assert counts["country"] == {"DE": 1, "PT": 1}
    criteria = Criteria(kind=NAME, language="en", text="photnics", filters={"colour": ("red",)}, sort="name")
    assert [hit.title for hit in every_hit(criteria)] == ["Photonics DE0", "Photonics PT1"]


def test_several_words_are_corrected_together(put: Put) -> None:
    put(
        [
            document("Marine energy in Galicia"),
            document("Marine engines in Galicia"),
            document("Mobile games"),
            document("Energy of the sun"),
        ]
    )
    results = found("marnie enrgy")
    assert titles(results) == ["Marine energy in Galicia"]
    assert results.relaxed is not None
    assert results.relaxed.text == "marine energy"
    assert not results.relaxed.dropped


def test_short_words_and_first_letters_are_taken_as_typed(put: Put) -> None:
    put([document("Red sea"), document("Wind farm"), document("Photonics")])
    for typed in ("rod", "bind", "fotonics"):
        assert (found(typed).total, found(typed).relaxed) == (0, None)


def test_words_that_nothing_has_together_are_left_out_and_named(put: Put) -> None:
    put([document("Textile machines"), document("Textile fibres"), document("Textile design")])
    results = found("textile machines zanzibar")
    assert titles(results) == ["Textile machines"]
    assert results.relaxed is not None
    assert results.relaxed.dropped == ("zanzibar",)
    assert results.relaxed.text == "textile machines"


def test_as_many_words_as_possible_stay(put: Put) -> None:
    put(
        [
            document("Robots for orchards"),
            document("Robots for vineyards in Alentejo"),
            document("Cork of Alentejo"),
        ]
    )
    results = found("robots vineyards alentejo cork")
    assert titles(results) == ["Robots for vineyards in Alentejo"]
    assert results.relaxed is not None
    assert results.relaxed.dropped == ("cork",)


def test_correcting_and_leaving_out_go_together(put: Put) -> None:
    put(photonics())
    results = found("photnics zanzibar")
    assert results.total == 4
    assert results.relaxed is not None
    assert (results.relaxed.text, results.relaxed.dropped) == ("photonics", ("zanzibar",))


def test_when_no_word_is_known_nothing_is_shown_instead(put: Put) -> None:
    put(photonics())
    results = found("xylophone zanzibar")
    assert (results.total, results.relaxed) == (0, None)


def test_a_few_right_hits_are_not_drowned(put: Put) -> None:
    put(
        [
            document("Hydra", names=["HYDRA"]),
            document("Sensors of the coast", texts={"en": Texts("Sensors of the coast", body="lidar")}),
            *(document(f"Hydro power {number}") for number in range(6)),
            *(document(f"Linear motors {number}") for number in range(6)),
        ]
    )
    # The very name of something.
    results = found("hydra")
    assert (titles(results), results.relaxed) == (["Hydra"], None)
    # A word that is there, and nothing near it is.
    results = found("lidar")
    assert (titles(results), results.relaxed) == (["Sensors of the coast"], None)
    # Right words that only one document has together.
    results = found("sensors coast")
    assert (titles(results), results.relaxed) == (["Sensors of the coast"], None)


def test_a_typing_error_in_a_text_does_not_hide_what_was_meant(put: Put) -> None:
    put([*photonics(), document("Wrongly written", texts={"en": Texts("Wrongly written", body="photnics")})])
    results = found("photnics")
    assert titles(results)[0] == "Wrongly written"
    assert results.total == 5
    assert results.relaxed is not None


def test_the_correction_is_written_as_the_hits_write_it(put: Put) -> None:
    put([document({"fr": f"Énergie de la mer {number}"}) for number in range(3)])
    results = found("enrgie", "fr")
    assert results.relaxed is not None
    assert results.relaxed.text == "énergie"


def test_of_two_kinds_that_are_searched_together_one_has_enough(put: Put) -> None:
    put(photonics())
    several = [
        Criteria(kind=NAME, language="en", text="photonics"),
        Criteria(kind=NAME, language="en", text="photnics"),
        Criteria(kind=NAME, language="en"),
    ]
    right, wrong, none = search_kinds(several)
    assert (right.relaxed, none.relaxed) == (None, None)
    assert wrong.relaxed is not None
    assert [results.total for results in (right, wrong, none)] == [4, 4, 4]


@pytest.fixture
def other_kind() -> Iterator[SearchKind]:
    """A second kind, for one test."""
    yield register(replace(KIND, name="contractother"))
    unregister("contractother")


def test_kinds_that_are_searched_together_are_relaxed_alike_or_not_at_all(
    put: Put, engine: str, other_kind: SearchKind
) -> None:
    others = synthetic.put_all(document(f"Hydro power {number}") for number in range(6))
    synthetic.put_all([document("Lidra of the coast")])
    ids = [row.pk for row in others]
    SearchDocument.objects.filter(pk__in=ids).update(kind=other_kind.name)
    FacetEntry.objects.filter(document__in=ids).update(kind=other_kind.name)
    put([document("Hydra", names=["HYDRA"])])
    if engine == "elasticsearch":
        rebuild_index(other_kind)

    def both(text: str) -> list[Results]:
        return search_kinds(
            [Criteria(kind=kind, language="en", text=text) for kind in (NAME, other_kind.name)]
        )

    # The name of something of one kind is no typing error in the other.
    assert [(results.total, results.relaxed) for results in both("hydra")] == [(1, None), (0, None)]
    # The same words are left out in both.
    assert [results.total for results in both("lidra coast power")] == [1, 0]
    ours, theirs = both("hydro powre")
    assert (ours.total, theirs.total) == (0, 6)
    assert theirs.relaxed is not None
    assert theirs.relaxed.text == "hydro power"


@pytest.mark.parametrize(
    ("typed", "total", "requests"),
    [
        # What is right: one, and one more beyond the last page.
        ("photonics", 4, (1, 1, 2)),
        # Typing errors are forgiven, words are left out.
        ("photnics", 5, (3, 3, 3)),
        ("photonics zanzibar", 4, (3, 3, 3)),
        ("photnics zanzibar", 5, (3, 3, 3)),
        # The name of something; words that are near to others but find no more with them; none at all.
        ("hydra", 1, (2, 3, 3)),
        ("photnics old", 1, (3, 3, 3)),
        ("xylophone", 0, (2, 2, 2)),
    ],
)
def test_three_requests_at_most_whatever_page_is_asked_for(
    put: Put, engine: str, requests_made: list[str], typed: str, total: int, requests: tuple[int, ...]
) -> None:
    put([*photonics(), document("Hydra", names=["HYDRA"]), document("Photnics of old")])
    for page, most in zip((1, 2, 9), requests, strict=True):
        requests_made.clear()
        results = found(typed, per_page=3, page=page)
        assert (results.engine, results.degraded, results.total) == (engine, False, total)
        assert results.page == min(page, results.pages)
        assert len(results.hits) == min(3, total - 3 * (results.page - 1))
        assert len(requests_made) == (most if engine == "elasticsearch" else 0)


@pytest.mark.parametrize("sort", ["relevance", "name", "newest", "members"])
def test_beyond_the_last_page_of_what_is_relaxed_comes_the_last_in_the_same_order(
    put: Put, sort: str
) -> None:
    years = ["2019", None, "2021", None]
    put(
        [
            document(f"Photonics {number}", sort={"newest": year, "members": number % 3 or None})
            for number, year in enumerate(years)
        ]
        + [document("Photnics of old")]
    )
    for per_page in (2, 3, 5):
        whole = [hit.key for hit in found("photnics", sort=sort).hits]
        results = found("photnics", sort=sort, per_page=per_page, page=9)
        assert [hit.key for hit in results.hits] == whole[(results.pages - 1) * per_page :]
        assert len(whole) == 5
