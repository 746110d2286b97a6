"""The whole of "make run" after the installation: two processes that start, are watched and stop together."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.packaging.checkout import copy_checkout
from tests.prepared import static_files
from tests.servers.processes import alive, free_port, wait_until

pytestmark = pytest.mark.slow

MISSING = "http://127.0.0.1:9"
# An account keeps the demo from being loaded: these tests are about processes.
PREPARE = """
from django.core.management import call_command
from django.contrib.auth import get_user_model
call_command("migrate", verbosity=0, interactive=False)
get_user_model().objects.create_superuser("admin", "admin@portal.example", "an old password 1")
"""


class Run:
    """A running "make run" (without the installation), and what it has printed."""

    def __init__(self, folder: Path, port: int, **extra: str) -> None:
        ours = ("DJANGO_", "DATABASE_", "ELASTICSEARCH_", "SECRET_", "PYTEST", "SITE_URL", "CACHE_URL")
        env = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
        self.start_seconds = 0.0
        self.log = folder / f"run-{port}.log"
        self.url = f"http://127.0.0.1:{port}"
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "scripts.run_portal"],
                cwd=folder,
                env=env | {"PORT": str(port)} | extra,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def printed(self) -> str:
        return self.log.read_text(errors="replace")

    def wait_for(self, text: str) -> None:
        assert wait_until(lambda: text in self.printed() or self.process.poll() is not None, seconds=90)
        assert text in self.printed(), self.printed()

    def processes(self) -> list[int]:
        """The supervisor's children and theirs."""
        listing = subprocess.run(
            ["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True
        ).stdout
        pairs = [tuple(map(int, line.split())) for line in listing.splitlines()]
        found, new = set(), {self.process.pid}
        while new:
            new = {pid for pid, parent in pairs if parent in new} - found
            found |= new
        return sorted(found)

    def worker(self) -> int:
        listing = subprocess.run(
            ["ps", "-o", "pid=,args=", "--ppid", str(self.process.pid)], capture_output=True, text=True
        ).stdout
        return next(int(line.split()[0]) for line in listing.splitlines() if "run_worker" in line)

    def processor_seconds(self) -> float:
        """Processor time of the supervisor and gunicorn: busy neighbours hardly move it, unlike the clock."""
        ticks = 0
        for pid in {self.process.pid, *self.processes()} - {self.worker()}:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def stop(self, number: signal.Signals) -> int:
        """Send the signal and wait. Returns the exit code; fails when a process is left."""
        family = self.processes()
        self.process.send_signal(number)
        code = self.process.wait(timeout=60)
        assert wait_until(lambda: not any(alive(pid) for pid in family), seconds=10)
        return code


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout with collected static files and a database that has one account."""
    copy = copy_checkout(tmp_path_factory.mktemp("checkout"))
    env = {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO_", "DATABASE_"))}
    env |= {"DJANGO_SETTINGS_MODULE": "portal.settings.development"}
    subprocess.run([sys.executable, "manage.py", "shell", "-c", PREPARE], cwd=copy, env=env, check=True)
    shutil.copytree(static_files(), copy / "var" / "static")
    return copy


@pytest.fixture
def start(folder: Path) -> Iterator[Callable[..., Run]]:
    """Start the portal; it is stopped after the test."""
    runs: list[Run] = []

    def start_one(port: int | None = None, **extra: str) -> Run:
        runs.append(Run(folder, port or free_port(), **extra))
        return runs[-1]

    yield start_one
    for run in runs:
        if run.process.poll() is None:
            run.stop(signal.SIGTERM)


@pytest.fixture(scope="module")
def running(folder: Path) -> Iterator[Run]:
    """One portal for the tests that only look at it. Its Elasticsearch is missing."""
    run = Run(folder, free_port(), ELASTICSEARCH_URL=MISSING)
    run.wait_for("Stop it with Ctrl-C")
    run.start_seconds = run.processor_seconds()
    yield run
    run.stop(signal.SIGTERM)


def test_the_portal_says_where_it_is_and_who_can_log_in(running):
    assert f"The portal runs: {running.url}/" in running.printed()
    assert "Demo logins: admin, lead, editor-spi" in running.printed()
    assert "For this demo a password is enough to sign in" in running.printed()


def test_debugging_pages_are_off(running):
    with pytest.raises(urllib.error.HTTPError) as missing:
        urllib.request.urlopen(f"{running.url}/en/no-such-page/", timeout=20)
    assert missing.value.code == 404
    assert b"DEBUG = True" not in missing.value.read()


def test_a_start_with_everything_in_place_takes_less_than_five_seconds(running):
    assert running.start_seconds < 5


def test_a_missing_elasticsearch_is_said_and_the_database_searches(running):
    assert running.printed().count(f"Elasticsearch does not answer at {MISSING}") == 1
    with urllib.request.urlopen(f"{running.url}/-/ready", timeout=20) as answer:
        assert json.load(answer)["status"] == "degraded"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_portal_stops_without_a_trace_and_keeps_its_secret_key(start, folder, number):
    path = folder / "var" / "secret_key"
    before = path.read_text() if path.exists() else None
    run = start()
    run.wait_for("Stop it with Ctrl-C")
    assert run.stop(number) == 0
    assert "The portal has stopped." in run.printed()
    assert "Traceback" not in run.printed()
    assert len(path.read_text()) >= 50
    assert path.stat().st_mode & 0o777 == 0o600
    assert before in (None, path.read_text())


def test_a_worker_that_dies_is_noticed_and_started_again(start):
    run = start()
    run.wait_for("Stop it with Ctrl-C")
    os.kill(run.worker(), signal.SIGKILL)
    run.wait_for("The worker ended with code -9 and is started again.")
    assert wait_until(lambda: alive(run.worker()), seconds=10)


def test_a_web_server_that_dies_stops_everything(start):
    run = start()
    run.wait_for("Stop it with Ctrl-C")
    family = run.processes()
    (master,) = (pid for pid in family if b"gunicorn" in command(pid) and parent(pid) == run.process.pid)
    os.kill(master, signal.SIGKILL)
    assert run.process.wait(timeout=60) == 1
    assert "The web server ended with code -9. Stopping." in run.printed()
    assert wait_until(lambda: not any(alive(pid) for pid in family), seconds=10)


def command(pid: int) -> bytes:
    return Path(f"/proc/{pid}/cmdline").read_bytes()


def parent(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def test_a_port_in_use_is_a_clear_error(start):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        run = start(taken.getsockname()[1])
        assert run.process.wait(timeout=60) == 1
    assert re.search(r"127\.0\.0\.1:\d+ cannot be used: another program listens there", run.printed())
    assert "Traceback" not in run.printed()
