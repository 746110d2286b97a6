"""Brings documents on their way: builds what is still stale, sends to Elasticsearch what it does not have.

Everything is in the rows of ``SearchDocument``, so nothing is lost while the worker or Elasticsearch is away.
"""

import logging
import threading
import time
from collections.abc import Iterable

from django.db import close_old_connections, connection, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from elasticsearch import ApiError, TransportError

from search.backends.elasticsearch import is_configured
from search.backends.index import BATCH, IndexMissing, current_index, rebuild_index, send
from search.building import build_row, note_failure
from search.kinds import all_kinds
from search.models import SearchDocument

logger = logging.getLogger(__name__)

POLL_SECONDS = 1.0
_LONGEST_PAUSE = 60.0


def build_stale(limit: int | None = None) -> int:
    """Build documents that are stale and whose turn it is, at most ``limit``. Returns how many went well."""
    return sum(build_row(row) for row in list(_stale().only("id", "key", "kind", "version")[:limit]))


def send_lagging() -> int:
    """Send to Elasticsearch, in batches, what it does not have. Returns how many rows arrived.

    An index that is missing is made. Raises the client's errors when Elasticsearch does not answer.
    """
    kinds = [kind.name for kind in all_kinds()]
    arrived = 0
    while True:
        lagging = SearchDocument.objects.filter(kind__in=kinds, indexed_version__lt=F("built_version"))
        batch = list(_due(lagging).only("id", "key", "kind", "public", "document", "built_version")[:BATCH])
        if not batch:
            return arrived
        try:
            arrived += _note(send(batch))
        except IndexMissing as missing:
            logger.warning("%s It is built now.", missing)
            build_missing_indices()


def build_missing_indices() -> None:
    """Make the index of every kind that has none."""
    for kind in all_kinds():
        if current_index(kind.name) is None:
            rebuild_index(kind)


def catch_up() -> None:
    """Build everything that is stale and send everything that lags, now, whatever failed before.

    For the end of a load and for tests. Raises the client's errors when Elasticsearch is configured and away.
    """
    SearchDocument.objects.filter(next_attempt__isnull=False).update(next_attempt=None)
    while _stale().exists():
        build_stale(BATCH)
    if is_configured():
        send_lagging()


class Outbox:
    """The worker's loop."""

    def __init__(self) -> None:
        self._pause = 0.0
        self._resume_at = 0.0

    def run(self, stop: threading.Event) -> None:
        """Look once a second until ``stop`` is set. Errors are logged and never end the loop."""
        while not stop.is_set():
            try:
                close_old_connections()
                busy = self.step()
            except Exception:
                logger.exception("The search outbox failed; it tries again.")
                busy = False
            if not busy:
                stop.wait(POLL_SECONDS)
        connection.close()

    def step(self) -> bool:
        """Build and send a batch. Returns whether there may be more to do at once."""
        built = build_stale(BATCH)
        self._send()
        return built == BATCH

    def _send(self) -> None:
        if not is_configured() or time.monotonic() < self._resume_at:
            return
        try:
            send_lagging()
        except (ApiError, TransportError) as error:
            if not self._pause:
                logger.error("Elasticsearch does not take documents, they wait: %s", error)
            self._pause = min(max(1.0, self._pause * 2), _LONGEST_PAUSE)
            self._resume_at = time.monotonic() + self._pause
        else:
            if self._pause:
                logger.warning("Elasticsearch takes documents again.")
            self._pause = 0.0


def _stale() -> QuerySet[SearchDocument]:
    return _due(SearchDocument.objects.filter(built_version__lt=F("version")))


def _due(rows: QuerySet[SearchDocument]) -> QuerySet[SearchDocument]:
    return rows.filter(Q(next_attempt=None) | Q(next_attempt__lte=timezone.now())).order_by("pk")


def _note(outcomes: Iterable[tuple[SearchDocument, str]]) -> int:
    arrived = []
    for row, problem in outcomes:
        if problem:
            logger.error("Elasticsearch refuses the %s %s: %s", row.kind, row.key, problem)
            note_failure(row)
        else:
            arrived.append(row)
    with transaction.atomic():
        for row in arrived:
            # The version that was sent: the row may have been built again since.
            SearchDocument.objects.filter(pk=row.pk).update(
                indexed_version=row.built_version, failures=0, next_attempt=None
            )
    return len(arrived)
