"""Compiles the message catalogues (.po) that are newer than what was made of them (.mo).

Written with Babel, so that neither a server nor a developer needs GNU gettext for it.
"""

import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

LOCALE = Path(__file__).resolve().parents[1] / "portal" / "locale"


def compile_catalogues(locale: Path) -> list[Path]:
    """Compile every outdated catalogue under ``locale``. Returns the .mo files written.

    Fuzzy messages are left out, as gettext does. Raises PoFileError for a catalogue that can't be read.
    """
    written = []
    for source in sorted(locale.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns > source.stat().st_mtime_ns:
            continue
        with source.open("rb") as stream:
            catalogue = read_po(stream, locale=source.parts[-3], abort_invalid=True)
        partial = target.with_suffix(".mo.partial")
        with partial.open("wb") as stream:
            write_mo(stream, catalogue)
        partial.replace(target)
        written.append(target)
    return written


def main() -> int:
    """Compile the portal's catalogues. Returns the exit code."""
    try:
        written = compile_catalogues(LOCALE)
    except PoFileError as problem:
        print(f"A message catalogue cannot be read: {problem}", file=sys.stderr)
        return 1
    if written:
        print(f"Compiled {len(written)} message catalogues.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
