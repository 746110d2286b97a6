"""Words that mean the same, by language: what else may stand for what a visitor typed.

The table is small and read whole. Each process keeps it for a second, so a change is in force everywhere
within a second and in the editor's own process at once, without touching an index (docs/decisions/0008).
"""

import time
from collections.abc import Iterable, Sequence

from django.conf import settings

from search.folding import folded_words
from search.models import Synonyms

# One or more folded words that belong together.
Phrase = tuple[str, ...]

# Beyond these, words are searched for as they were typed: a hostile text must not become a huge query.
_MOST_ADDED = 60


class _Table:
    """What stands for what, by language; rows without a language count for every one."""

    def __init__(self, rows: Iterable[tuple[str, str]]) -> None:
        self._equivalents: dict[tuple[str, Phrase], dict[Phrase, None]] = {}
        self._longest: dict[tuple[str, str], int] = {}
        for language, lines in rows:
            group = dict.fromkeys(
                phrase for line in lines.splitlines() if (phrase := tuple(folded_words(line)))
            )
            for code in [language] if language else [code for code, _name in settings.LANGUAGES]:
                self._add(code, group)

    def _add(self, language: str, group: dict[Phrase, None]) -> None:
        for phrase in group:
            self._equivalents.setdefault((language, phrase), {}).update(group)
            start = (language, phrase[0])
            self._longest[start] = max(self._longest.get(start, 0), len(phrase))

    def phrase_at(self, words: Sequence[str], position: int, language: str) -> tuple[Phrase, list[Phrase]]:
        """The longest known phrase that begins at the position, and its equivalents; else the bare word."""
        for length in range(self._longest.get((language, words[position]), 0), 0, -1):
            phrase = tuple(words[position : position + length])
            group = self._equivalents.get((language, phrase))
            if group:
                return phrase, [other for other in group if other != phrase]
        return (words[position],), []


class _Memory:
    """The table as it was a moment ago."""

    seconds = 1.0

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        # Always replaced as a whole: other threads read it meanwhile.
        self.kept: tuple[_Table, list[tuple[str, str]], float] | None = None

    def get(self) -> _Table:
        kept = self.kept
        if kept is None or time.monotonic() - kept[2] > self.seconds:
            rows = list(Synonyms.objects.order_by("pk").values_list("language", "phrases"))
            table = kept[0] if kept and kept[1] == rows else _Table(rows)
            self.kept = kept = (table, rows, time.monotonic())
        return kept[0]


_memory = _Memory()


def alternatives(words: Sequence[str], language: str) -> list[list[Phrase]]:
    """What may stand for each unit of a text. One query a second and process at most, none without words.

    Arguments:
        words: the folded words of the text, in order.
        language: the visitor's.

    Returns:
        One list a unit, in the order of the text. A unit is a word, or several that are known as one phrase
        (the longest counts); its list begins with what was typed, its equivalents follow.
    """
    units: list[list[Phrase]] = []
    added = 0
    position = 0
    table = _memory.get() if words else None
    while table and position < len(words):
        phrase, others = table.phrase_at(words, position, language)
        if added + len(others) > _MOST_ADDED:
            others = []
        added += len(others)
        units.append([phrase, *others])
        position += len(phrase)
    return units


def forget_synonyms(**_kwargs: object) -> None:
    """Drop what is in memory (after a change in this process)."""
    _memory.clear()
