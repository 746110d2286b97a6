"""The worker is killed in the middle of an import; the next one goes on, with nothing half or twice."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from clusters.importing.steps import WRITTEN_AT_ONCE
from tests.servers.processes import wait_until
from tests.workers import Workplace, workplace

pytestmark = pytest.mark.slow
STEPS = 3
ROWS = STEPS * WRITTEN_AT_ONCE

CONFIRM = f"""
from clusters.importing.steps import check, confirm
from clusters.models import ClusterImport
from django.utils import timezone
from tests import builders
builders.country_page("DE")
lines = ["slug,name,country_iso2", *(f"c{{n}},Name {{n}},DE" for n in range({ROWS}))]
source = ClusterImport.objects.create(
    title="clusters.csv", file="\\n".join(lines).encode(), by_operator=True, finished_at=timezone.now()
)
check(source)
confirm(source, builders.admin())
"""


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    """With an import that somebody has just confirmed; no worker has run yet."""
    with workplace(tmp_path) as place:
        place.run(CONFIRM)
        yield place


def test_an_import_survives_the_death_of_the_worker(place):
    def done() -> int:
        return place.rows("SELECT done FROM clusters_clusterimport")[0][0]

    def clusters() -> list[tuple]:
        return place.rows(
            "SELECT count(*), sum(live), count(DISTINCT slug), count(latest_revision_id)"
            " FROM wagtailcore_page JOIN clusters_clusterpage ON page_ptr_id = wagtailcore_page.id"
        )

    assert (done(), clusters()) == (0, [(0, None, 0, 0)])
    first = place.start_worker()
    assert wait_until(lambda: done() >= 1, seconds=120)
    place.kill(first)
    written = done() * WRITTEN_AT_ONCE
    assert written < ROWS
    assert clusters() == [(written,) * 4]
    place.start_worker()
    assert wait_until(
        lambda: place.rows("SELECT state FROM clusters_clusterimport") == [("done",)], seconds=300
    )
    assert clusters() == [(ROWS,) * 4]
    entries = "SELECT count(*), count(DISTINCT page_id) FROM wagtailcore_pagelogentry WHERE action = "
    assert place.rows(f"{entries} 'clusters.import'") == [(ROWS, ROWS)]
    assert place.rows("SELECT report FROM clusters_clusterimport") == [(f'["{ROWS} rows were imported."]',)]
