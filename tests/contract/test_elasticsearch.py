"""What only Elasticsearch does: versions, indices behind an alias, and being away. Always a real server."""

import logging
import socket
import threading
from typing import Any

import pytest
from elasticsearch import Elasticsearch
from pytest_django import Settings

from search import outbox
from search.backends import base
from search.backends.delivery import ARRIVED, NEWER, deliver, send
from search.backends.elasticsearch import alias_of
from search.backends.index import current_index, is_current, rebuild_index
from search.criteria import WINDOW, Criteria
from search.models import SearchDocument
from search.service import every_hit, search
from tests.contract import synthetic
from tests.contract.synthetic import KIND, NAME, document


def found() -> list[str]:
    results = search(Criteria(kind=NAME, language="en", sort="name"))
    assert (results.engine, results.degraded) == ("elasticsearch", False)
    return [hit.title for hit in results.hits]


def refresh(server: Elasticsearch) -> None:
    server.indices.refresh(index=alias_of(NAME))


def test_the_worker_sends_what_elasticsearch_lacks(server: Elasticsearch, db: None) -> None:
    rebuild_index(KIND)
    row = synthetic.put(document("First"))
    assert outbox.send_lagging() == 1
    row.refresh_from_db()
    assert row.indexed_version == row.built_version == 1
    refresh(server)
    assert found() == ["First"]
    assert outbox.send_lagging() == 0

    synthetic.put(document("Second"), row.key)
    synthetic.put(document("Another"))
    assert outbox.send_lagging() == 2
    synthetic.put(None, row.key)
    outbox.send_lagging()
    refresh(server)
    assert found() == ["Another"]


def test_a_late_write_never_replaces_a_newer_document(server: Elasticsearch, db: None) -> None:
    rebuild_index(KIND)
    late = synthetic.put(document("Old"))
    synthetic.put(document("New"), late.key)
    outbox.send_lagging()
    assert [outcome for _row, outcome in send([late])] == [NEWER]
    refresh(server)
    assert found() == ["New"]

    removed = synthetic.put(None, late.key)
    assert [outcome for _row, outcome in send([removed])] == [ARRIVED]
    assert [outcome for _row, outcome in send([late])] == [NEWER]
    # Late is not wrong: the row is noted as it is, not as it was.
    assert deliver([late]) == 1
    refresh(server)
    assert found() == []


def test_removing_what_never_arrived_is_no_problem(server: Elasticsearch, db: None) -> None:
    rebuild_index(KIND)
    synthetic.put(None)
    assert outbox.send_lagging() == 1


def test_a_document_that_is_refused_waits_and_holds_up_no_other(
    server: Elasticsearch, db: None, caplog: pytest.LogCaptureFixture
) -> None:
    rebuild_index(KIND)
    bad = synthetic.put(document("Bad"))
    SearchDocument.objects.filter(pk=bad.pk).update(document=bad.document | {"sort": {"members": "many"}})
    synthetic.put(document("Good"))
    assert outbox.send_lagging() == 1
    refresh(server)
    assert found() == ["Good"]
    bad.refresh_from_db()
    assert (bad.failures, bad.indexed_version) == (1, 0)
    assert bad.next_attempt is not None
    assert "refuses" in caplog.text


def test_a_missing_index_is_made_by_the_worker(server: Elasticsearch, db: None) -> None:
    assert current_index(NAME) is None
    synthetic.put(document("Waiting"))
    outbox.catch_up()
    assert found() == ["Waiting"]
    # An index of that name would have a guessed mapping.
    assert server.indices.exists_alias(name=alias_of(NAME))


def test_a_rebuild_switches_in_one_step_and_keeps_one_index_for_going_back(
    server: Elasticsearch, db: None, requests_made: list[str]
) -> None:
    synthetic.put(document("Kept"))
    synthetic.put(None)
    names = []
    for _time in range(4):
        requests_made.clear()
        assert rebuild_index(KIND) == 1
        assert requests_made.count("/_aliases") == 1
        names.append(current_index(NAME))
    assert len(set(names)) == 4
    left = server.indices.get(index=f"{alias_of(NAME)}-*")
    assert set(left) >= set(names[2:])
    assert not set(left) & set(names[:2])
    assert list(server.indices.get_alias(name=alias_of(NAME))) == names[3:]
    assert is_current(KIND)
    assert found() == ["Kept"]


