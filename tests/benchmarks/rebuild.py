"""Rebuilding an index against sending the same documents with nothing around it."""

import gc
import time
import tracemalloc
import uuid
from collections.abc import Callable
from typing import Any

from django.conf import settings
from elasticsearch import Elasticsearch

from search.backends.delivery import BATCH
from search.backends.index import rebuild_index
from search.backends.mapping import index_body
from search.kinds import get_kind
from search.models import SearchDocument
from tests.benchmarks.dataset import wait_for_merge
from tests.benchmarks.measuring import Times
from tests.benchmarks.rows import Options, Row, compared

RUNS = 3


def run(options: Options) -> list[Row]:
    """The rate of a rebuild, and whether its memory grows with the number of documents."""
    return [_rate(options.few_clusters), _memory(options.few_clusters)]


def _rate(size: int) -> Row:
    kind = get_kind("cluster")
    documents = list(SearchDocument.objects.filter(kind="cluster").values_list("key", "document"))
    ours, bare = [], []
    for _number in range(RUNS):
        ours.append(_timed(lambda: rebuild_index(kind)))
        wait_for_merge()
        bare.append(_timed(lambda: _bare(kind, documents)))
    times, peer = Times.of(ours), Times.of(bare)
    note = f"{size / min(ours):.0f} documents a second, with nothing around it {size / min(bare):.0f}"
    most = round(1 / 0.6, 2)
    return compared("rebuild / bare bulk requests", times, peer, most, note)


def _timed(call: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    call()
    return time.perf_counter() - begun


def _bare(kind: Any, documents: list[tuple[uuid.UUID, Any]]) -> None:
    elastic = Elasticsearch(settings.ELASTICSEARCH_URL, request_timeout=60)
    name = f"{settings.ELASTICSEARCH_PREFIX}-bare-{uuid.uuid4().hex[:8]}"
    body = index_body(kind)
    elastic.indices.create(
        index=name, settings=body["settings"] | {"refresh_interval": "-1"}, mappings=body["mappings"]
    )
    for start in range(0, len(documents), BATCH):
        lines: list[dict[str, Any]] = []
        for key, document in documents[start : start + BATCH]:
            lines += [{"index": {"_index": name, "_id": str(key)}}, {**document, "key": str(key)}]
        answer = elastic.bulk(operations=lines)
        assert not answer["errors"]
    elastic.indices.refresh(index=name)
    elastic.indices.delete(index=name)


def _memory(size: int) -> Row:
    """What Python holds when a quarter of the documents is sent, and near the end."""
    marks = {size // 4: 0, size * 9 // 10: 0}
    sent = 0

    def look(number: int) -> None:
        nonlocal sent
        for mark in marks:
            if sent < mark <= sent + number:
                marks[mark] = tracemalloc.get_traced_memory()[0]
        sent += number

    gc.collect()
    tracemalloc.start()
    rebuild_index(get_kind("cluster"), look)
    tracemalloc.stop()
    early, late = ({"p50": round(held / 1e6, 2)} for held in marks.values())
    growth = round(late["p50"] / early["p50"], 2)
    note = "megabytes, not milliseconds"
    return Row("memory in use late in a rebuild / early", late, early, growth, 1.2, note)
