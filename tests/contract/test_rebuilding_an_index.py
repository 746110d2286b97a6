"""Rebuilds that are interrupted, refused, taken back or large. Always a real server."""

import tracemalloc
import uuid

import pytest
from django.utils import timezone
from elasticsearch import ConnectionTimeout, Elasticsearch

from search import outbox
from search.backends import delivery
from search.backends import index as indices
from search.backends.elasticsearch import alias_of
from search.backends.index import CountMismatch, current_index, rebuild_index, roll_back
from search.checking import differences
from search.criteria import Criteria
from search.models import SearchDocument
from search.service import search
from tests.contract import synthetic
from tests.contract.synthetic import KIND, NAME, document
from tests.servers import processes

pytestmark = pytest.mark.django_db


def found(server: Elasticsearch) -> list[str]:
    server.indices.refresh(index=alias_of(NAME))
    results = search(Criteria(kind=NAME, language="en", sort="name"))
    assert (results.engine, results.degraded) == ("elasticsearch", False)
    return [hit.title for hit in results.hits]


def all_indices(server: Elasticsearch) -> set[str]:
    return set(server.indices.get(index=f"{alias_of(NAME)}-*"))


def segments(server: Elasticsearch, index: str) -> int:
    return len(server.cat.segments(index=index, format="json").body)


@pytest.mark.parametrize("end", [KeyboardInterrupt, SystemExit])
def test_an_interrupted_rebuild_leaves_everything_as_it_was(
    server: Elasticsearch, end: type[BaseException]
) -> None:
    synthetic.put_all([document("A"), document("B")])
    rebuild_index(KIND)
    before = all_indices(server)

    def interrupt(_number: int) -> None:
        raise end

    with pytest.raises(end):
        rebuild_index(KIND, interrupt)
    assert all_indices(server) == before
    assert found(server) == ["A", "B"]


def test_what_a_killed_rebuild_left_is_never_searched_and_goes_with_the_next(server: Elasticsearch) -> None:
    synthetic.put(document("A"))
    rebuild_index(KIND)
    # As a rebuild leaves it that was killed on the way, and one of somebody else that goes on.
    dead, alive = (
        f"{alias_of(NAME)}-{indices._identity(KIND)}-{when}"
        for when in (f"{timezone.now():%Y%m%d%H%M%S%f}", "29990101000000000000")
    )
    for name in (dead, alive):
        server.indices.create(index=name, aliases={f"{name}-filling": {}})
    complete = current_index(NAME)
    rebuild_index(KIND)
    assert dead not in all_indices(server)
    assert {alive, complete, current_index(NAME)} <= all_indices(server)
    server.indices.delete(index=alive)
    assert found(server) == ["A"]


def test_a_refused_document_stops_neither_the_others_nor_the_rebuild(server: Elasticsearch) -> None:
    bad = synthetic.put(document("Bad"))
    SearchDocument.objects.filter(pk=bad.pk).update(document=bad.document | {"sort": {"members": "many"}})
    synthetic.put(document("Good"))
    assert rebuild_index(KIND) == 1
    assert found(server) == ["Good"]
    bad.refresh_from_db()
    assert bad.failures
    assert bad.indexed_version == 0
    assert bad.next_attempt is not None
    # The worker does not take it for a reason to build the index anew.
    before = current_index(NAME)
    outbox.audit()
    assert current_index(NAME) == before


def test_an_index_that_refuses_too_much_is_not_put_in_place(
    server: Elasticsearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    synthetic.put(document("Good"))
    rebuild_index(KIND)
    before = all_indices(server)
    monkeypatch.setattr(indices, "_MOST_REFUSED", 2)
    for _time in range(3):
        bad = synthetic.put(document("Bad"))
        SearchDocument.objects.filter(pk=bad.pk).update(document=bad.document | {"sort": {"members": "many"}})
    with pytest.raises(CountMismatch, match="refuses too many documents"):
        rebuild_index(KIND)
    assert all_indices(server) == before
    assert found(server) == ["Good"]


def test_an_index_that_counts_otherwise_than_it_was_filled_is_not_put_in_place(
    server: Elasticsearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    (row,) = synthetic.put_all([document("A")])
    rebuild_index(KIND)
    before, complete = all_indices(server), current_index(NAME)

    def loses_it(_number: int) -> None:
        (new,) = all_indices(server) - before
        server.delete(index=new, id=str(row.key), refresh=True)

    with pytest.raises(CountMismatch, match="has 0 documents instead of 1"):
        rebuild_index(KIND, loses_it)
    assert (all_indices(server), current_index(NAME)) == (before, complete)
    assert found(server) == ["A"]


def test_going_back_brings_the_index_before_with_what_changed_since(server: Elasticsearch) -> None:
    _kept, changed, removed = synthetic.put_all([document(title) for title in ("Kept", "Before", "Removed")])
    rebuild_index(KIND)
    first = current_index(NAME)
    rebuild_index(KIND)
    synthetic.put(document("After"), changed.key)
    synthetic.put(None, removed.key)
    outbox.send_lagging()
    assert roll_back(KIND) == first == current_index(NAME)
    assert found(server) == ["After", "Kept"]
    assert [difference for difference in differences() if difference.kind == NAME] == []


def test_a_rebuilt_index_is_soon_in_one_piece(server: Elasticsearch, monkeypatch: pytest.MonkeyPatch) -> None:
    synthetic.put_all([document(name) for name in "ABCDEF"])
    monkeypatch.setattr(delivery, "BATCH", 2)
    filling = []

    def look(_number: int) -> None:
        # Each refresh ends a segment.
        server.indices.refresh(index=f"{alias_of(NAME)}-*-filling")
        filling.append(segments(server, f"{alias_of(NAME)}-*-filling"))

    rebuild_index(KIND, look)
    assert max(filling) > 1
    assert processes.wait_until(lambda: segments(server, alias_of(NAME)) == 1, seconds=30, pause=0.1)
    assert found(server) == list("ABCDEF")


def test_an_index_that_cannot_be_merged_is_put_in_place_all_the_same(
    server: Elasticsearch, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    synthetic.put_all([document("A"), document("B")])
    rebuild_index(KIND)
    before = current_index(NAME)

    def too_late(*_arguments: object, **_options: object) -> None:
        raise ConnectionTimeout("It takes too long.")

    monkeypatch.setattr(type(server.indices), "forcemerge", too_late)
    assert rebuild_index(KIND) == 2
    assert current_index(NAME) != before
    assert {before, current_index(NAME)} <= all_indices(server)
    assert found(server) == ["A", "B"]
    assert [difference for difference in differences() if difference.kind == NAME] == []
    assert "was not merged" in caplog.text


def test_memory_stays_flat_however_many_documents_there_are(server: Elasticsearch) -> None:
    def add(number: int) -> None:
        SearchDocument.objects.bulk_create(
            SearchDocument(
                key=uuid.uuid4(),
                kind=NAME,
                public=True,
                version=1,
                built_version=1,
                built_at=timezone.now() - timezone.timedelta(hours=1),
                document={"slug": "x" * 5_000},
            )
            for _time in range(number)
        )

    def peak() -> int:
        tracemalloc.start()
        try:
            rebuild_index(KIND)
            assert [difference for difference in differences() if difference.kind == NAME] == []
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    add(600)
    small = peak()
    add(2_400)
    assert peak() < small * 1.5
