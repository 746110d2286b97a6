"""Databases that take long to make and are the same for many tests: made once, then copied.

The empty one (migrated, with the vocabularies) stays in ``var/`` until a migration changes, as do the static
files; the one with the demo is made once a run and shared by its processes.
"""

import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / "var" / "prepared"
# What the empty database is made from, and what the static files are.
DATABASE_SOURCES = (
    "*/migrations/*.py",
    "vocabularies/data/*",
    "vocabularies/management/commands/*.py",
    "requirements.txt",
    "portal/settings/*.py",
)
STATIC_SOURCES = ("*/static/**/*.*", "portal/static_files.py", "requirements.txt", "portal/settings/*.py")


def manage(environment: dict[str, str], *arguments: str) -> None:
    """Run a management command in a process of its own; raises CalledProcessError when it fails."""
    command = [sys.executable, "manage.py", *arguments]
    subprocess.run(command, cwd=ROOT, env=os.environ | environment, check=True)


def migrated() -> Path:
    """The SQLite file of an empty portal: migrated, with the terms of all vocabularies."""

    def make(file: Path) -> None:
        environment = {"DJANGO_SETTINGS_MODULE": "portal.settings.test", "DATABASE_URL": f"sqlite:///{file}"}
        manage(environment, "migrate", "--verbosity=0")
        manage(environment, "load_vocabularies")

    return _kept("database", DATABASE_SOURCES, make)


def static_files() -> Path:
    """The folder of the collected static files, as production serves them."""

    def make(folder: Path) -> None:
        environment = {
            "DJANGO_SETTINGS_MODULE": "portal.settings.production",
            "SECRET_KEY": "x" * 64,
            "STATIC_ROOT": str(folder),
        }
        manage(environment, "collectstatic", "--noinput", "--verbosity=0")

    return _kept("static", STATIC_SOURCES, make)


def _kept(name: str, sources: tuple[str, ...], make: Callable[[Path], None]) -> Path:
    """What is made from files of the checkout, made anew only when one of them has changed."""
    digest = hashlib.sha256()
    for path in sorted(path for pattern in sources for path in ROOT.glob(pattern)):
        digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    target = KEPT / f"{name}-{digest.hexdigest()[:16]}"

    def make_instead(draft: Path) -> None:
        for old in KEPT.glob(f"{name}-*[0-9a-f]"):
            _remove(old)
        make(draft)

    return _made_once(target, make_instead)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def shared_folder(factory: pytest.TempPathFactory) -> Path:
    """A temporary folder that all processes of this run have in common."""
    own = factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "shared"
    folder.mkdir(exist_ok=True)
    return folder


def copy_database(source: Path, target: Path) -> Path:
    """Put a copy of an SQLite file that nobody has open in the place of another. Returns the target."""
    for rest in ("", "-wal", "-shm"):
        target.with_name(target.name + rest).unlink(missing_ok=True)
    shutil.copyfile(source, target)
    return target


def demo_database(folder: Path, environment: Callable[[Path], dict[str, str]]) -> Path:
    """The SQLite file of a portal with the demo; beside it stands how many seconds of work that took.

    Arguments:
        folder: where it is made, or was by another process.
        environment: gives the environment of the commands for a database file.
    """

    def make(file: Path) -> None:
        copy_database(migrated(), file)
        started = os.times()
        manage(environment(file), "load_demo")
        ended = os.times()
        work = ended.children_user - started.children_user + ended.children_system - started.children_system
        seconds_of(folder).write_text(str(work))
        _settle(file, environment(file))

    return _made_once(folder / "demo.sqlite3", make)


def _settle(file: Path, environment: dict[str, str]) -> None:
    """Do at once what the worker does in the minutes after a load: else it would do so beside every test."""
    manage(environment, "rebuild_references_index", "--verbosity=0")
    manage(environment, "update_index", "--verbosity=0")
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("DELETE FROM django_tasks_database_dbtaskresult WHERE status = 'READY'")


def seconds_of(folder: Path) -> Path:
    """The file that says how many seconds of processor time loading the demo took."""
    return folder / "demo.seconds"


def _made_once(target: Path, make: Callable[[Path], None]) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    with _locked(target):
        if not target.exists():
            draft = target.with_suffix(".draft")
            _remove(draft)
            make(draft)
            # Only what is whole gets the name.
            draft.rename(target)
    return target


@contextmanager
def _locked(target: Path) -> Iterator[None]:
    with target.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
