"""The order of hits and the way through the pages."""

import uuid
from datetime import timedelta
from typing import Any

import pytest

from search.criteria import Criteria
from search.results import Results
from search.service import every_hit, first_hits, hits_by_path, hits_for, search
from tests.contract import synthetic
from tests.contract.conftest import Put
from tests.contract.synthetic import NAME, NOW, document


def found(**changes: Any) -> Results:
    return search(Criteria(**{"kind": NAME, "language": "en"} | changes))


def titles(**changes: Any) -> list[str]:
    return [hit.title for hit in found(**changes).hits]


def test_names_are_sorted_as_the_language_does(put: Put) -> None:
    put(
        [
            document(name)
            for name in ["Zeta", "eta", "Éclair", "nube", "ñandú", "oso", "Nz", "Überall", "under"]
        ]
    )
    assert titles() == ["Éclair", "eta", "ñandú", "nube", "Nz", "oso", "Überall", "under", "Zeta"]
    assert titles(language="es") == [
        "Éclair",
        "eta",
        "nube",
        "Nz",
        "ñandú",
        "oso",
        "Überall",
        "under",
        "Zeta",
    ]


def test_names_are_sorted_by_the_title_that_is_shown(put: Put) -> None:
    put([document({"en": "Zebra", "de": "Anfang"}), document({"en": "Middle"})])
    assert titles(language="en") == ["Middle", "Zebra"]
    assert titles(language="de") == ["Anfang", "Middle"]


def test_newest_and_most_members_come_first_and_the_unknown_last(put: Put) -> None:
    put(
        [
            document("A", sort={"newest": "2019-05-01T00:00:00+00:00", "members": 9}),
            document("B", sort={"newest": None, "members": None}),
            document("C", sort={"newest": "2024-05-01", "members": 120}),
            document("D", sort={"newest": "2019-05-01T00:00:00.5+00:00", "members": 0}),
        ]
    )
    assert titles(sort="newest") == ["C", "D", "A", "B"]
    assert titles(sort="members") == ["C", "A", "D", "B"]


def test_what_is_next_comes_first_then_what_is_past_from_the_latest_back(put: Put) -> None:
    days = {"A": -400, "B": 3, "C": -1, "D": 90, "E": None, "F": -30, "G": 4000, "H": 3}
    moments = {name: day if day is None else NOW + timedelta(days=day) for name, day in days.items()}
    # One that has begun and is not over is the next of all.
    ends = moments | {"A": NOW + timedelta(hours=1)}
    put(
        [
            document(name, over=ends[name], sort={"start": moment and moment.isoformat()})
            for name, moment in moments.items()
        ]
    )
    shown = titles(sort="next")
    assert [shown[0], {*shown[1:3]}, *shown[3:]] == ["A", {"B", "H"}, "D", "G", "C", "F", "E"]
    pages = [titles(sort="next", per_page=3, page=page) for page in (1, 2, 3)]
    assert [title for page in pages for title in page] == shown
    assert titles(sort="next", per_page=3, page=99) == pages[-1]
    assert [hit.title for hit in every_hit(Criteria(NAME, "en", sort="next"))] == shown
    assert titles(sort="next", filters={"when": ("past",)}) == ["C", "F"]


@pytest.mark.parametrize("sort", ["name", "newest", "members", "next"])
def test_equals_are_ordered_by_key(db: None, arrive: Any, sort: str) -> None:
    keys = [uuid.UUID(int=number << 96) for number in (7, 1, 300, 4)]
    for key in keys:
        synthetic.put(document("Same", sort={"newest": "2020-01-01", "members": 5}), key)
    arrive()
    assert [hit.key for hit in found(sort=sort).hits] == sorted(keys)


