"""A throw-away PostgreSQL for tests.

The server of POSTGRESQL_TEST_URL when that is set (continuous integration), else a temporary cluster made
with the PostgreSQL programs of this machine. By hand:

    python -m tests.servers.postgresql start [--port N] | stop | url
"""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.servers import processes
from tests.servers.processes import ServerUnavailable

STATE = "postgresql"
ACCOUNT = "portal"
# Nothing here has to survive a crash, so nothing waits for the disk.
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "shared_buffers": "64MB"}


def acquire(port: int | None = None, *, stay: bool = False) -> str:
    """Return the URL (for DATABASE_URL) of a server that answers, starting one when there is none.

    Its user may create databases. Arguments:
        port: wanted port for a server that has to be started; default any free one.
        stay: keep it running when its last user releases it.
    Raises ServerUnavailable, saying what is missing.
    """
    configured = os.environ.get("POSTGRESQL_TEST_URL", "")
    if configured:
        return configured
    with processes.locked_state(STATE) as state:
        if not _runs(state):
            _stop_server(state)
            _start(state, port or processes.free_port())
        state["stay"] = stay or state.get("stay", False)
        if not stay:
            processes.add_user(state)
        return str(state["url"])


def release() -> None:
    """Say that this process no longer needs the server; the last one to say so stops it."""
    if os.environ.get("POSTGRESQL_TEST_URL"):
        return
    with processes.locked_state(STATE) as state:
        if processes.remove_user(state):
            _stop_server(state)


def stop() -> None:
    """Stop the server that this project started, whoever uses it. Nothing happens when there is none."""
    with processes.locked_state(STATE) as state:
        _stop_server(state)


def running_url() -> str:
    """Return the URL of the configured or the running server, or an empty text."""
    configured = os.environ.get("POSTGRESQL_TEST_URL", "")
    if configured:
        return configured
    with processes.locked_state(STATE) as state:
        return str(state["url"]) if _runs(state) else ""


def _programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    if found:
        return found[-1].parent
    elsewhere = shutil.which("initdb")
    if elsewhere:
        return Path(elsewhere).resolve().parent
    raise ServerUnavailable(
        "PostgreSQL is not installed. Install it (apt-get install postgresql), or set POSTGRESQL_TEST_URL to "
        "a server whose user may create databases, e.g. postgres://portal:secret@127.0.0.1:5432/postgres"
    )


def _start(state: dict[str, Any], port: int) -> None:
    programs = _programs()
    user = processes.unprivileged_user("postgres")
    folder = Path(tempfile.mkdtemp(prefix="portal-postgresql-"))
    folder.chmod(0o700)
    processes.give_to(folder, user)
    data, log = folder / "data", folder / "output.log"
    env = {name: value for name, value in os.environ.items() if not name.startswith("PG")} | {
        "LC_ALL": "C.UTF-8"
    }
    initdb = [str(programs / "initdb"), "--pgdata", str(data), "--username", ACCOUNT, "--auth", "trust"]
    initdb += ["--encoding", "UTF8", "--no-sync"]
    made = subprocess.run(
        processes.as_user(initdb, user), cwd=folder, env=env, capture_output=True, text=True, check=False
    )
    if made.returncode:
        shutil.rmtree(folder, ignore_errors=True)
        raise ServerUnavailable(f"PostgreSQL's initdb failed:\n{made.stdout}{made.stderr}")
    server = [
        str(programs / "postgres"),
        "-D",
        str(data),
        "-h",
        "127.0.0.1",
        "-p",
        str(port),
        "-k",
        str(folder),
    ]
    for name, value in FAST.items():
        server += ["-c", f"{name}={value}"]
    pid = processes.start_detached(processes.as_user(server, user), cwd=folder, env=env, log=log)
    state.update(pid=pid, folder=str(folder), url=f"postgres://{ACCOUNT}@127.0.0.1:{port}/postgres")
    ready = [str(programs / "pg_isready"), "--quiet", "--host", "127.0.0.1", "--port", str(port)]

    def settled() -> bool:
        return not processes.alive(pid) or subprocess.run(ready, env=env, check=False).returncode == 0

    processes.wait_until(settled, seconds=60)
    if not processes.alive(pid):
        message = log.read_text(errors="replace")[-2000:]
        _stop_server(state)
        raise ServerUnavailable(f"PostgreSQL did not start:\n{message}")


def _runs(state: dict[str, Any]) -> bool:
    # After a restart of the machine the number may belong to somebody else's process.
    try:
        command = Path(f"/proc/{state['pid']}/cmdline").read_bytes().decode(errors="replace")
    except (KeyError, OSError):
        return False
    return str(state["folder"]) in command


def _stop_server(state: dict[str, Any]) -> None:
    if _runs(state):
        # SIGINT is PostgreSQL's fast shutdown: it ends the connections instead of waiting for them.
        processes.stop_process_group(state["pid"], first=signal.SIGINT, seconds=20)
    if "folder" in state:
        shutil.rmtree(state["folder"], ignore_errors=True)
    state.clear()


def main(arguments: list[str]) -> int:
    """Run the command line ``start [--port N] | stop | url``. Returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.servers.postgresql", description=__doc__)
    parser.add_argument("action", choices=["start", "stop", "url"])
    parser.add_argument("--port", type=int, help="port for a server that has to be started")
    options = parser.parse_args(arguments)
    if options.action == "stop":
        stop()
        return 0
    try:
        url = acquire(options.port, stay=True) if options.action == "start" else running_url()
    except ServerUnavailable as problem:
        print(problem, file=sys.stderr)
        return 1
    print(url or "No PostgreSQL runs.")
    return 0 if url else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
