"""Criteria: read from a query string, written back to one."""

from collections.abc import Iterator

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from search.criteria import LONGEST_TEXT, MOST_VALUES, WINDOW, Criteria
from search.kinds import Facet, SearchKind, register, unregister
from search.vocabularies import LabelledCodes, PlainCodes

NAME = "parsed"
COLOURS = [f"colour-{number:02}" for number in range(80)]
SIZES = ["small", "large"]


class Towns(LabelledCodes):
    def parent(self, code: str) -> str:  # type: ignore[override]
        return code.split("-town")[0]


KIND = SearchKind(
    name=NAME,
    label="Parsed",
    model=(),
    build=lambda source, translations: None,
    facets=(
        Facet("size", "Size", vocabulary=LabelledCodes(dict.fromkeys(SIZES, "a size"))),
        Facet("colour", "Colour", vocabulary=LabelledCodes(dict.fromkeys(COLOURS, "a colour"))),
        Facet(
            "town",
            "Town",
            vocabulary=Towns({"small-town": "a", "large-town": "b"}),
            parent_facet="size",
        ),
        Facet("secret", "Secret", vocabulary=PlainCodes(), shown=False),
    ),
    sorts=("relevance", "name", "newest"),
    default_sort="name",
    per_page=10,
)


@pytest.fixture(autouse=True, scope="module")
def kind() -> Iterator[None]:
    register(KIND)
    yield
    unregister(NAME)


def parse(query: str) -> Criteria:
    return Criteria.parse(NAME, QueryDict(query), "de")


def test_a_query_string_becomes_criteria() -> None:
    criteria = parse("q=wind+farm&size=small&colour=colour-01&colour=colour-00&sort=newest&page=3&view=map")
    assert criteria.text == "wind farm"
    assert dict(criteria.filters) == {"size": ("small",), "colour": ("colour-00", "colour-01")}
    assert (criteria.sort, criteria.page, criteria.view, criteria.language) == ("newest", 3, "map", "de")


def test_an_empty_query_string_means_everything() -> None:
    criteria = parse("")
    assert criteria == Criteria(kind=NAME, language="de")
    assert (criteria.text, criteria.sort, criteria.page, criteria.view) == ("", "name", 1, "list")
    assert criteria.hits_per_page == 10
    assert criteria.query_string() == ""


@pytest.mark.parametrize(
    "query",
    [
        "size=huge",
        "size=",
        "colour=<script>",
        "secret=x",
        "weight=5",
        "page=0",
        "page=-1",
        "page=x",
        "page=1.5",
        "page=٣",
        "sort=price",
        "sort=relevance",
        "view=globe",
        "q=",
        "q=%00%01",
        "q=+++",
        "size=SMALL",
    ],
)
def test_what_cannot_be_meant_is_dropped(query: str) -> None:
    assert parse(query) == parse("")


def test_text_is_cut_and_cleaned() -> None:
    assert len(parse("q=" + "x" * 500).text) == LONGEST_TEXT
    assert parse("q=a%00b%0Ac%09%09d").text == "a b c d"
    assert parse("q=" + "x" * 199 + "+y").text == "x" * 199


def test_too_many_values_and_repeated_ones_are_cut() -> None:
    many = "&".join(f"colour={code}" for code in [*COLOURS, *COLOURS])
    assert len(parse(many).filters["colour"]) == MOST_VALUES
    assert parse("size=small&size=small").filters["size"] == ("small",)


def test_a_page_is_never_beyond_the_window() -> None:
    assert parse("page=999999").page == WINDOW


def test_relevance_is_the_order_of_a_text_and_can_be_changed() -> None:
    assert parse("q=wind").sort == "relevance"
    assert parse("q=wind&sort=name").sort == "name"
    assert parse("q=wind&sort=name").query_string() == "q=wind&sort=name"
    assert parse("q=wind&sort=relevance").query_string() == "q=wind"
    assert parse("").replace(text="wind").sort == "relevance"
    assert parse("q=wind").replace(text="").sort == "name"


