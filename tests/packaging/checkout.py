"""Copies of this checkout, as somebody else would get it."""

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def copy_checkout(target: Path, wanted: Callable[[str], bool] = lambda path: True) -> Path:
    """Copy what git knows or would know (nothing ignored) to ``target``. Returns the target.

    Arguments:
        wanted: decides on each path, relative to the checkout.
    """
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    for name in filter(None, names):
        # A file that was just removed is still listed.
        if wanted(name) and (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target / name)
    return target


def image_context(path: str) -> bool:
    """Tell whether .dockerignore lets the path into the image; the last matching line decides."""
    inside = True
    for line in (ROOT / ".dockerignore").read_text().splitlines():
        pattern = line.strip()
        if not pattern or pattern.startswith("#"):
            continue
        expression = re.escape(pattern.lstrip("!")).replace(r"\*\*/", "(?:.*/)?").replace(r"\*", "[^/]*")
        if re.fullmatch(f"{expression}(?:/.*)?", path):
            inside = pattern.startswith("!")
    return inside
