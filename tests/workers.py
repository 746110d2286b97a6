"""A database of its own with work in it, and workers, of which some are killed."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.prepared import copy_database, migrated

ROOT = Path(__file__).resolve().parents[1]


@dataclass
class Workplace:
    """A database, and the workers that do what waits in it.

    Arguments:
        database: its SQLite file.
        environment: of every process.
    """

    database: Path
    environment: dict[str, str]
    _workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def run(self, script: str) -> None:
        """Run Python that needs Django, in a process of its own."""
        command = [sys.executable, "-c", f"import django; django.setup()\n{script}"]
        subprocess.run(command, cwd=ROOT, env=self.environment, check=True)

    def start_worker(self) -> subprocess.Popen[bytes]:
        """One more worker."""
        command = [sys.executable, "manage.py", "run_worker"]
        self._workers.append(subprocess.Popen(command, cwd=ROOT, env=self.environment))
        return self._workers[-1]

    def kill(self, worker: subprocess.Popen[bytes]) -> None:
        """End a worker as a loss of power would."""
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()

    def rows(self, statement: str) -> list[tuple]:
        """Rows of the database."""
        with sqlite3.connect(self.database, timeout=20) as connection:
            return connection.execute(statement).fetchall()

    def close(self) -> None:
        """End the workers that still run."""
        for worker in self._workers:
            if worker.poll() is None:
                self.kill(worker)


@contextmanager
def workplace(folder: Path) -> Iterator[Workplace]:
    """An empty portal whose database and cache are in the folder, until the block ends."""
    database = copy_database(migrated(), folder / "work.sqlite3")
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "portal.settings.production",
        "SECRET_KEY": "x" * 64,
        "DATABASE_URL": f"sqlite:///{database}",
        "CACHE_URL": f"filecache://{folder / 'cache'}",
        "ELASTICSEARCH_URL": "",
        "JOB_PATIENCE": "2",
    }
    place = Workplace(database, environment)
    try:
        yield place
    finally:
        place.close()
