"""Fails when a message catalogue is stale or incomplete.

The texts are extracted again into a copy of the checkout; what then lacks a translation, is only guessed
(fuzzy), has the wrong number of plural forms or other placeholders than the text, or in French a sign that
may begin a line by itself, is reported line by line.
"""

import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import polib

from scripts.extract_messages import LANGUAGES, ROOT, ExtractionFailed, domains, extract

PLACEHOLDER = re.compile(r"%\((\w+)\)[sdif]|%[sd]|\{(\w*)\}")
# Before these French has a space, after the opening one too: never one where a line may end.
FRENCH_BREAK = re.compile(r"\S [:;!?»](?![\w/])|\S %%|« ")
NOT_COPIED = shutil.ignore_patterns(
    ".git", ".venv", "var", "tests", "*.mo", "__pycache__", ".*_cache", "node_modules"
)


def problems(before: Path, after: Path) -> Iterator[str]:
    """Yield a line for everything wrong with a catalogue.

    Arguments:
        before: the catalogue as it is kept.
        after: the same after a new extraction.
    """
    if not before.exists():
        yield "the catalogue is missing; run: make messages"
        return
    kept, fresh = polib.pofile(str(before)), polib.pofile(str(after))
    used = {(entry.msgctxt, entry.msgid) for entry in fresh if not entry.obsolete}
    for entry in kept:
        if entry.obsolete or (entry.msgctxt, entry.msgid) not in used:
            yield f"no longer used: {entry.msgid!r}; run: make messages"
    known = {(entry.msgctxt, entry.msgid) for entry in kept if not entry.obsolete}
    forms = _plural_forms(kept)
    is_french = kept.metadata.get("Language") == "fr"
    for entry in fresh:
        if entry.obsolete:
            continue
        if (entry.msgctxt, entry.msgid) not in known:
            yield f"missing: {entry.msgid!r}; run: make messages"
        elif "fuzzy" in entry.flags:
            yield f"fuzzy: {entry.msgid!r}"
        else:
            yield from _translation_problems(entry, forms)
            if is_french and any(map(FRENCH_BREAK.search, [entry.msgstr, *entry.msgstr_plural.values()])):
                yield f"a space where a line must not end: {entry.msgid!r}"


def _plural_forms(catalogue: polib.POFile) -> int:
    declared = re.search(r"nplurals\s*=\s*(\d+)", catalogue.metadata.get("Plural-Forms", ""))
    return int(declared[1]) if declared else 0


def _translation_problems(entry: polib.POEntry, forms: int) -> Iterator[str]:
    if entry.msgid_plural:
        filled = [text for text in entry.msgstr_plural.values() if text.strip()]
        if len(entry.msgstr_plural) != forms or len(filled) != forms:
            yield f"{len(filled)} of {forms} plural forms: {entry.msgid!r}"
        # A plural form may leave the number out ("one cluster"), but not bring in anything else.
        allowed = _placeholders(entry.msgid) | _placeholders(entry.msgid_plural)
        wrong = any(not _placeholders(text) <= allowed for text in filled)
    else:
        if not entry.msgstr.strip():
            yield f"untranslated: {entry.msgid!r}"
            return
        wrong = _placeholders(entry.msgstr) != _placeholders(entry.msgid)
    if wrong:
        yield f"other placeholders than the text: {entry.msgid!r}"


def _placeholders(text: str) -> set[str]:
    return {match[0] for match in PLACEHOLDER.finditer(text.replace("%%", ""))}


def check(root: Path) -> list[str]:
    """Check every catalogue of the checkout ``root``. Returns the problems, each with its catalogue's path.

    Raises ExtractionFailed when the texts can't be extracted.
    """
    found = []
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch) / "checkout"
        shutil.copytree(root, copy, ignore=NOT_COPIED)
        extract(copy)
        for language in LANGUAGES:
            for domain in domains(root):
                path = Path("portal", "locale", language, "LC_MESSAGES", f"{domain}.po")
                found += [f"{path}: {problem}" for problem in problems(root / path, copy / path)]
    return found


def main() -> int:
    """Check the catalogues of this checkout. Returns the exit code."""
    try:
        found = check(ROOT)
    except ExtractionFailed as problem:
        print(problem, file=sys.stderr)
        return 1
    for line in found:
        print(line, file=sys.stderr)
    if found:
        print(f"{len(found)} problems in the message catalogues.", file=sys.stderr)
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
