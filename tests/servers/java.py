"""Finds a Java that can run Elasticsearch."""

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

from tests.servers.processes import ServerUnavailable

OLDEST = 21


def find_jdk() -> Path:
    """Return the home folder of a full JDK of version 21 or newer.

    Looked for in ES_JAVA_HOME, JAVA_HOME, then /usr/lib/jvm, newest first. A slim runtime without the
    module jdk.jdi does not count: Elasticsearch needs it.
    Raises ServerUnavailable when there is none.
    """
    found = [(version, home) for home in _candidates() if (version := _full_jdk_version(home)) >= OLDEST]
    for variable in ("ES_JAVA_HOME", "JAVA_HOME"):
        for _, home in found:
            if str(home) == os.environ.get(variable):
                return home
    if not found:
        raise ServerUnavailable(
            f"Elasticsearch needs a full JDK {OLDEST} or newer. None was found in ES_JAVA_HOME, JAVA_HOME or "
            "/usr/lib/jvm. Install one (Debian 13: apt-get install openjdk-21-jdk-headless; elsewhere "
            "Temurin), or set ELASTICSEARCH_URL to a server that runs already."
        )
    return max(found)[1]


def _candidates() -> Iterator[Path]:
    for variable in ("ES_JAVA_HOME", "JAVA_HOME"):
        if os.environ.get(variable):
            yield Path(os.environ[variable])
    yield from sorted(Path("/usr/lib/jvm").glob("*"))


def _full_jdk_version(home: Path) -> int:
    java = home / "bin" / "java"
    if not java.is_file():
        return 0
    clean = {name: value for name, value in os.environ.items() if name != "JAVA_TOOL_OPTIONS"}
    answer = subprocess.run(
        [java, "--list-modules"], capture_output=True, text=True, env=clean, timeout=60, check=False
    )
    module = re.search(r"^jdk\.jdi@(\d+)", answer.stdout, re.MULTILINE)
    return int(module[1]) if module else 0
