"""What results offer to a page: links, chips, orders."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils.translation import gettext_lazy as _

from search.backends.base import Answer
from search.criteria import Criteria
from search.facets import FacetValue
from search.kinds import Facet, SearchKind, get_kind, kind_of, register, unregister
from search.results import Results, results_of
from search.vocabularies import LabelledCodes, PlainCodes

KIND = SearchKind(
    name="shown",
    label="Shown",
    model=(),
    build=lambda source, translations: None,
    facets=(
        Facet("when", _("When"), vocabulary=LabelledCodes({"upcoming": _("Upcoming"), "past": _("Past")})),
    ),
    sorts=("relevance", "name", "newest"),
    default_sort="name",
    per_page=10,
)

# What is marked depends on the synonyms.
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kind() -> Iterator[None]:
    register(KIND)
    yield
    unregister("shown")


def results(total: int = 0, **changes: Any) -> Results:
    criteria = Criteria(**{"kind": "shown", "language": "en"} | changes)
    answer = Answer(total=total, page=criteria.page, found=[], text_total=total)
    return results_of(criteria, answer, engine="database", degraded=False, occurring={})


def pages(**changes: Any) -> list[int | None]:
    return [link.number for link in results(**changes).page_links]


def test_page_links_show_the_ends_and_the_neighbours() -> None:
    assert pages(total=10) == []
    assert pages(total=11) == [1, 2]
    assert pages(total=200, page=1) == [1, 2, 3, None, 20]
    assert pages(total=200, page=10) == [1, None, 8, 9, 10, 11, 12, None, 20]
    # A gap of one page is that page.
    assert pages(total=200, page=5) == [1, 2, 3, 4, 5, 6, 7, None, 20]
    current = [link for link in results(total=200, page=5).page_links if link.current]
    assert [(link.number, link.query) for link in current] == [(5, "page=5")]


def test_the_way_to_the_neighbouring_pages_keeps_everything_else() -> None:
    shown = results(total=30, page=2, text="wind", sort="name", filters={"when": ("past",)})
    assert shown.previous_query == "q=wind&when=past&sort=name"
    assert shown.next_query == "q=wind&when=past&sort=name&page=3"
    assert results(total=30).previous_query is None
    assert results(total=30, page=3).next_query is None


def test_no_page_lies_beyond_the_window() -> None:
    assert results(total=250_000).pages == 1000
    assert results(total=250_000, per_page=7).pages == 1428


def test_chips_name_what_is_chosen_and_how_to_drop_it() -> None:
    shown = results(filters={"when": ("past", "upcoming")}, text="wind")
    assert [(chip.code, chip.label, chip.query) for chip in shown.chips] == [
        ("past", "Past", "q=wind&when=upcoming"),
        ("upcoming", "Upcoming", "q=wind&when=past"),
    ]
    assert shown.clear_query == "q=wind"


def test_relevance_is_offered_with_text_only() -> None:
    assert [(link.name, link.query, link.current) for link in results().sort_links] == [
        ("name", "", True),
        ("newest", "sort=newest", False),
    ]
    assert [(link.name, link.query, link.current) for link in results(text="x").sort_links] == [
        ("relevance", "q=x", True),
        ("name", "q=x&sort=name", False),
        ("newest", "q=x&sort=newest", False),
    ]


def test_a_value_knows_the_query_that_toggles_it() -> None:
    criteria = Criteria(kind="shown", language="en", filters={"when": ("past",)}, page=3)
    chosen = FacetValue("when", "past", "Past", 5, True, criteria)
    other = FacetValue("when", "upcoming", "Upcoming", 5, False, criteria)
    assert (chosen.query, other.query) == ("", "when=past&when=upcoming")


def test_a_kind_is_registered_once_and_found_by_its_models() -> None:
    from clusters.models import ClusterPage, CountryPage

    with pytest.raises(ValueError, match="shown"):
        register(KIND)
    assert kind_of(ClusterPage) is get_kind("cluster")
    assert kind_of(CountryPage) is None


def test_labels_of_fixed_codes_are_translated_and_plain_codes_are_not() -> None:
    fixed = LabelledCodes({"past": _("Past")})
    assert fixed.codes() == fixed.all_codes() == ["past"]
    assert set(fixed.labels("past")) == {"en", "de", "fr", "pt", "es", "it"}
    assert fixed.label("past", "en") == "Past"
    plain = PlainCodes(r"\d{4}")
    assert plain.label("2014", "fr") == "2014"
    assert plain.accepts("2014")
    assert not plain.accepts("2014\n")
