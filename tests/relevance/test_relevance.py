"""How good the search is by the judged queries, on both backends.

``make relevance`` prints the tables; with RECORD=1 it makes today's figures the ones to keep.
"""

import os

import pytest
from django.db import connection

from search import service
from search.backends.index import rebuild_index
from search.kinds import get_kind
from tests.relevance.judged import (
    LANGUAGES,
    Scored,
    ask_all,
    averages,
    record,
    recorded_averages,
    table,
)

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

# A change may cost this much; beyond it somebody has to look, and to record anew if it is worth it.
TOLERANCE = 0.02
FLOORS = {
    "elasticsearch": {"all": 0.90} | dict.fromkeys(LANGUAGES, 0.85),
    "sqlite": {"all": 0.75},
    "postgresql": {"all": 0.75},
}


def problems(engine: str, scored: list[Scored]) -> list[str]:
    """What is worse than recorded or below the floor; prints the table."""
    print(table(engine, scored))
    if os.environ.get("RECORD"):
        record(engine, scored)
    now = averages(scored)
    kept = recorded_averages()[engine]
    worse = [
        f"{engine}, {name}: {now[name]:.3f} instead of {kept[name]:.3f}"
        for name in ("all", *LANGUAGES)
        if now[name] < kept[name] - TOLERANCE
    ]
    low = [
        f"{engine}, {name}: {now[name]:.3f} is below {floor}"
        for name, floor in FLOORS[engine].items()
        if now[name] < floor
    ]
    return worse + low


def test_what_visitors_want_comes_first_from_elasticsearch(demo_clusters: None, elasticsearch: str) -> None:
    service.breaker.reset()
    rebuild_index(get_kind("cluster"))
    assert problems("elasticsearch", ask_all()) == []


def test_what_visitors_want_comes_first_from_the_database(demo_clusters: None) -> None:
    """On PostgreSQL too, see ``tests/contract/test_on_postgresql.py``."""
    assert problems(connection.vendor, ask_all()) == []
