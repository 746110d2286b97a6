"""Keeps what visitors search for, so that editors learn what is missing; nothing of who searched.

A search only adds to a dictionary in memory. A thread writes it a few seconds later, so that no visitor waits
for the database and none sees it fail.
"""

import atexit
import logging
import re
import threading
from dataclasses import astuple, dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from search.folding import folded_words
from search.models import SearchedText
from search.models.searched import LONGEST_KEPT
from search.results import Results

logger = logging.getLogger(__name__)

# Whoever types nonsense by the thousand shall not fill memory or table.
MOST_WAITING = 1_000
MOST_A_DAY = 20_000

# Seven digits, whatever stands between them that is no letter: a telephone or account number.
_NUMBER = re.compile(r"(?:\d[^\w]*){7}")

_UPSERT = """
INSERT INTO search_searchedtext
    (day, kind, language, text, searches, hits, relaxed, engine, degraded)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (day, kind, language, text) DO UPDATE SET
    searches = search_searchedtext.searches + excluded.searches,
    hits = excluded.hits, relaxed = excluded.relaxed,
    engine = excluded.engine, degraded = excluded.degraded
"""


@dataclass(frozen=True)
class _Key:
    day: date
    kind: str
    language: str
    text: str


@dataclass(frozen=True)
class _Outcome:
    searches: int
    hits: int
    relaxed: bool
    engine: str
    degraded: bool


class _Waiting:
    """Searches that are not written yet."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._entries: dict[_Key, _Outcome] = {}
        self._timer: threading.Timer | None = None
        self._at_exit = False

    def add(self, key: _Key, outcome: _Outcome, *, older: bool = False) -> None:
        """Count a search. ``older``: what is there already happened later and says more."""
        with self._lock:
            known = self._entries.get(key)
            if known is None and len(self._entries) >= MOST_WAITING:
                return
            if known:
                newest = known if older else outcome
                outcome = _Outcome(known.searches + outcome.searches, *astuple(newest)[1:])
            self._entries[key] = outcome
            seconds: float | None = settings.SEARCH_LOG_SECONDS
            if self._timer is None and seconds is not None:
                self._start_timer(seconds)

    def take(self) -> dict[_Key, _Outcome]:
        """Everything that waits; nothing waits afterwards."""
        with self._lock:
            self._timer = None
            entries, self._entries = self._entries, {}
            return entries

    def _start_timer(self, seconds: float) -> None:
        self._timer = threading.Timer(seconds, self._write_later)
        # The process does not wait for it: what it would have written is written on the way out.
        self._timer.daemon = True
        self._timer.start()
        if not self._at_exit:
            atexit.register(write)
            self._at_exit = True

    @staticmethod
    def _write_later() -> None:
        try:
            write()
        finally:
            # The thread ends, and its connection to the database with it.
            connection.close()


_waiting = _Waiting()


def note(*found: Results) -> None:
    """Count the search that gave these results: of one kind, or of the whole portal at once.

    Counted is the first page of a text without filters, so that browsing on counts nothing twice. What looks
    like somebody's e-mail address or telephone number is not kept.
    """
    criteria = found[0].criteria if found else None
    if criteria is None or settings.SEARCH_LOG_DAYS <= 0:
        return
    if (
        criteria.page > 1
        or criteria.filters
        or criteria.scope
        or criteria.exact
        or _is_personal(criteria.text)
    ):
        return
    text = " ".join(folded_words(criteria.text))[:LONGEST_KEPT].strip()
    if not text:
        return
    hits = sum(results.total for results in found)
    _waiting.add(
        _Key(timezone.localdate(), criteria.kind if len(found) == 1 else "", criteria.language, text),
        _Outcome(
            searches=1,
            hits=hits,
            relaxed=hits > 0 and all(results.relaxed is not None for results in found if results.total),
            engine=found[0].engine,
            degraded=any(results.degraded for results in found),
        ),
    )


def write() -> int:
    """Write what waits. Returns how many rows.

    What the database does not take now waits on, and no error is raised.
    """
    entries = _waiting.take()
    if not entries:
        return 0
    try:
        with transaction.atomic():
            room = MOST_A_DAY - SearchedText.objects.filter(day=timezone.localdate()).count()
            rows = [astuple(key) + astuple(outcome) for key, outcome in entries.items()][: max(0, room)]
            with connection.cursor() as cursor:
                cursor.executemany(_UPSERT, rows)
            prune()
    except DatabaseError as error:
        logger.warning("%d searches wait to be logged: %s", len(entries), error)
        for key, outcome in entries.items():
            _waiting.add(key, outcome, older=True)
        return 0
    return len(rows)


def prune() -> int:
    """Delete what is older than SEARCH_LOG_DAYS. Returns how many rows."""
    oldest = timezone.localdate() - timedelta(days=settings.SEARCH_LOG_DAYS)
    return SearchedText.objects.filter(day__lt=oldest).delete()[0]


def forget() -> None:
    """Drop what waits (between tests)."""
    _waiting.take()


def _is_personal(text: str) -> bool:
    return "@" in text or _NUMBER.search(text) is not None
