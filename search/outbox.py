"""Brings documents on their way: builds what is still stale, sends to Elasticsearch what it does not have.

Everything is in the rows of ``SearchDocument``, so nothing is lost while the worker or Elasticsearch is away.
"""

import logging
import threading
import time

from django.conf import settings
from django.db import close_old_connections, connection
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from elasticsearch import ApiError, TransportError

from search.backends.delivery import IndexMissing, NotTaken, deliver_lagging, lagging
from search.backends.elasticsearch import client, is_configured
from search.backends.index import CountMismatch, is_current, is_usable, is_whole, rebuild_index
from search.building import build_row
from search.kinds import all_kinds
from search.models import SearchDocument

logger = logging.getLogger(__name__)

# Built before what is built is sent: some seconds' work.
BATCH = 100
POLL_SECONDS = 1.0
AUDIT_SECONDS = 10.0
_LONGEST_PAUSE = 10.0
_PAUSE_OF_REBUILDS = 600.0
# What keeps documents from arriving, through no fault of theirs.
_TROUBLE = (ApiError, TransportError, NotTaken, CountMismatch, IndexMissing)


def build_stale(limit: int | None = None) -> int:
    """Build documents that are stale and whose turn it is, at most ``limit``. Returns how many went well."""
    return sum(build_row(row) for row in list(_stale().only("id", "key", "kind", "version")[:limit]))


def send_lagging() -> int:
    """Send to Elasticsearch, in batches, what it does not have. Returns how many rows arrived.

    An index that is missing is made. Raises NotTaken, CountMismatch when a new index refuses too much, and
    the client's errors when Elasticsearch does not answer.
    """
    arrived = 0
    for kind in all_kinds():
        try:
            arrived += deliver_lagging([kind.name])
        except IndexMissing as missing:
            logger.warning("%s It is built now.", missing)
            rebuild_index(kind)
            arrived += deliver_lagging([kind.name])
    return arrived


def audit() -> list[str]:
    """Build every index anew that is missing, not of today's mapping, of another database, or not whole.

    Returns the names of those kinds. Raises what ``rebuild_index`` does.
    """
    rebuilt = []
    for kind in all_kinds():
        answers_rightly = is_usable(kind) and is_whole(kind)
        if answers_rightly and is_current(kind):
            continue
        logger.warning("The index of the kind %s is not as it should be. It is built now.", kind.name)
        if not answers_rightly:
            # Until it is, the database answers (see ``is_behind``).
            SearchDocument.objects.filter(kind=kind.name, indexed_version__gt=0).update(indexed_version=0)
        rebuild_index(kind)
        rebuilt.append(kind.name)
    return rebuilt


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
        self._next_audit = 0.0

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
        now = time.monotonic()
        if not is_configured() or now < self._resume_at:
            return
        try:
            if lagging().exists() or now >= self._next_audit:
                # A frozen server is noticed at once, not after the patience that a batch is given.
                client(settings.ELASTICSEARCH_URL).info()
                send_lagging()
            if now >= self._next_audit:
                audit()
                self._next_audit = time.monotonic() + AUDIT_SECONDS
        except _TROUBLE as error:
            if not self._pause:
                logger.error("Elasticsearch does not take documents, they wait: %s", error)
            # Filling an index that refuses documents is work for nothing.
            longest = _PAUSE_OF_REBUILDS if isinstance(error, CountMismatch) else _LONGEST_PAUSE
            self._pause = min(max(1.0, self._pause * 2), longest)
            self._resume_at = time.monotonic() + self._pause
        else:
            if self._pause:
                logger.warning("Elasticsearch takes documents again.")
            self._pause = 0.0


def _stale() -> QuerySet[SearchDocument]:
    due = Q(next_attempt=None) | Q(next_attempt__lte=timezone.now())
    return SearchDocument.objects.filter(due, built_version__lt=F("version")).order_by("pk")
