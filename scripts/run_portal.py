"""Runs the whole portal on this machine: gunicorn (or Django's server) and the background worker.

``make run`` and ``make dev`` call this with everything installed; see .env.example for the environment.
"""

import argparse
import json
import os
import secrets
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from environ import Env

from scripts.supervisor import Program, Stopped, end_with_parent, stop_all, stop_on_signals, watch

ROOT = Path(__file__).resolve().parents[1]
VAR = ROOT / "var"
LOGINS = (
    "admin, lead, editor-spi, editor-inno, editor-sez, translator-de, translator-fr, translator-pt, "
    "reviewer-fr, organiser"
)


def secret_key() -> str:
    """Return this installation's secret key: made the first time, readable for its owner only."""
    path = VAR / "secret_key"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(handle, "w") as stream:
        key = secrets.token_urlsafe(64)
        stream.write(key)
    return key


def environment(host: str, port: int, development: bool) -> dict[str, str]:
    """Return the environment of the portal's processes: what is set wins over what suits this machine."""
    env = dict(os.environ)
    env.update(HOST=host, PORT=str(port), PYTHONUNBUFFERED="1", PREPARE_AT_START="--demo")
    env["DJANGO_SETTINGS_MODULE"] = f"portal.settings.{'development' if development else 'production'}"
    env.setdefault("SECRET_KEY", secret_key())
    visible = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104
    env.setdefault("SITE_URL", f"http://{visible}:{port}")
    env.setdefault("ALLOWED_HOSTS", ",".join(dict.fromkeys(["127.0.0.1", "localhost", "[::1]", visible])))
    env.setdefault("ELASTICSEARCH_PREFIX", "portal")
    # The demo's password is on the screen; what is real needs more.
    env.setdefault("REQUIRE_SECOND_FACTOR", "false")
    return env


def port_is_free(host: str, port: int) -> bool:
    """Tell whether a server could listen there now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def programs(host: str, port: int, development: bool) -> tuple[Program, Program]:
    """Return the web server and the worker of the portal."""
    manage = [sys.executable, "manage.py"]
    web = [*manage, "runserver", f"{host}:{port}"] if development else [sys.executable, "-m", "gunicorn"]
    return Program("web server", web), Program(
        "worker", [*manage, "run_worker", "--verbosity=0"], restart=True
    )


def wait_until_ready(url: str, web: Program) -> dict[str, Any] | None:
    """Wait for the first answer of ``/-/ready``. Returns it, or None when the web server ends before."""
    while web.process and web.process.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/-/ready", timeout=10) as answer:  # noqa: S310  (our own URL)
                return dict(json.load(answer))
        except urllib.error.HTTPError as problem:
            # It serves, though not everything works; what does not is in the answer, and in the log.
            print(f"The portal is not ready: {problem.read().decode(errors='replace')}", file=sys.stderr)
            return {}
        except OSError:
            time.sleep(0.1)
    return None


def serve(host: str, port: int, development: bool) -> int:
    """Run the portal until it is asked to stop or a part of it ends for good. Returns the exit code."""
    started = time.monotonic()
    env = environment(host, port, development)
    preparation = Program("preparation", [sys.executable, "manage.py", "prepare", "--demo"])
    web, worker = programs(host, port, development)
    local = f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}"  # noqa: S104
    try:
        if development:
            # Django's server loads the portal again whenever a file changes; this is done once.
            code = preparation.start(env).wait()
            if code:
                return code
        web.start(env)
        state = wait_until_ready(local, web)
        if state is not None:
            worker.start(env)
            say_hello(env, state, time.monotonic() - started)
        print(watch([web, worker], env), "Stopping.", file=sys.stderr, flush=True)
        return 1
    finally:
        # A second Ctrl-C must not leave a process behind.
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
        stop_all([preparation, web, worker])


def second_factor(env: dict[str, str]) -> list[str]:
    """Return what is to be said about signing in without a second factor."""
    if env["REQUIRE_SECOND_FACTOR"].strip().lower() in Env.BOOLEAN_TRUE_STRINGS:
        return []
    return [
        "For this demo a password is enough to sign in (REQUIRE_SECOND_FACTOR=true make run asks for more)."
    ]


def say_hello(env: dict[str, str], state: dict[str, Any], seconds: float) -> None:
    """Print where the portal is, what searches, who can log in and how to stop it.

    Arguments:
        env: environment of the portal's processes.
        state: answer of ``/-/ready``.
        seconds: how long the start took.
    """
    known = "the value of DEMO_PASSWORD" if env.get("DEMO_PASSWORD") else "told when the demo was loaded"
    elasticsearch = env.get("ELASTICSEARCH_URL", "").rpartition("@")[2]
    search = {
        "elasticsearch": f"Elasticsearch at {elasticsearch}",
        "behind": f"the database, until Elasticsearch at {elasticsearch} has everything",
        "unreachable": f"the database, because Elasticsearch does not answer at {elasticsearch}",
    }.get(state.get("checks", {}).get("search", ""), "the database (set ELASTICSEARCH_URL for Elasticsearch)")
    lines = [
        "",
        f"The portal runs: {env['SITE_URL']}/  (editors: {env['SITE_URL']}/admin/), ready in {seconds:.1f} s",
        f"Search: {search}",
        f"Demo logins: {LOGINS}",
        f"Their password: {known} (DEMO_PASSWORD=... make run sets a new one)",
        *second_factor(env),
        "Stop it with Ctrl-C.",
        "",
    ]
    print("\n".join(lines), flush=True)


def main(arguments: Sequence[str]) -> int:
    """Run the command line. Returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m scripts.run_portal", description=__doc__)
    parser.add_argument("--development", action="store_true", help="DEBUG and a server that reloads itself")
    options = parser.parse_args(arguments)
    host = os.environ.get("HOST") or "127.0.0.1"
    try:
        port = int(os.environ.get("PORT") or "8000")
    except ValueError:
        print(f"PORT must be a number, not {os.environ['PORT']!r}.", file=sys.stderr)
        return 1
    if not port_is_free(host, port):
        print(
            f"{host}:{port} cannot be used: another program listens there, or it is not an address of this "
            f"machine. Choose another port: PORT={port + 1} make run",
            file=sys.stderr,
        )
        return 1
    os.chdir(ROOT)
    VAR.mkdir(exist_ok=True)
    end_with_parent()
    stop_on_signals()
    try:
        return serve(host, port, options.development)
    except Stopped:
        print("The portal has stopped.", flush=True)
        return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
