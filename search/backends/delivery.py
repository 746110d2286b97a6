"""Sends documents to Elasticsearch with their versions, and notes what arrived."""

import logging
from collections.abc import Collection, Iterable, Iterator
from datetime import timedelta
from itertools import islice
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from elasticsearch import Elasticsearch

from search.backends.elasticsearch import alias_of, client
from search.building import note_failure
from search.models import SearchDocument

logger = logging.getLogger(__name__)

BATCH = 250
# The worker looks once a second, and builds some seconds at most before it sends.
_NORMAL_LAG = timedelta(seconds=5)
# Nobody waits for these requests, except the worker.
_TIMEOUT = 30.0
_BAD_REQUEST, _MISSING, _OUTDATED = 400, 404, 409
# What ``send`` says of a document that arrived, and of one that Elasticsearch has in a newer version.
ARRIVED, NEWER = "", "newer"


class IndexMissing(Exception):
    """There is no index behind the alias of a kind, or it is not the one of this database."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


class NotTaken(Exception):
    """Elasticsearch takes no documents now, whatever is in them: its disk is full, or it is too busy."""


def patient_client() -> Elasticsearch:
    """The client for the worker and for rebuilds."""
    return client(settings.ELASTICSEARCH_URL).options(request_timeout=_TIMEOUT)


def send(rows: Iterable[SearchDocument], index: str | None = None) -> Iterator[tuple[SearchDocument, str]]:
    """Send documents, or their removal, to Elasticsearch.

    Versions make it safe to send late, twice or in any order: an older one never replaces a newer one.

    Arguments:
        rows: with ``built_version``, ``public`` and ``document``; streamed.
        index: another alias than that of each row's kind.

    Returns:
        Each row with ARRIVED, NEWER, or the reason why Elasticsearch refuses this document.
    Raises IndexMissing when nothing is behind the alias, NotTaken when nothing is taken, and the client's
    errors when it does not answer.
    """
    remaining = iter(rows)
    while batch := list(islice(remaining, BATCH)):
        operations = [line for row in batch for line in _operation(row, index)]
        # Without ``require_alias`` a missing alias would become an index with a guessed mapping.
        response = patient_client().bulk(operations=operations, require_alias=True)
        for row, item in zip(batch, response["items"], strict=True):
            yield row, _outcome(row, next(iter(item.values())))


def _operation(row: SearchDocument, index: str | None) -> list[dict[str, Any]]:
    target = {
        "_index": index or alias_of(row.kind),
        "_id": str(row.key),
        "version": row.built_version,
        "version_type": "external_gte",
    }
    if row.public:
        return [{"index": target}, sent_content(row)]
    return [{"delete": target}]


def sent_content(row: SearchDocument) -> dict[str, Any]:
    """What Elasticsearch is given of a public row."""
    return {**row.content, "key": str(row.key)}


def _outcome(row: SearchDocument, item: dict[str, Any]) -> str:
    error = item.get("error")
    if not error:
        return ARRIVED
    if item["status"] == _OUTDATED:
        return NEWER
    if item["status"] == _MISSING:
        raise IndexMissing(row.kind, f"There is no index behind {alias_of(row.kind)}.")
    if item["status"] == _BAD_REQUEST:
        return str(error)
    raise NotTaken(str(error))


def lagging() -> QuerySet[SearchDocument]:
    """Rows that Elasticsearch does not have as they were built."""
    return SearchDocument.objects.filter(indexed_version__lt=F("built_version"))


def is_behind() -> bool:
    """Whether Elasticsearch has not got what should have been there for seconds: it would answer wrongly.

    What it refuses does not count: one bad document must not keep all the others from being found there.
    """
    late = lagging().filter(failures=0, built_at__lt=timezone.now() - _NORMAL_LAG)
    return late.exists()


def deliver(rows: Collection[SearchDocument]) -> int:
    """Send documents to the indices of their kinds, and note what arrived. Returns how many did.

    Raises what ``send`` does, and IndexMissing when the index has documents from the future of this database,
    which happens when an earlier state of the database was restored.
    """
    arrived: dict[int, list[int]] = {}
    for row, outcome in send(rows):
        unchanged = SearchDocument.objects.filter(pk=row.pk, built_version=row.built_version)
        if outcome == NEWER and unchanged.exists():
            raise IndexMissing(row.kind, f"{alias_of(row.kind)} has a later state than the database.")
        if outcome in (ARRIVED, NEWER):
            # The version that was sent: the row may have been built again since.
            arrived.setdefault(row.built_version, []).append(row.pk)
        else:
            logger.error("Elasticsearch refuses the %s %s: %s", row.kind, row.key, outcome)
            note_failure(row)
    with transaction.atomic():
        for version, pks in arrived.items():
            SearchDocument.objects.filter(pk__in=pks).update(
                indexed_version=version, failures=0, next_attempt=None
            )
    return sum(map(len, arrived.values()))


def deliver_lagging(kinds: Collection[str]) -> int:
    """Send, in batches, what Elasticsearch lacks of some kinds. Returns how many rows arrived.

    Raises what ``deliver`` does.
    """
    due = Q(next_attempt=None) | Q(next_attempt__lte=timezone.now())
    rows = sent_columns(lagging().filter(due, kind__in=kinds))
    arrived = 0
    for batch in in_batches(rows):
        arrived += deliver(batch)
    return arrived


def sent_columns(rows: QuerySet[SearchDocument]) -> QuerySet[SearchDocument]:
    """The rows with the columns that sending needs."""
    return rows.only("id", "key", "kind", "public", "document", "built_version")


def in_batches(rows: QuerySet[SearchDocument]) -> Iterator[list[SearchDocument]]:
    """The rows in pieces, each read when its turn comes: no transaction stays open meanwhile."""
    last = 0
    while batch := list(rows.filter(pk__gt=last).order_by("pk")[:BATCH]):
        yield batch
        last = batch[-1].pk
