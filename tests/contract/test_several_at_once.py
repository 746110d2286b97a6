"""Several searches in one request: the same answers as one by one."""

import logging
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from search.backends.elasticsearch import alias_of
from search.backends.index import rebuild_index
from search.criteria import Criteria
from search.documents import Document
from search.service import search, search_kinds
from tests.contract import synthetic
from tests.contract.conftest import Put
from tests.contract.synthetic import NAME, document
from tests.servers.elasticsearch import delete_indices


def criteria(**changes: Any) -> Criteria:
    return Criteria(kind=NAME, language="en", **changes)


def documents() -> list[Document]:
    hydrogen = [document(f"Hydrogen {number}", facets={"country": ["DE"]}) for number in range(3)]
    return hydrogen + [document(f"Sailing {number}", facets={"country": ["PT"]}) for number in range(25)]


@pytest.fixture
def stored(put: Put) -> None:
    put(documents())


@pytest.fixture
def indexed(elasticsearch: str, db: None) -> None:
    synthetic.put_all(documents())
    rebuild_index(synthetic.KIND)


def test_each_search_has_the_answer_it_has_alone(engine: str, stored: None) -> None:
    searches = [
        criteria(text="sailing"),
        criteria(text="hydrogen", filters={"country": ("PT",)}),
        criteria(filters={"country": ("DE",)}, sort="name"),
    ]
    together = search_kinds(searches, aggregate=True)
    assert [results.total for results in together] == [25, 0, 3]
    assert {results.engine for results in together} == {engine}
    assert together == [search(each) for each in searches]


def test_a_page_beyond_the_last_is_the_last_one_of_its_own_search(engine: str, stored: None) -> None:
    first, second, third = search_kinds(
        [criteria(text="sailing", page=9), criteria(text="hydrogen"), criteria(text="hydrogen", page=2)]
    )
    assert (first.page, len(first.hits)) == (2, 5)
    assert (second.page, len(second.hits)) == (1, 3)
    assert (third.page, len(third.hits)) == (1, 3)


def test_nothing_to_search_for_is_no_request(engine: str, db: None) -> None:
    assert search_kinds([]) == []


def test_when_one_search_cannot_be_answered_the_database_answers_all(
    indexed: None, elasticsearch_url: str
) -> None:
    # Pages have no index then, whatever another test made.
    delete_indices(elasticsearch_url, alias_of("page"))
    ours, pages = search_kinds([criteria(text="hydrogen"), Criteria(kind="page", language="en", text="a")])
    assert (ours.engine, ours.degraded, ours.total) == ("database", True, 3)
    assert (pages.engine, pages.degraded) == ("database", True)


def test_elasticsearch_is_asked_once_and_the_database_for_no_hit(
    indexed: None, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="elastic_transport.transport")
    with CaptureQueriesContext(connection) as queries:
        found = search_kinds([criteria(text="sailing"), criteria(text="hydrogen")])
    assert [results.total for results in found] == [25, 3]
    assert len([record for record in caplog.records if "_msearch" in record.getMessage()]) == 1
    # Synonyms are read again every second, and now and then somebody looks whether Elasticsearch is behind.
    assert [query["sql"] for query in queries if "search_words" in query["sql"]] == []
