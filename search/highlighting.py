"""Marks around what was searched for, in text that is safe to show.

Between the index and the page, marks are two characters of Unicode's private use. So whatever a text
contains, and whatever an index returns, nothing but ``<mark>`` becomes HTML.
"""

import re
import unicodedata
from collections.abc import Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from search.folding import fold
from search.stems import stem
from search.wording import Unit, telling_words

OPEN, CLOSE = "\ue000", "\ue001"
EXCERPT = 180

_MARKS = re.compile(f"([{OPEN}{CLOSE}])")
_WORD = re.compile(r"[^\W_]+")


def without_marks(text: str) -> str:
    """The text without the characters that would be taken for marks."""
    return _MARKS.sub("", text)


def as_html(text: str) -> SafeString:
    """HTML of a text with marks: everything escaped, every ``<mark>`` closed, none within another."""
    html: list[str] = []
    inside = False
    for piece in _MARKS.split(text):
        if piece == OPEN and not inside:
            html.append("<mark>")
            inside = True
        elif piece == CLOSE and inside:
            html.append("</mark>")
            inside = False
        elif piece not in (OPEN, CLOSE):
            html.append(escape(piece))
    if inside:
        html.append("</mark>")
    return mark_safe("".join(html))  # noqa: S308 - every piece was escaped


class Marker:
    """Marks the words of a search in texts, comparing them as the database backend does.

    Arguments:
        units: what was searched for.
    """

    def __init__(self, units: Sequence[Unit]) -> None:
        self._words = telling_words(units)
        self._stems = tuple({begin for word in self._words if (begin := stem(word))})

    def marked(self, text: str) -> str:
        """The text with marks around the words of the search, in addition to those that it has."""
        pieces = re.split(f"({OPEN}[^{OPEN}{CLOSE}]*{CLOSE})", unicodedata.normalize("NFC", text))
        # Every second piece is marked already.
        return "".join(
            piece if number % 2 else self._with_marks(without_marks(piece))
            for number, piece in enumerate(pieces)
        )

    def excerpt(self, text: str) -> str:
        """About 180 characters around the first word of the search, with marks; "" without any."""
        found = next((match for match in _WORD.finditer(text) if self._has(match.group())), None)
        if found is None:
            return ""
        start = max(0, found.start() - EXCERPT // 3)
        end = min(len(text), start + EXCERPT)
        # Whole words only.
        if start:
            start = text.find(" ", start, found.start()) + 1 or found.start()
        if end < len(text):
            end = max(text.rfind(" ", found.end(), end), found.end())
        passage = self.marked(without_marks(text[start:end]))
        return f"{'… ' if start else ''}{passage}{' …' if end < len(text) else ''}"

    def _with_marks(self, text: str) -> str:
        # Most pieces have none of the words: to look at each word of them would take much longer.
        folded = fold(text)
        if any(begin in folded for begin in (*self._words, *self._stems)):
            return _WORD.sub(self._mark, text)
        return text

    def _mark(self, match: re.Match[str]) -> str:
        return f"{OPEN}{match.group()}{CLOSE}" if self._has(match.group()) else match.group()

    def _has(self, word: str) -> bool:
        folded = fold(word)
        return folded in self._words or bool(self._stems and folded.startswith(self._stems))