def test_equal_criteria_have_one_query_string_and_one_hash() -> None:
    one = parse("colour=colour-05&size=large&colour=colour-01&q=x&unknown=1")
    two = parse("q=x&colour=colour-01&size=large&colour=colour-05")
    assert one == two
    assert hash(one) == hash(two)
    assert one.query_string() == two.query_string() == "q=x&size=large&colour=colour-01&colour=colour-05"
    assert one != two.replace(scope={"secret": ("x",)})


def test_criteria_cannot_be_changed() -> None:
    criteria = parse("size=small")
    with pytest.raises(AttributeError):
        criteria.page = 2  # type: ignore[misc]
    with pytest.raises(TypeError):
        criteria.filters["size"] = ()  # type: ignore[index]


def test_a_value_is_chosen_and_dropped_again_and_the_way_starts_on_the_first_page() -> None:
    criteria = parse("q=x&size=small&page=4")
    both = criteria.toggled("size", "large")
    assert both.query_string() == "q=x&size=large&size=small"
    assert both.toggled("size", "small").query_string() == "q=x&size=large"
    assert criteria.without("size").query_string() == "q=x"
    assert criteria.query_string(page=2) == "q=x&size=small&page=2"


def test_what_is_below_a_value_goes_with_it() -> None:
    criteria = parse("size=small&size=large&town=small-town&town=large-town")
    assert criteria.toggled("size", "small").query_string() == "size=large&town=large-town"
    assert criteria.without("size").query_string() == ""
    assert criteria.toggled("town", "small-town").query_string() == "size=large&size=small&town=large-town"


def test_a_scope_is_in_no_query_string() -> None:
    criteria = parse("size=small&page=2").narrowed("secret", "x", "y")
    assert criteria.scope == {"secret": ("x", "y")}
    assert criteria.query_string() == "size=small&page=2"
    assert criteria.toggled("size", "large").scope == criteria.scope
    with pytest.raises(KeyError, match="weight"):
        criteria.narrowed("weight", "5")


def test_a_plain_mapping_is_understood_too() -> None:
    assert Criteria.parse(NAME, {}, "de") == parse("")
    assert Criteria.parse(NAME, {"q": "x", "size": "small"}, "de") == parse("q=x&size=small")


@given(
    text=st.text(max_size=250),
    sizes=st.lists(st.sampled_from(SIZES)),
    colours=st.lists(st.sampled_from(COLOURS), max_size=60),
    sort=st.sampled_from(["", "relevance", "name", "newest", "nonsense"]),
    page=st.integers(-5, 2 * WINDOW),
    view=st.sampled_from(["list", "map", "x"]),
)
def test_criteria_survive_the_way_through_a_query_string(
    text: str, sizes: list[str], colours: list[str], sort: str, page: int, view: str
) -> None:
    query = QueryDict(mutable=True)
    query.update({"q": text, "sort": sort, "page": str(page), "view": view})
    query.setlist("size", sizes)
    query.setlist("colour", colours)
    criteria = Criteria.parse(NAME, query, "fr")
    again = Criteria.parse(NAME, QueryDict(criteria.query_string()), "fr")
    assert again == criteria
    assert hash(again) == hash(criteria)
    assert again.query_string() == criteria.query_string()


@given(st.text())
def test_no_query_string_is_an_error(query: str) -> None:
    criteria = parse(query.encode("utf-8", "replace").decode())
    assert 1 <= criteria.page <= WINDOW
    assert len(criteria.text) <= LONGEST_TEXT


@pytest.mark.django_db
def test_of_codes_that_content_brings_along_only_those_that_occur_are_known() -> None:
    from search.models import FacetEntry, SearchDocument

    row = SearchDocument.objects.create(key="7" * 32, kind="news", public=True)
    FacetEntry.objects.create(document=row, kind="news", facet="year", code="2014")
    criteria = Criteria.parse("news", QueryDict("year=2014&year=2015&year=x&year=%00"), "en")
    assert criteria.filters == {"year": ("2014",)}
