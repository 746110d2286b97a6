"""Keeps the portal's processes together: they start, are watched and stop as one."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field

PR_SET_PDEATHSIG = 1
STOP_SECONDS = 20
RESTARTS, WITHIN_SECONDS = 3, 60


@dataclass
class Program:
    """A program to keep running.

    Arguments:
        name: how messages call it.
        command: its command line.
        restart: start it again when it ends by itself; False ends everything instead.
    """

    name: str
    command: Sequence[str]
    restart: bool = False
    process: subprocess.Popen[bytes] | None = None
    deaths: list[float] = field(default_factory=list)

    def start(self, env: dict[str, str]) -> subprocess.Popen[bytes]:
        """Start it in a session of its own, so that Ctrl-C reaches only the supervisor."""
        self.process = subprocess.Popen(
            self.command,
            env=env,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=end_with_parent,
        )
        return self.process


class Stopped(Exception):
    """Somebody asked the portal to stop."""


def end_with_parent() -> None:
    """Have this process receive SIGTERM when its parent ends, even by SIGKILL (on Linux only)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def stop_on_signals() -> None:
    """Turn SIGINT, SIGTERM and SIGHUP into the exception Stopped (an ignored SIGHUP stays ignored: nohup)."""

    def stop(number: int, frame: object) -> None:
        raise Stopped

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, stop)


def watch(programs: Sequence[Program], env: dict[str, str], pause: float = 0.3) -> str:
    """Wait until a program ends for good. Returns the sentence that says which one and why.

    A program with ``restart`` is started again, but not more than three times a minute.
    Raises Stopped when asked to stop.
    """
    while True:
        for program in programs:
            code = program.process.poll() if program.process else None
            if code is None:
                continue
            if not program.restart:
                return f"The {program.name} ended with code {code}."
            now = time.monotonic()
            program.deaths = [moment for moment in program.deaths if now - moment < WITHIN_SECONDS] + [now]
            if len(program.deaths) > RESTARTS:
                return f"The {program.name} ended {len(program.deaths)} times within {WITHIN_SECONDS} s."
            print(
                f"The {program.name} ended with code {code} and is started again.",
                file=sys.stderr,
                flush=True,
            )
            program.start(env)
        time.sleep(pause)


def stop_all(programs: Sequence[Program]) -> None:
    """Ask every program to end and wait; kill what is left of its process group then, or after 20 s."""
    running = [program.process for program in programs if program.process]
    for process in running:
        if process.poll() is None:
            process.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for process in running:
        with suppress(subprocess.TimeoutExpired):
            process.wait(max(0.1, deadline - time.monotonic()))
        # Also after a quiet end: Django's reloading server leaves the process it reloads behind.
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
