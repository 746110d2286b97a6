"""Facet counts: the same to the unit on every backend."""

from collections import Counter
from typing import Any

import pytest

from search.criteria import Criteria
from search.documents import Texts
from search.results import Results
from search.service import every_hit, search
from tests.contract.conftest import Put
from tests.contract.synthetic import NAME, NOW, document


def found(**changes: Any) -> Results:
    return search(Criteria(kind=NAME, language="en", **changes))


def counts(results: Results, facet: str) -> dict[str, int]:
    return next({v.code: v.count for v in f.values} for f in results.facets if f.name == facet)


@pytest.fixture
def six(put: Put) -> None:
    put(
        [
            document(facets={"colour": ["red"], "country": ["DE"], "region": ["DE1"], "year": ["2019"]}),
            document(
                facets={"colour": ["red", "blue"], "country": ["DE"], "region": ["DE2"], "year": ["2020"]}
            ),
            document(facets={"colour": ["blue"], "country": ["PT"], "region": ["PT1"], "hidden": ["x"]}),
            document(facets={"colour": ["green"], "country": ["PT"], "hidden": ["x", "y"]}),
            document(facets={"colour": [], "country": ["AT"], "region": ["AT1"]}, over=NOW),
            document(facets={}, over=None),
        ]
    )


def test_without_a_selection_every_value_has_its_number_of_documents(engine: str, six: None) -> None:
    results = found()
    assert results.total == 6
    assert results.engine == engine
    assert not results.degraded
    assert counts(results, "colour") == {"red": 2, "green": 1, "blue": 2, "hydrogen": 0}
    assert counts(results, "country") == {"DE": 2, "PT": 2, "AT": 1}


def test_values_of_one_facet_add_up_and_facets_narrow_each_other(engine: str, six: None) -> None:
    results = found(filters={"colour": ("red", "blue"), "country": ("DE",)})
    assert results.total == 2
    # The own facet is ignored, the other one is applied.
    assert counts(results, "colour") == {"red": 2, "green": 0, "blue": 1, "hydrogen": 0}
    assert counts(results, "country") == {"DE": 2, "PT": 1, "AT": 0}
    assert counts(results, "year") == {"2020": 1, "2019": 1}


def test_a_whole_vocabulary_is_listed_in_its_order_and_retired_values_do_not_reappear(
    engine: str, six: None
) -> None:
    assert list(counts(found(), "colour")) == ["red", "green", "blue", "hydrogen"]


def test_other_facets_list_what_occurs_by_label(engine: str, six: None) -> None:
    values = next(f for f in found().facets if f.name == "country").values
    assert [value.label for value in values] == ["Austria", "Germany", "Portugal"]


def test_years_are_listed_newest_first(engine: str, six: None) -> None:
    assert list(counts(found(), "year")) == ["2020", "2019"]


def test_regions_are_those_of_the_chosen_countries(engine: str, six: None) -> None:
    assert counts(found(), "region") == {}
    assert counts(found(filters={"country": ("DE",)}), "region") == {"DE1": 1, "DE2": 1}
    both = found(filters={"country": ("DE", "PT"), "colour": ("red",)})
    assert counts(both, "region") == {"DE1": 1, "DE2": 1, "PT1": 0}


def test_a_selected_value_without_hits_stays_listed(engine: str, six: None) -> None:
    results = found(filters={"country": ("XX",), "region": ("PT2",)})
    assert results.total == 0
    assert counts(results, "country") == {"AT": 0, "DE": 0, "PT": 0, "XX": 0}
    assert counts(results, "region") == {"PT2": 0}
    assert [value.code for value in results.facets[1].values] == ["XX", "AT", "DE", "PT"]


def test_ranges_are_counted_like_any_other_facet(engine: str, six: None) -> None:
    # What is over at this very moment counts as upcoming; what has no moment counts nowhere.
    assert counts(found(), "when") == {"upcoming": 5, "past": 0}
    chosen = found(filters={"when": ("past",), "colour": ("red",)})
    assert chosen.total == 0
    assert counts(chosen, "when") == {"upcoming": 2, "past": 0}
    assert counts(chosen, "colour") == {"red": 0, "green": 0, "blue": 0, "hydrogen": 0}
    assert found(filters={"when": ("past", "upcoming")}).total == 5


def test_what_is_past_leaves_the_upcoming(engine: str, put: Put) -> None:
    put([document("Old", over=NOW.replace(year=2025)), document("New", over=NOW.replace(year=2027))])
    assert [hit.title for hit in found(filters={"when": ("past",)}).hits] == ["Old"]


def test_a_scope_narrows_every_count_and_is_no_selection(engine: str, six: None) -> None:
    results = found(scope={"hidden": ("x",), "when": ("upcoming",)})
    assert results.total == 2
    assert counts(results, "country") == {"AT": 0, "DE": 0, "PT": 2}
    assert results.chips == []
    assert "hidden" not in {facet.name for facet in results.facets}


def test_without_aggregation_the_hits_are_the_same_and_there_are_no_facets(engine: str, six: None) -> None:
    criteria = Criteria(kind=NAME, language="en", filters={"colour": ("red",), "country": ("DE", "PT")})
    counted, plain = search(criteria), search(criteria, aggregate=False)
    assert plain.facets == []
    assert (plain.total, plain.hits) == (counted.total, counted.hits)


def test_a_document_counts_once_whatever_its_languages(engine: str, put: Put) -> None:
    put([document({"en": "One", "de": "Eins", "fr": "Un"}, facets={"colour": ["red", "red"]})])
    results = found()
    assert results.total == 1
    assert counts(results, "colour")["red"] == 1


def test_with_text_the_counts_are_those_of_the_own_hits(engine: str, put: Put) -> None:
    colours = ["red", "green", "blue"]
    put(
        [
            document(
                f"Valley {number}",
                texts={"en": Texts(f"Valley {number}", body="wind" if number % 3 else "solar wind")},
                facets={"colour": colours[: number % 4], "country": [["DE", "PT", "AT"][number % 3]]},
            )
            for number in range(30)
        ]
    )
    for text in ("wind", "solar", "solar wind", "valley", "absent"):
        criteria = Criteria(kind=NAME, language="en", text=text)
        hits = list(every_hit(criteria))
        results = search(criteria)
        assert results.total == len(hits)
        expected = Counter(colour for hit in hits for colour in hit.facets["colour"])
        assert {c: n for c, n in counts(results, "colour").items() if n} == expected


def test_many_values_are_all_counted(engine: str, put: Put) -> None:
    letters = "abcdefghijklmnopqrstuvwxyz"
    put([document(facets={"market": list(letters[: number + 1])}) for number in range(26)])
    assert counts(found(), "market") == {letter: 26 - position for position, letter in enumerate(letters)}


def test_nothing_there_is_no_error(engine: str, put: Put) -> None:
    put([])
    results = found()
    assert (results.total, results.hits, results.page, results.pages) == (0, [], 1, 1)
    assert counts(results, "colour") == {"red": 0, "green": 0, "blue": 0, "hydrogen": 0}
