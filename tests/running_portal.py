"""The real portal as people meet it: gunicorn and the worker on a copy of the demo."""

import os
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.prepared import copy_database, demo_database, static_files

ROOT = Path(__file__).resolve().parents[1]
PASSWORD = "a-password-for-tests"
START_SECONDS = 180
# Longer than gunicorn gives open requests.
STOP_SECONDS = 90


@dataclass(frozen=True)
class RunningPortal:
    """A portal that runs.

    Arguments:
        url: scheme, host and port.
        database: its SQLite file.
        log: what its processes print.
        environment: of its processes.
    """

    url: str
    database: Path
    log: Path
    environment: dict[str, str]

    def manage(self, *arguments: str) -> None:
        """Run a management command beside it."""
        command = [sys.executable, "manage.py", *arguments]
        subprocess.run(command, cwd=ROOT, env=self.environment, check=True)

    def query(self, sql: str, *parameters: object) -> list[tuple]:
        """Rows of its database."""
        with sqlite3.connect(self.database, timeout=20) as connection:
            return connection.execute(sql, parameters).fetchall()

    def page_id(self, url_path: str) -> int:
        """Id of the page at a path of the tree, e.g. "/home/clusters/germany/"."""
        return self.query("SELECT id FROM wagtailcore_page WHERE url_path = ?", url_path)[0][0]


def environment(folder: Path, database: Path, **more: str) -> dict[str, str]:
    """Environment of a portal whose files are all in the folder."""
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "portal.settings.production",
        "SECRET_KEY": "x" * 64,
        "DATABASE_URL": f"sqlite:///{database}",
        "CACHE_URL": f"filecache://{folder / 'cache'}",
        "MEDIA_ROOT": str(folder / "media"),
        "CARDS_ROOT": str(folder / "cards"),
        "STATIC_ROOT": str(folder / "static"),
        "DEMO_PASSWORD": PASSWORD,
        # All tests come from the same address.
        "RATE_LIMIT_SEARCH": "0",
        "ELASTICSEARCH_URL": "",
        "REQUIRE_SECOND_FACTOR": "false",
        **more,
    }


def load_demo(folder: Path) -> Path:
    """Make a database with the demo in it. Returns the SQLite file.

    Arguments:
        folder: what is there already, made by another process of this run, is taken as it is.
    """
    return demo_database(folder, lambda file: environment(folder, file))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_until_ready(url: str, processes: list[subprocess.Popen], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if any(process.poll() is not None for process in processes):
            break
        try:
            with urllib.request.urlopen(f"{url}/-/ready", timeout=10):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise RuntimeError(f"The portal did not start:\n{log.read_text()[-4000:]}")


@contextmanager
def run_portal(
    folder: Path, demo: Path, elasticsearch_url: str = "", **settings: str
) -> Iterator[RunningPortal]:
    """Run a portal on a copy of the demo until the block ends.

    Arguments:
        folder: where its files go.
        demo: SQLite file that ``load_demo`` made.
        elasticsearch_url: "" for the database backend.
        settings: more of its environment.
    """
    name = uuid.uuid4().hex[:8]
    database = folder / f"{name}.sqlite3"
    copy_database(demo, database)
    port = _free_port()
    url = f"http://127.0.0.1:{port}"
    log = folder / f"{name}.log"
    env = environment(
        folder,
        database,
        SITE_URL=url,
        STATIC_ROOT=str(static_files()),
        ELASTICSEARCH_URL=elasticsearch_url,
        ELASTICSEARCH_PREFIX=f"portal-test-{name}",
        **settings,
    )
    if elasticsearch_url:
        subprocess.run(
            [sys.executable, "manage.py", "rebuild_search", "--verbosity=0"], cwd=ROOT, env=env, check=True
        )
    with log.open("w") as out:
        processes = [
            subprocess.Popen(command, cwd=ROOT, env=env, stdout=out, stderr=subprocess.STDOUT)
            for command in (
                [
                    sys.executable,
                    "-m",
                    "gunicorn",
                    "-c",
                    "gunicorn.conf.py",
                    "-b",
                    f"127.0.0.1:{port}",
                    "portal.wsgi",
                ],
                [sys.executable, "manage.py", "run_worker"],
            )
        ]
        try:
            _wait_until_ready(url, processes, log)
            yield RunningPortal(url, database, log, env)
        finally:
            for process in processes:
                process.terminate()
            for process in processes:
                process.wait(timeout=STOP_SECONDS)
            if elasticsearch_url:
                from tests.servers.elasticsearch import delete_indices

                delete_indices(elasticsearch_url, f"portal-test-{name}")
