"""What a search without hits offers to drop: on every backend, and each number is what the link gives."""

import logging
from itertools import product

import pytest
from django.http import QueryDict

from search.criteria import Criteria
from search.results import Results
from search.service import search
from search.ways_out import FILTERS, WORDS
from tests.contract.conftest import Put
from tests.contract.synthetic import NAME, NOW, document


def found(query: str, **scope: tuple[str, ...]) -> Results:
    return search(Criteria.parse(NAME, QueryDict(query), "en").replace(scope=scope))


def ways(query: str, **scope: tuple[str, ...]) -> list[tuple[str, int]]:
    """What can be dropped and the number it says, after each link was followed."""
    results = found(query, **scope)
    assert results.total == 0
    for way in results.ways_out:
        assert found(way.query, **scope).total == way.count > 0, way
    return [(way.dropped, way.count) for way in results.ways_out]


@pytest.fixture
def some(put: Put) -> None:
    put(
        [
            document("Bavarian wind", facets={"colour": ["red"], "country": ["DE"], "region": ["DE1"]}),
            document("Saxon wind", facets={"colour": ["red", "blue"], "country": ["DE"], "region": ["DE2"]}),
            document("Saxon sun", facets={"colour": ["red"], "country": ["DE"], "hidden": ["x"]}),
            document(
                "Iberian sun", facets={"colour": ["blue"], "country": ["PT"]}, over=NOW.replace(year=2025)
            ),
        ]
    )


def test_each_facet_and_the_words_are_offered_the_most_helpful_first(engine: str, some: None) -> None:
    assert ways("colour=red&country=PT") == [("country", 3), ("colour", 1)]
    assert ways("q=iberian&colour=red") == [(WORDS, 3), ("colour", 1)]
    assert ways("q=wind&colour=blue&country=PT") == [("country", 1), (WORDS, 1)]


def test_several_values_of_a_facet_are_dropped_together(engine: str, some: None) -> None:
    (way, *_others) = found("country=PT&country=AT&colour=red&colour=green").ways_out
    assert (way.dropped, str(way.facet_label), way.labels) == ("country", "Country", ["Austria", "Portugal"])


def test_a_country_is_dropped_with_its_regions(engine: str, some: None) -> None:
    assert ways("country=DE&region=DE1&colour=blue") == [("country", 2), ("colour", 1), ("region", 1)]


def test_a_range_is_a_way_out_too(engine: str, some: None) -> None:
    assert ways("when=past&colour=red") == [("when", 3), ("colour", 1)]


def test_what_gives_nothing_either_is_not_offered_and_all_filters_only_if_one_is_not_enough(
    engine: str, some: None
) -> None:
    assert ways("q=iberian&colour=red&country=DE") == [(WORDS, 3), (FILTERS, 1)]
    assert ways("colour=green&country=AT&when=past") == [(FILTERS, 4)]
    assert ways("colour=green&country=XX") == [(FILTERS, 4)]
    assert ways("colour=green") == [("colour", 4)]


def test_only_the_words_can_be_wrong_when_nothing_has_them(engine: str, some: None) -> None:
    assert ways("q=qqqqqqqq") == []
    assert found("q=qqqqqqqq").words_fail
    assert ways("q=qqqqqqqq&colour=red") == [(WORDS, 3)]
    assert found("q=qqqqqqqq&colour=red").words_fail
    # In English no words, and yet nothing has them.
    assert ways("q=it&colour=red") == ways("q=the+of&colour=red") == [(WORDS, 3)]
    assert not found("q=iberian&colour=red").words_fail
    assert not found("colour=green").words_fail
    assert not found("q=saxon").words_fail


def test_what_the_page_itself_fixes_stays(engine: str, some: None) -> None:
    assert ways("q=wind&colour=red", hidden=("x",)) == [(WORDS, 1)]
    assert ways("colour=blue", hidden=("x",)) == [("colour", 1)]


def test_with_hits_there_is_no_way_out(engine: str, some: None) -> None:
    assert found("colour=red&country=DE").ways_out == []
    assert search(Criteria(NAME, "en", filters={"colour": ("green",)}), aggregate=False).ways_out == []


def test_every_number_is_right_whatever_is_chosen(engine: str, some: None) -> None:
    texts = ["", "wind", "saxon sun", "iberian", "it", "the of"]
    chosen = [["", "colour=red", "colour=green&colour=blue"], ["", "country=DE", "country=PT&country=AT"]]
    empty = 0
    for text, colour, country, when in product(texts, *chosen, ["", "when=past"]):
        query = "&".join(filter(None, [text and f"q={text}", colour, country, when]))
        if not found(query).total:
            ways(query)
            empty += 1
    assert empty > 10


@pytest.mark.elasticsearch
def test_no_request_is_made_for_it(engine: str, some: None, caplog) -> None:
    with caplog.at_level(logging.INFO, logger="elastic_transport.transport"):
        assert found("colour=red&country=PT").ways_out
    assert len(caplog.records) == (1 if engine == "elasticsearch" else 0), caplog.messages


@pytest.mark.elasticsearch
def test_a_relaxed_search_without_hits_takes_three_requests_at_most(engine: str, some: None, caplog) -> None:
    with caplog.at_level(logging.INFO, logger="elastic_transport.transport"):
        results = found("q=iberyan&colour=red")
        assert results.relaxed
        assert [(way.dropped, way.count) for way in results.ways_out] == [(WORDS, 3), ("colour", 1)]
    assert len(caplog.records) <= 3, caplog.messages