def test_searches_never_fail_and_lose_nothing_while_an_index_is_rebuilt(
    server: Elasticsearch, db: None
) -> None:
    colours = ["red", "green"]
    synthetic.put_all(
        [
            document(f"Document {number}", facets={"colour": [colours[number % 2]], "country": ["DE"]})
            for number in range(40)
        ]
    )
    rebuild_index(KIND)
    # Hits, counts in spite of the choice, without the words, and of everything: four bodies a request.
    criteria = Criteria(kind=NAME, language="en", text="document", filters={"colour": ("red",)})
    stop = threading.Event()
    answers: set[tuple[object, ...]] = set()
    errors: list[Exception] = []

    def keep_searching() -> None:
        from django.db import connection

        try:
            while not stop.is_set():
                results = search(criteria)
                counts = [
                    (value.code, value.count)
                    for facet in results.facets
                    for value in facet.values
                    if facet.name in ("colour", "country") and value.count
                ]
                answers.add((results.engine, results.degraded, results.total, len(results.hits), *counts))
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    searcher = threading.Thread(target=keep_searching)
    searcher.start()
    for _time in range(3):
        rebuild_index(KIND)
    stop.set()
    searcher.join()
    assert errors == []
    counts = (("red", 20), ("green", 20), ("DE", 20))
    assert answers == {("elasticsearch", False, 20, 20, *counts)}


def test_what_is_published_during_a_rebuild_arrives(server: Elasticsearch, db: None) -> None:
    rebuild_index(KIND)
    rows = synthetic.put_all([document(f"Document {number}") for number in range(3)])
    outbox.send_lagging()

    def meanwhile(_number: int) -> None:
        if SearchDocument.objects.filter(pk=rows[0].pk, version=1).exists():
            synthetic.put(document("Changed"), rows[0].key)
            synthetic.put(None, rows[1].key)
            synthetic.put(document("New"))
            outbox.send_lagging()

    rebuild_index(KIND, meanwhile)
    outbox.send_lagging()
    refresh(server)
    assert found() == ["Changed", "Document 2", "New"]


def test_one_request_a_page_and_a_second_one_beyond_the_last(
    server: Elasticsearch, db: None, requests_made: list[str]
) -> None:
    synthetic.put_all([document(facets={"colour": ["red"], "country": ["DE"]}) for _number in range(30)])
    rebuild_index(KIND)
    requests_made.clear()
    filters = {"colour": ("red",), "country": ("DE",)}
    search(Criteria(kind=NAME, language="en", text="document", filters=filters))
    assert len(requests_made) == 1
    search(Criteria(kind=NAME, language="en", page=50))
    assert len(requests_made) == 3


def test_the_request_for_the_last_page_counts_nothing(
    server: Elasticsearch, db: None, sent: list[tuple[str, Any, dict[str, Any]]]
) -> None:
    synthetic.put_all([document(facets={"colour": ["red"]}) for _number in range(30)])
    rebuild_index(KIND)
    sent.clear()
    results = search(
        Criteria(kind=NAME, language="en", text="document", filters={"colour": ("red",)}, page=50)
    )
    assert (results.page, len(results.hits)) == (2, 10)
    first, last = [body[1::2] for _path, body, _options in sent]
    assert len(first) == 4
    assert [(body["from"], body["size"], "aggs" in body) for body in last] == [(20, 20, False)]


