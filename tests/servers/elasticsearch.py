"""A real Elasticsearch for development and tests.

In this order: the server of ELASTICSEARCH_URL, one that this project started earlier, the official image
in a container engine, or a server started here without one. By hand:

    python -m tests.servers.elasticsearch start [--port N] | stop | url
"""

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from tests.servers import processes
from tests.servers.elasticsearch_distribution import installed_server
from tests.servers.java import find_jdk
from tests.servers.processes import ServerUnavailable

IMAGE = "docker.elastic.co/elasticsearch/elasticsearch:9.4.3"
START_SECONDS = 180
HEAP = "-Xms512m -Xmx512m"
STATE = "elasticsearch"


def acquire(port: int | None = None, *, stay: bool = False) -> str:
    """Return the URL of a server that answers, starting one when there is none.

    Arguments:
        port: wanted HTTP port for a server that has to be started; default any free one.
        stay: keep it running when its last user releases it.
    Raises ServerUnavailable, saying what is missing.
    """
    configured = os.environ.get("ELASTICSEARCH_URL", "").rstrip("/")
    if configured:
        if not processes.wait_until(lambda: answers(configured), seconds=60, pause=1):
            raise ServerUnavailable(f"ELASTICSEARCH_URL is set, but nothing answers at {configured}")
        return configured
    with processes.locked_state(STATE) as state:
        if not answers(state.get("url", "")):
            _stop_server(state)
            _start(state, port or processes.free_port())
        state["stay"] = stay or state.get("stay", False)
        if not stay:
            processes.add_user(state)
        return str(state["url"])


def release() -> None:
    """Say that this process no longer needs the server; the last one to say so stops it."""
    if os.environ.get("ELASTICSEARCH_URL"):
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
    configured = os.environ.get("ELASTICSEARCH_URL", "").rstrip("/")
    if configured:
        return configured
    with processes.locked_state(STATE) as state:
        url = str(state.get("url", ""))
    return url if answers(url) else ""


def answers(url: str) -> bool:
    """Tell whether an Elasticsearch whose shards are ready answers at the URL."""
    if not url:
        return False
    try:
        with urllib.request.urlopen(f"{url}/_cluster/health?timeout=1s", timeout=5) as response:
            return bool(json.load(response)["status"] in {"green", "yellow"})
    except (OSError, ValueError, KeyError):
        return False


def delete_indices(url: str, prefix: str) -> None:
    """Delete every index whose name begins with ``prefix``, and nothing else, from the server."""
    if not prefix:
        raise ValueError("An empty prefix would delete every index of the server.")
    listing = f"{url}/_cat/indices/{prefix}*?h=index&format=json&expand_wildcards=all"
    with urllib.request.urlopen(listing, timeout=30) as response:
        names = [entry["index"] for entry in json.load(response)]
    for name in names:
        request = urllib.request.Request(f"{url}/{name}?ignore_unavailable=true", method="DELETE")
        urllib.request.urlopen(request, timeout=30).close()


def _start(state: dict[str, Any], port: int) -> None:
    state.clear()
    engine = _container_engine()
    if engine:
        state.update(_start_container(engine, port))
    else:
        state.update(start_process(port, processes.cache_directory() / "elasticsearch-run"))
    state["url"] = f"http://127.0.0.1:{port}"

    def settled() -> bool:
        return answers(state["url"]) or ("pid" in state and not processes.alive(state["pid"]))

    processes.wait_until(settled, seconds=START_SECONDS, pause=0.5)
    if not answers(state["url"]):
        log = Path(state["log"]).read_text(errors="replace")[-4000:] if "log" in state else ""
        _stop_server(state)
        raise ServerUnavailable(f"Elasticsearch did not start within {START_SECONDS} s.\n{log}")


def _container_engine() -> str | None:
    for engine in ("docker", "podman"):
        # A client alone is not enough: "images" fails when no daemon answers, "info" may not.
        if shutil.which(engine):
            asked = subprocess.run([engine, "images"], capture_output=True, timeout=30, check=False)
            if asked.returncode == 0:
                return engine
    return None


