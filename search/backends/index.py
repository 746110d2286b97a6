"""Keeps the Elasticsearch indices: sends documents with their versions, swaps new indices in."""

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from itertools import islice
from typing import Any

from django.conf import settings
from django.utils import timezone
from elasticsearch import Elasticsearch, NotFoundError

from search.backends.elasticsearch import alias_of, client
from search.backends.mapping import fingerprint, index_body
from search.kinds import SearchKind
from search.models import SearchDocument

BATCH = 250
# Nobody waits for these requests, except the worker.
_TIMEOUT = 30.0
# A document that was being stored when the rebuild began carries an earlier time.
_MARGIN = timedelta(minutes=1)
_MISSING, _OUTDATED = 404, 409


class IndexMissing(Exception):
    """There is no index behind the alias of a kind."""


class CountMismatch(Exception):
    """A new index does not hold as many documents as it was given."""


def patient_client() -> Elasticsearch:
    """The client for the worker and for rebuilds."""
    return client(settings.ELASTICSEARCH_URL).options(request_timeout=_TIMEOUT)


def send(rows: Iterable[SearchDocument], index: str | None = None) -> Iterator[tuple[SearchDocument, str]]:
    """Send documents, or their removal, to Elasticsearch.

    Versions make it safe to send late, twice or in any order: an older one never replaces a newer one.

    Arguments:
        rows: with ``built_version``, ``public`` and ``document``; streamed.
        index: an index to fill; default the alias of each row's kind.

    Returns:
        Each row with "" when Elasticsearch has it now (or a newer one), else with the reason why not.
    Raises IndexMissing when nothing is behind an alias, and the client's errors when it does not answer.
    """
    remaining = iter(rows)
    while batch := list(islice(remaining, BATCH)):
        operations = [line for row in batch for line in _operation(row, index)]
        # Without ``require_alias`` a missing alias would become an index with a guessed mapping.
        response = patient_client().bulk(operations=operations, require_alias=index is None)
        for row, item in zip(batch, response["items"], strict=True):
            yield row, _problem(row, next(iter(item.values())))


def _operation(row: SearchDocument, index: str | None) -> list[dict[str, Any]]:
    target = {
        "_index": index or alias_of(row.kind),
        "_id": str(row.key),
        "version": row.built_version,
        "version_type": "external_gte",
    }
    if row.public:
        return [{"index": target}, {**row.content, "key": str(row.key)}]
    return [{"delete": target}]


def _problem(row: SearchDocument, item: dict[str, Any]) -> str:
    error = item.get("error")
    if not error or item["status"] == _OUTDATED:
        return ""
    if item["status"] == _MISSING:
        raise IndexMissing(f"There is no index behind {alias_of(row.kind)}.")
    return str(error)


def current_index(kind: str) -> str | None:
    """Name of the index behind the alias of a kind, None when there is none."""
    try:
        return next(iter(patient_client().indices.get_alias(name=alias_of(kind))), None)
    except NotFoundError:
        return None


def is_current(kind: SearchKind) -> bool:
    """Whether the index of a kind is there and has today's mapping."""
    name = current_index(kind.name)
    return name is not None and name.split("-")[-2] == fingerprint(kind)


def rebuild_index(kind: SearchKind, progress: Callable[[int], None] | None = None) -> int:
    """Fill a new index of a kind and put it behind the alias in one step; searches never notice.

    The index before is kept for going back, older ones are deleted.

    Arguments:
        kind: what to rebuild.
        progress: called with the number of documents sent since the last call.

    Returns:
        How many documents the new index has.
    Raises CountMismatch, and then the old index stays in place.
    """
    elastic = patient_client()
    started = timezone.now() - _MARGIN
    name = f"{alias_of(kind.name)}-{fingerprint(kind)}-{timezone.now():%Y%m%d%H%M%S%f}"
    body = index_body(kind)
    # Nothing searches it yet.
    settings_of_fill = body["settings"] | {"refresh_interval": "-1"}
    elastic.indices.create(index=name, settings=settings_of_fill, mappings=body["mappings"])
    try:
        number = _fill(elastic, kind, name, progress)
        # What changed meanwhile went to the old index.
        _send_all(_rows(kind).filter(built_at__gte=started), name)
        elastic.indices.put_settings(
            index=name, settings={"refresh_interval": body["settings"]["refresh_interval"]}
        )
        elastic.indices.refresh(index=name)
    except BaseException:
        elastic.options(ignore_status=404).indices.delete(index=name)
        raise
    _swap(elastic, kind.name, name)
    # And what changed since the last look is sent again, by the worker.
    _rows(kind).filter(built_at__gte=started).update(indexed_version=0)
    return number


def _fill(elastic: Elasticsearch, kind: SearchKind, name: str, progress: Callable[[int], None] | None) -> int:
    number = _send_all(_rows(kind).filter(public=True), name, progress)
    elastic.indices.refresh(index=name)
    counted = elastic.count(index=name)["count"]
    if counted != number:
        raise CountMismatch(f"{name} has {counted} documents instead of {number}.")
    return number


def _rows(kind: SearchKind) -> Any:
    return SearchDocument.objects.filter(kind=kind.name, built_version__gt=0)


def _send_all(rows: Any, name: str, progress: Callable[[int], None] | None = None) -> int:
    columns = rows.only("id", "key", "kind", "public", "document", "built_version")
    number = 0
    for row, problem in send(columns.iterator(chunk_size=BATCH), name):
        if problem:
            raise CountMismatch(f"{name} refused {row}: {problem}")
        number += 1
        if progress:
            progress(1)
    return number


def _swap(elastic: Elasticsearch, kind: str, name: str) -> None:
    alias = alias_of(kind)
    before = current_index(kind)
    remove = [{"remove": {"index": before, "alias": alias}}] if before else []
    elastic.indices.update_aliases(actions=[*remove, {"add": {"index": name, "alias": alias}}])
    # Names of other kinds may begin with this one's: only a fingerprint and a time may follow.
    ours = [
        index for index in elastic.indices.get(index=f"{alias}-*") if index.count("-") == alias.count("-") + 2
    ]
    for index in set(ours) - {name, before}:
        elastic.options(ignore_status=404).indices.delete(index=index)
