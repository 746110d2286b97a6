"""Brings new and changed interface texts into the message catalogues of every language but English."""

import os
import subprocess
import sys
from pathlib import Path

from portal.settings.languages import PORTAL_LANGUAGES

ROOT = Path(__file__).resolve().parents[1]
# Texts are written in the first language; each of the others needs a catalogue.
LANGUAGES = tuple(language.code for language in PORTAL_LANGUAGES[1:])
OPTIONS = (
    "--no-wrap",
    "--no-obsolete",
    "--add-location=file",
    "--ignore=.venv",
    "--ignore=var",
    "--ignore=tests",
)


class ExtractionFailed(RuntimeError):
    """gettext is missing or refused a source file; the message says why."""


def domains(root: Path) -> tuple[str, ...]:
    """Return the catalogue domains that the checkout ``root`` needs: scripts have one only if they use it."""
    scripts = [path for path in root.glob("*/static/**/*.js") if "gettext(" in path.read_text("utf-8")]
    return ("django", "djangojs") if scripts else ("django",)


def extract(root: Path) -> None:
    """Extract the texts of the checkout ``root`` into its catalogues, keeping what is translated.

    Raises ExtractionFailed with the output of makemessages.
    """
    # The development settings need nothing from the environment, and no database is touched.
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "portal.settings.development", "PYTHONPATH": str(root)}
    for domain in domains(root):
        command = [sys.executable, "manage.py", "makemessages", f"--domain={domain}", *OPTIONS]
        command += [f"--locale={code}" for code in LANGUAGES]
        made = subprocess.run(command, cwd=root, env=env, capture_output=True, text=True, check=False)
        if made.returncode:
            raise ExtractionFailed(f"{made.stdout}{made.stderr}")


def main() -> int:
    """Extract the messages of this checkout. Returns the exit code."""
    try:
        extract(ROOT)
    except ExtractionFailed as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