def _start_container(engine: str, port: int) -> dict[str, Any]:
    settings = {"discovery.type": "single-node", "xpack.security.enabled": "false", "ES_JAVA_OPTS": HEAP}
    command = [engine, "run", "--detach", "--rm", "--publish", f"127.0.0.1:{port}:9200"]
    for name, value in settings.items():
        command += ["--env", f"{name}={value}"]
    started = subprocess.run([*command, IMAGE], capture_output=True, text=True, check=False)
    if started.returncode:
        raise ServerUnavailable(f"{engine} could not start {IMAGE}:\n{started.stderr}")
    return {"engine": engine, "container": started.stdout.strip()}


def start_process(
    port: int, folder: Path, *, keep_data: bool = False, java_options: str = HEAP
) -> dict[str, Any]:
    """Start a server as a process. Returns its state: pid, folder and log.

    Arguments:
        port: HTTP port.
        folder: for its configuration, data and logs; emptied first.
        keep_data: start with the data that the folder has.
        java_options: of the server's virtual machine.
    """
    jdk, home = find_jdk(), installed_server()
    user = processes.unprivileged_user("elasticsearch")
    if not keep_data:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(home / "config", folder / "config")
        for name in ("data", "logs", "tmp"):
            (folder / name).mkdir()
        _write_configuration(folder, port)
        processes.give_to(folder, user)
    log = folder / "output.log"
    env = {
        name: value for name, value in os.environ.items() if name not in {"JAVA_HOME", "JAVA_TOOL_OPTIONS"}
    }
    env |= {
        "ES_JAVA_HOME": str(jdk),
        "JAVA": str(jdk / "bin" / "java"),
        "JAVA_TYPE": "ES_JAVA_HOME",
        "ES_HOME": str(home),
        "ES_PATH_CONF": str(folder / "config"),
        "ES_DISTRIBUTION_TYPE": "zip",
        "ES_TMPDIR": str(folder / "tmp"),
        "ES_JAVA_OPTS": java_options,
        "HOSTNAME": "localhost",
        "HOME": str(folder),
    }
    classes = home / "lib" / "tools" / "server-launcher" / "*"
    launcher = [
        env["JAVA"],
        "-Xmx64m",
        "-cp",
        str(classes),
        "org.elasticsearch.server.launcher.ServerLauncher",
    ]
    pid = processes.start_detached(processes.as_user(launcher, user), cwd=home, env=env, log=log)
    return {"pid": pid, "folder": str(folder), "log": str(log)}


def _write_configuration(folder: Path, port: int) -> None:
    lines = [
        "cluster.name: cluster-portal-tests",
        "discovery.type: single-node",
        "xpack.security.enabled: false",
        "network.host: 127.0.0.1",
        f"http.port: {port}",
        f"transport.port: {processes.free_port()}",
        f"path.data: {folder / 'data'}",
        f"path.logs: {folder / 'logs'}",
        # A nearly full disk of a developer must not turn the indices read-only in the middle of a test.
        "cluster.routing.allocation.disk.threshold_enabled: false",
    ]
    (folder / "config" / "elasticsearch.yml").write_text("\n".join(lines) + "\n")


def _stop_server(state: dict[str, Any]) -> None:
    if "container" in state:
        subprocess.run(
            [state["engine"], "rm", "--force", state["container"]], capture_output=True, check=False
        )
    elif "pid" in state and _is_ours(state["pid"]):
        processes.stop_process_group(state["pid"], first=signal.SIGTERM, seconds=30)
        shutil.rmtree(state["folder"], ignore_errors=True)
    state.clear()


def _is_ours(pid: int) -> bool:
    # After a restart of the machine the number may belong to somebody else's process.
    try:
        return b"ServerLauncher" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


def main(arguments: list[str]) -> int:
    """Run the command line ``start [--port N] | stop | url``. Returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.servers.elasticsearch", description=__doc__)
    parser.add_argument("action", choices=["start", "stop", "url"])
    parser.add_argument("--port", type=int, help="HTTP port for a server that has to be started")
    options = parser.parse_args(arguments)
    if options.action == "stop":
        stop()
        return 0
    try:
        url = acquire(options.port, stay=True) if options.action == "start" else running_url()
    except ServerUnavailable as problem:
        print(problem, file=sys.stderr)
        return 1
    print(url or "No Elasticsearch runs.")
    return 0 if url else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
