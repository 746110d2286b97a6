"""The background worker, as a process of its own."""

import os
import signal
import sqlite3
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers.processes import wait_until

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.slow


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A database with the portal's tables and nothing in them."""
    path = tmp_path / "worker.sqlite3"
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity=0"],
        cwd=ROOT,
        env=_environment(path),
        check=True,
    )
    # Wagtail's first page, which is over.
    _run(path, "UPDATE wagtailcore_page SET live = 1, expire_at = '2020-01-01 00:00:00' WHERE depth = 2")
    return path


@pytest.fixture
def worker(database: Path) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        [sys.executable, "manage.py", "run_worker"],
        cwd=ROOT,
        env=_environment(database),
        stderr=subprocess.PIPE,
    )
    yield process
    if process.poll() is None:
        process.kill()
        process.wait()


def _environment(database: Path) -> dict[str, str]:
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "portal.settings.production",
        "SECRET_KEY": "x" * 64,
        "DATABASE_URL": f"sqlite:///{database}",
        "ELASTICSEARCH_URL": "",
        # A column of the terminal must not shorten what is compared.
        "COLUMNS": "200",
    }


def _run(database: Path, statement: str, *values: object) -> list[tuple]:
    with sqlite3.connect(database, timeout=20) as connection:
        return connection.execute(statement, values).fetchall()


def test_the_worker_builds_what_is_stale_expires_what_is_due_and_stops_when_told(
    database: Path, worker: subprocess.Popen[bytes]
) -> None:
    key = uuid.uuid4().hex
    _run(
        database,
        "INSERT INTO search_searchdocument"
        " (key, kind, public, path, version, built_version, indexed_version, failures)"
        " VALUES (?, 'cluster', 1, 'gone/', 3, 0, 0, 0)",
        key,
    )

    def built() -> bool:
        rows = _run(database, "SELECT built_version, public FROM search_searchdocument WHERE key = ?", key)
        return rows == [(3, 0)]

    def expired() -> bool:
        return _run(database, "SELECT live FROM wagtailcore_page WHERE depth = 2") == [(0,)]

    assert wait_until(built, seconds=30)
    assert wait_until(expired, seconds=30)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=15) == 0
    assert worker.stderr is not None
    assert b"Traceback" not in worker.stderr.read()