def test_a_search_that_is_asked_again_is_answered_from_what_elasticsearch_keeps(
    server: Elasticsearch, db: None
) -> None:
    synthetic.put_all([document() for _number in range(3)])
    rebuild_index(KIND)

    def kept() -> int:
        stats = server.indices.stats(index=alias_of(NAME), metric="request_cache")
        return int(stats["_all"]["total"]["request_cache"]["hit_count"])

    # With hits it keeps an answer only if it is asked to.
    criteria = Criteria(kind=NAME, language="en", text="document")
    assert len(search(criteria, aggregate=False).hits) == 3
    before = kept()
    assert len(search(criteria, aggregate=False).hits) == 3
    assert kept() == before + 1


@pytest.mark.parametrize("per_page", [7, 20, 30, 500])
def test_no_page_is_beyond_what_elasticsearch_lets_be_paged_through(
    server: Elasticsearch, db: None, per_page: int
) -> None:
    synthetic.put(document())
    rebuild_index(KIND)
    for page in (WINDOW // per_page, WINDOW // per_page + 1, WINDOW):
        results = search(Criteria(kind=NAME, language="en", page=page, per_page=per_page))
        assert (results.engine, results.degraded) == ("elasticsearch", False)
        assert (results.page, len(results.hits)) == (1, 1)


def test_of_more_hits_than_can_be_paged_through_the_last_page_is_the_last_within(
    server: Elasticsearch, db: None, monkeypatch: pytest.MonkeyPatch, requests_made: list[str]
) -> None:
    synthetic.put_all([document(f"Document {number}") for number in range(15)])
    rebuild_index(KIND)
    monkeypatch.setattr(base, "WINDOW", 10)
    server.indices.put_settings(index=alias_of(NAME), settings={"index.max_result_window": 10})
    requests_made.clear()
    results = search(Criteria(kind=NAME, language="en", sort="name", page=9, per_page=4))
    assert (results.engine, results.degraded, results.total) == ("elasticsearch", False, 15)
    assert (results.page, results.pages) == (2, 2)
    assert [hit.title for hit in results.hits] == ["Document 12", "Document 13", "Document 14", "Document 2"]
    assert len(requests_made) == 1


@pytest.fixture
def nothing_listens(elasticsearch: str, settings: Settings) -> str:
    """The portal's Elasticsearch is at an address where nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings.ELASTICSEARCH_URL = f"http://127.0.0.1:{port}"
    return str(settings.ELASTICSEARCH_URL)


def test_when_elasticsearch_is_away_the_database_answers_and_says_so_once(
    nothing_listens: str, db: None, caplog: pytest.LogCaptureFixture
) -> None:
    synthetic.put(document("Found", facets={"colour": ["red"]}))
    with caplog.at_level(logging.WARNING, logger="search"):
        for _time in range(3):
            results = search(Criteria(kind=NAME, language="en", text="found"))
            assert (results.engine, results.degraded) == ("database", True)
            assert [hit.title for hit in results.hits] == ["Found"]
    assert len([record for record in caplog.records if "away" in record.message]) == 1
    assert [hit.title for hit in every_hit(Criteria(kind=NAME, language="en"))] == ["Found"]


def test_a_missing_index_is_answered_by_the_database(server: Elasticsearch, db: None) -> None:
    synthetic.put(document("Found"))
    results = search(Criteria(kind=NAME, language="en"))
    assert (results.engine, results.degraded, results.total) == ("database", True, 1)


def test_rows_wait_while_elasticsearch_is_away_and_arrive_when_it_is_back(
    server: Elasticsearch,
    nothing_listens: str,
    db: None,
    settings: Settings,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    synthetic.put(document("Patient"))
    worker = outbox.Outbox()
    # The other kinds have no index here, and need none.
    monkeypatch.setattr(worker, "_next_audit", float("inf"))
    for _time in range(3):
        worker.step()
        monkeypatch.setattr(worker, "_resume_at", 0.0)
    assert len([record for record in caplog.records if "wait" in record.message]) == 1
    assert SearchDocument.objects.filter(indexed_version=0).count() == 1
    settings.ELASTICSEARCH_URL = str(server.transport.node_pool.get().base_url)
    worker.step()
    refresh(server)
    assert found() == ["Patient"]