@pytest.mark.parametrize("text", ["", "document"])
def test_pages_repeat_and_lose_nothing(put: Put, text: str) -> None:
    rows = put([document("Document", names=[str(number)]) for number in range(45)])
    pages = [found(page=number, per_page=10, text=text) for number in range(1, 6)]
    assert [len(page.hits) for page in pages] == [10, 10, 10, 10, 5]
    assert {hit.key for page in pages for hit in page.hits} == {row.key for row in rows}
    assert all(page.total == 45 and page.pages == 5 for page in pages)


def test_a_page_beyond_the_last_is_the_last(put: Put) -> None:
    put([document(f"Document {number:02}") for number in range(45)])
    results = found(page=999)
    assert (results.page, results.pages, len(results.hits)) == (3, 3, 5)
    assert results.hits == found(page=3).hits
    assert results.facets == found(page=3).facets
    assert results.next_query is None
    assert results.previous_query == "page=2"
    assert found(page=10_000, per_page=7).page == 7


def test_every_hit_goes_through_the_whole_result_in_order(put: Put) -> None:
    put([document(f"Document {number:04}", facets={"colour": ["red"]}) for number in range(1203)])
    put([document("Other")])
    criteria = Criteria(kind=NAME, language="en", page=3, filters={"colour": ("red",)})
    assert [hit.title for hit in every_hit(criteria)] == [f"Document {number:04}" for number in range(1203)]


def test_a_hit_is_shown_in_the_visitors_language_or_in_its_own(put: Put) -> None:
    made = document(
        {"de": "Ein Titel", "fr": "Un titre"}, path="contract/x/", data={"city": "Dresden", "members": 5}
    )
    made.texts["fr"].summary = "Un résumé"
    (row,) = put([made])
    hit = found(language="fr").hits[0]
    assert (hit.title, hit.summary, hit.language, hit.url) == (
        "Un titre",
        "Un résumé",
        "fr",
        "/fr/contract/x/",
    )
    hit = found(language="es").hits[0]
    assert (hit.title, hit.summary, hit.language, hit.url) == ("Ein Titel", "", "de", "/es/contract/x/")
    assert hit.languages == ["de", "fr"]
    assert hit.key == row.key
    assert hit.data == {"city": "Dresden", "members": 5}
    assert hit.kind == NAME


def test_first_hits_are_narrowed_by_any_facet(put: Put) -> None:
    put(
        [
            document("A", facets={"colour": ["red"], "hidden": ["x-1"]}),
            document("B", facets={"colour": ["blue"], "hidden": ["x-1"]}),
            document("C", facets={"colour": ["red"], "hidden": ["y"]}),
        ]
    )
    assert [hit.title for hit in first_hits(NAME, "en", 5, hidden="x-1")] == ["A", "B"]
    assert [hit.title for hit in first_hits(NAME, "en", 1, colour=["red", "blue"])] == ["A"]
    with pytest.raises(KeyError, match="weight"):
        first_hits(NAME, "en", 1, weight="5")


def test_hits_are_looked_up_by_key_and_by_path_in_the_order_asked_for(put: Put) -> None:
    rows = put([document("A", path="a/"), document("B", path="b/"), document("C", path="c/")])
    wanted = [rows[2].key, uuid.uuid4(), rows[0].key]
    assert [hit.title for hit in hits_for(NAME, wanted, "en")] == ["C", "A"]
    assert [hit.title for hit in hits_by_path(NAME, ["b/", "nowhere/", "a/"], "en")] == ["B", "A"]
    synthetic.put(None, rows[0].key)
    assert hits_by_path(NAME, ["a/"], "en") == []
    assert hits_for(NAME, [rows[0].key], "en") == []


def test_a_document_that_changes_is_found_by_what_it_is_now(put: Put, arrive: Any) -> None:
    (row,) = put([document("Before", facets={"colour": ["red"]})])
    synthetic.put(document("After", facets={"colour": ["blue"]}), row.key)
    arrive()
    assert titles(text="before") == []
    assert titles(text="after") == ["After"]
    assert titles(filters={"colour": ("red",)}) == []
    assert titles(filters={"colour": ("blue",)}) == ["After"]
