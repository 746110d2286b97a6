"""The supervisor of "make run": its programs start, are watched and stop as one."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.supervisor import Program, stop_all, watch
from tests.servers.processes import alive, wait_until

ENV = dict(os.environ)


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


@pytest.fixture
def started():
    programs: list[Program] = []

    def start(program: Program) -> Program:
        programs.append(program)
        program.start(ENV)
        return program

    yield start
    stop_all(programs)


def test_the_end_of_the_web_server_ends_everything(started):
    web = started(Program("web server", python("raise SystemExit(3)")))
    assert watch([web], ENV, pause=0.02) == "The web server ended with code 3."


def test_a_dead_worker_is_started_again_but_not_forever(started, capsys):
    worker = started(Program("worker", python("raise SystemExit(1)"), restart=True))
    assert watch([worker], ENV, pause=0.02) == "The worker ended 4 times within 60 s."
    assert capsys.readouterr().err.count("The worker ended with code 1 and is started again.") == 3


def test_stopping_ends_every_program_and_waits_for_it(started):
    programs = [started(Program(name, python("import time; time.sleep(600)"))) for name in ("one", "two")]
    stop_all(programs)
    assert [program.process.returncode for program in programs] == [-signal.SIGTERM] * 2


def test_a_program_that_does_not_listen_is_killed_with_its_children(started, monkeypatch, tmp_path):
    monkeypatch.setattr("scripts.supervisor.STOP_SECONDS", 0.3)
    note = tmp_path / "ready"
    deaf = f"""
import pathlib, signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
pathlib.Path({str(note)!r}).write_text(str(child.pid))
time.sleep(600)
"""
    program = started(Program("deaf", python(deaf)))
    assert wait_until(lambda: note.exists() and note.read_text() != "", seconds=20)
    stop_all([program])
    assert program.process.returncode == -signal.SIGKILL
    assert wait_until(lambda: ended(int(note.read_text())), seconds=10)


def test_a_program_that_leaves_a_child_behind_does_not_leave_it_for_long(started, tmp_path):
    note = tmp_path / "ready"
    careless = f"""
import pathlib, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
pathlib.Path({str(note)!r}).write_text(str(child.pid))
time.sleep(600)
"""
    program = started(Program("careless", python(careless)))
    assert wait_until(lambda: note.exists() and note.read_text() != "", seconds=20)
    stop_all([program])
    assert program.process.returncode == -signal.SIGTERM
    assert wait_until(lambda: ended(int(note.read_text())), seconds=10)


def test_programs_end_even_when_the_supervisor_is_killed(tmp_path):
    note = tmp_path / "child"
    supervisor = f"""
import os, pathlib, sys, time
from scripts.supervisor import Program
child = Program("child", [sys.executable, "-c", "import time; time.sleep(600)"]).start(dict(os.environ))
pathlib.Path({str(note)!r}).write_text(str(child.pid))
time.sleep(600)
"""
    root = Path(__file__).resolve().parents[2]
    process = subprocess.Popen([sys.executable, "-c", supervisor], cwd=root)
    assert wait_until(lambda: note.exists() and note.read_text() != "", seconds=20)
    process.kill()
    process.wait()
    assert wait_until(lambda: ended(int(note.read_text())), seconds=10)


def ended(pid: int) -> bool:
    """Tell whether the process is gone, or only waits for whoever inherited it to notice."""
    if not alive(pid):
        return True
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
