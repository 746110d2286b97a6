"""A running portal whose Elasticsearch freezes, dies and is stopped: visitors and editors go on."""

import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from search.backends.elasticsearch import TIMEOUT
from tests.running_portal import ROOT, RunningPortal, run_portal
from tests.servers.own_elasticsearch import OwnElasticsearch
from tests.servers.processes import wait_until

pytestmark = [pytest.mark.slow, pytest.mark.elasticsearch]

# What a page takes at most that waits for nobody: so many times the slowest of those before, and two seconds
# on a quick machine, for the first page of a process is slower than all that follow.
SLOWER = 4
SOON = 2.0
# As gunicorn.conf.py has it.
PROCESSES = 2
DEGRADED = 'data-notice="degraded"'
FOUND = "/en/clusters/?country=DE&sort=name"

# Publishes a cluster under each title that comes in, and says so.
EDITOR = """
import sys
from clusters.models import ClusterPage, CountryPage
country = CountryPage.objects.get(slug="germany", locale__language_code="en")
for title in sys.stdin:
    page = ClusterPage.objects.child_of(country).live().first()
    page.title = title.strip()
    page.save_revision().publish()
    print("published", flush=True)
"""


@pytest.fixture(scope="module")
def server() -> Iterator[OwnElasticsearch]:
    with OwnElasticsearch() as running:
        yield running


@pytest.fixture(scope="module")
def portal(
    server: OwnElasticsearch, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningPortal]:
    # Loaded while the server starts.
    demo: Path = request.getfixturevalue("demo_database")
    server.ready()
    with run_portal(tmp_path_factory.mktemp("portal"), demo, server.url) as running:
        yield running


@pytest.fixture(scope="module")
def publish(portal: RunningPortal) -> Iterator[Callable[[str], None]]:
    """Publish a German cluster under another title, in a process that goes on like an editor's."""
    command = [sys.executable, "manage.py", "shell", "--verbosity=0", "-c", EDITOR]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=portal.environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,
    ) as editor:
        typed, said = editor.stdin, editor.stdout
        assert typed is not None
        assert said is not None

        def published(title: str) -> None:
            print(title, file=typed)
            assert said.readline() == "published\n"

        yield published


def visit(portal: RunningPortal, path: str) -> tuple[str, float]:
    """The page and the seconds it took. Raises HTTPError for any status but 200."""
    started = time.monotonic()
    with urllib.request.urlopen(portal.url + path, timeout=30) as response:
        return response.read().decode(), time.monotonic() - started


def soon(portal: RunningPortal) -> float:
    """Seconds that a page takes at most on this machine, as busy as it is now, if it waits for nobody."""
    return max(SOON, SLOWER * max(visit(portal, FOUND)[1] for _time in range(2 * PROCESSES)))


def recovered(portal: RunningPortal, title: str = "") -> bool:
    """Whether every process answers from Elasticsearch again, and with the title."""
    pages = [visit(portal, FOUND)[0] for _time in range(4 * PROCESSES)]
    return all(DEGRADED not in page and title in page for page in pages)


def frozen(server: OwnElasticsearch) -> Callable[[], None]:
    server.freeze()
    return server.thaw


def killed(server: OwnElasticsearch) -> Callable[[], None]:
    server.kill()
    return server.start


def stopped(server: OwnElasticsearch) -> Callable[[], None]:
    server.stop()
    return server.start


@pytest.mark.parametrize("away", [frozen, killed, stopped], ids=lambda away: away.__name__)
def test_visitors_and_editors_go_on_and_everything_arrives(
    server: OwnElasticsearch,
    portal: RunningPortal,
    publish: Callable[[str], None],
    away: Callable[[OwnElasticsearch], Callable[[], None]],
) -> None:
    assert wait_until(lambda: recovered(portal), seconds=60)
    at_once = soon(portal)
    end = away(server)
    try:
        seconds = []
        for number in range(8 * PROCESSES):
            page, took = visit(portal, f"{FOUND}&page={number % 2}")
            assert DEGRADED in page
            seconds.append(took)
        assert max(seconds) < TIMEOUT + at_once
        # Each process waits once, and never again.
        assert len([took for took in seconds if took > at_once]) <= PROCESSES
        title = f"Aachen {away.__name__} Cluster"
        publish(title)
        page, took = visit(portal, FOUND)
        assert DEGRADED in page
        assert title in page
        assert took < at_once
    finally:
        end()
    assert wait_until(lambda: recovered(portal, title), seconds=90, pause=0.5)
