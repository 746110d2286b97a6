"""What the two test servers share: where they live on disk, whom they run as, when they stop."""

import fcntl
import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any


class ServerUnavailable(RuntimeError):
    """A test server can be neither found nor started; the message says what to install or set."""


def cache_directory() -> Path:
    """Return the folder, outside any checkout, that keeps servers and their state between runs.

    ``$XDG_CACHE_HOME/cluster-portal`` or ``~/.cache/cluster-portal``. Root's own home is closed to the
    unprivileged user that the servers run as, so root falls back on ``/var/cache/cluster-portal``.
    """
    configured = os.environ.get("XDG_CACHE_HOME")
    base = Path(configured) if configured else Path.home() / ".cache"
    if os.geteuid() == 0 and not _open_to_others(base):
        base = Path("/var/cache")
    folder = base / "cluster-portal"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _open_to_others(folder: Path) -> bool:
    existing = [path for path in (folder, *folder.parents) if path.exists()]
    return all(path.stat().st_mode & 0o001 for path in existing)


def unprivileged_user(*preferred: str) -> pwd.struct_passwd | None:
    """Return the account for a server that refuses to run as root, or None when we are not root.

    Arguments:
        preferred: account names to try before ``nobody``.
    Raises ServerUnavailable when root has no such account.
    """
    if os.geteuid() != 0:
        return None
    for name in (*preferred, "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise ServerUnavailable("Running as root, but there is no unprivileged account such as 'nobody'.")


def as_user(command: Sequence[str], user: pwd.struct_passwd | None) -> list[str]:
    """Return the command line that runs ``command`` as ``user`` (unchanged for None)."""
    if user is None:
        return list(command)
    if not shutil.which("setpriv"):
        raise ServerUnavailable("'setpriv' is missing. Install it: apt-get install util-linux")
    account = [f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
    return ["setpriv", *account, "--", *command]


def give_to(folder: Path, user: pwd.struct_passwd | None) -> None:
    """Make ``user`` the owner of the folder and everything in it (nothing to do for None)."""
    if user is not None:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, user.pw_uid, user.pw_gid, follow_symlinks=False)


def free_port() -> int:
    """Return a TCP port of the loopback interface that nobody listens on at this moment."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def start_detached(command: Sequence[str], *, cwd: Path, env: dict[str, str], log: Path) -> int:
    """Start a process that outlives this one, its output in the file ``log``. Returns its process id."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=cwd,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    return process.pid


def alive(pid: int) -> bool:
    """Tell whether the process runs; a child of ours that has ended is reaped on the way."""
    with suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def wait_until(condition: Callable[[], bool], *, seconds: float, pause: float = 0.1) -> bool:
    """Ask every ``pause`` seconds until the condition holds. Returns False after ``seconds`` without."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(pause)
    return True


def stop_process_group(pid: int, *, first: signal.Signals, seconds: float) -> None:
    """Ask a process started by ``start_detached`` to end; kill its whole group after ``seconds``."""
    if not alive(pid):
        return
    os.kill(pid, first)
    if not wait_until(lambda: not alive(pid), seconds=seconds):
        os.killpg(pid, signal.SIGKILL)
        wait_until(lambda: not alive(pid), seconds=10)


@contextmanager
def locked_state(name: str) -> Iterator[dict[str, Any]]:
    """Hold the state of the server ``name`` for this process alone; changes are saved on the way out.

    A lock of the operating system, so it cannot be left behind by a process that was killed. The
    servers themselves don't inherit it.
    """
    path = cache_directory() / f"{name}.json"
    with (path.parent / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        state: dict[str, Any] = json.loads(path.read_text()) if path.exists() else {}
        try:
            yield state
        finally:
            path.write_text(json.dumps(state, indent=1))


def add_user(state: dict[str, Any]) -> None:
    """Note in a server's state that this process uses it."""
    state["users"] = [*_living_users(state), os.getpid()]


def remove_user(state: dict[str, Any]) -> bool:
    """Note that this process no longer uses the server. Returns True when nobody does and it may stop."""
    state["users"] = [pid for pid in _living_users(state) if pid != os.getpid()]
    return not state["users"] and not state.get("stay", False)


def _living_users(state: dict[str, Any]) -> list[int]:
    return [pid for pid in state.get("users", []) if alive(pid)]
