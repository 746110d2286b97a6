"""The checker of the W3C for HTML, vnu."""

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path

TOOLS = Path(__file__).resolve().parents[1] / "tools" / "node_modules"


def errors_in(pages: Mapping[str, bytes], folder: Path) -> set[tuple[str, str, str]]:
    """What is wrong in some pages: (name of the page, message, the place in the HTML).

    Arguments:
        pages: HTML by a name for it.
        folder: where they are written for the checker.
    """
    files = {f"{number}.html": name for number, name in enumerate(pages)}
    for file, name in files.items():
        (folder / file).write_bytes(pages[name])
    jar = TOOLS / "vnu-jar" / "build" / "dist" / "vnu.jar"
    assert jar.exists(), "npm ci --prefix tests/tools installs the checker; make test does it"
    checker = ["java", "-Xss1m", "-jar", str(jar), "--errors-only", "--format", "json"]
    answer = subprocess.run(
        [*checker, *(str(folder / file) for file in files)],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    found = {
        (files[each["url"].rsplit("/", 1)[1]], each["message"], each.get("extract", ""))
        for each in json.loads(answer.stderr)["messages"]
    }
    assert found or answer.returncode == 0
    return found
