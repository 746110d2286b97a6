"""Which documents deserve a closer look: the same rules on every backend."""

from uuid import uuid4

import pytest

from search.backends import stored_candidates
from search.candidates import Pool, candidates
from search.documents import Document
from search.models import SearchDocument
from tests.contract import synthetic
from tests.contract.conftest import Put
from tests.contract.synthetic import NAME, document


def titles(row: SearchDocument, *pools: Pool, number: int = 5) -> list[str]:
    return sorted(hit.title for hit in candidates(NAME, row.key, "en", pools, number))


def three() -> list[Document]:
    return [
        document("Own", facets={"colour": ["red"], "market": ["a", "b"]}),
        document("Colour", facets={"colour": ["red"], "market": ["c"]}),
        document("Markets", facets={"colour": ["green"], "market": ["a", "b"]}),
        document("Market", facets={"colour": ["green"], "market": ["a"]}),
        document("Nothing", facets={"colour": ["green"], "market": ["c"]}),
    ]


def test_the_points_of_all_codes_add_up(engine: str, put: Put) -> None:
    rows = put(three())
    pool = {"colour": {"red": 2.5}, "market": {"a": 1.5, "b": 1.5}}
    assert titles(rows[0], pool, number=1) == ["Markets"]
    assert titles(rows[0], pool, number=2) == ["Colour", "Markets"]
    assert titles(rows[0], pool) == ["Colour", "Market", "Markets"]


def test_each_pool_has_its_own_best_and_a_document_comes_once(engine: str, put: Put) -> None:
    rows = put(three())
    colour, market = {"colour": {"red": 1.0}}, {"market": {"b": 1.0, "c": 0.5}}
    assert titles(rows[0], colour, market, number=1) == ["Colour", "Markets"]
    assert titles(rows[0], colour, colour) == ["Colour"]


def test_equal_points_are_decided_by_the_key(engine: str, put: Put) -> None:
    rows = put([document(f"Twin {number}", facets={"colour": ["red"]}) for number in range(9)])
    found = candidates(NAME, rows[0].key, "en", [{"colour": {"red": 1.0}}], 4)
    assert [hit.key for hit in found] == sorted(row.key for row in rows[1:])[:4]


def test_nothing_asked_for_is_nothing_found(engine: str, put: Put) -> None:
    rows = put(three())
    assert titles(rows[0]) == titles(rows[0], {}) == titles(rows[0], {"colour": {}}) == []
    assert candidates(NAME, uuid4(), "en", [{"colour": {"blue": 1.0}}], 3) == []


def test_a_facet_that_the_kind_does_not_have_is_an_error(engine: str, put: Put) -> None:
    with pytest.raises(KeyError, match="has no facet “taste”"):
        candidates(NAME, uuid4(), "en", [{"taste": {"sweet": 1.0}}], 3)


def test_what_is_no_longer_public_is_no_candidate(engine: str, put: Put) -> None:
    rows = put(three())
    synthetic.put(None, rows[1].key)
    put([])
    assert titles(rows[0], {"colour": {"red": 1.0}}) == []


def test_it_takes_one_query_or_one_request(
    engine: str, put: Put, django_assert_max_num_queries, requests_made: list[str]
) -> None:
    rows = put(three())
    requests_made.clear()
    pools = [{"colour": {"red": 1.0}}, {"market": {"a": 1.0}}, {"market": {"c": 1.0}}]
    # Where Elasticsearch answers, it is asked now and then whether it has everything.
    with django_assert_max_num_queries(1):
        assert len(titles(rows[0], *pools)) == 4
    assert len([path for path in requests_made if "search" in path]) == (engine == "elasticsearch")


def test_the_database_looks_at_so_many_documents_of_a_code_at_most(
    settings, put: Put, engine: str, monkeypatch
) -> None:
    monkeypatch.setattr(stored_candidates, "MOST_ENTRIES", 3)
    rows = put([document(f"Twin {number}", facets={"colour": ["red"]}) for number in range(9)])
    found = titles(rows[8], {"colour": {"red": 1.0}}, number=20)
    assert len(found) == (3 if engine == "database" else 8)
