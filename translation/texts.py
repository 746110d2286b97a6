"""The text inside a segment: without tags, in words, folded."""

import html
import re
import unicodedata

from django.utils.translation import gettext as _

TAG = re.compile(r"<\s*(/?)\s*([a-zA-Z][a-zA-Z0-9]*)\b[^<>]*?>")
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
DEEPEST = 50
WORD = re.compile(r"[^\W\d_]+")


def plain(data: str) -> str:
    """The readable text of a segment: a string of wagtail-localize, HTML with inline tags only."""
    return html.unescape(TAG.sub(lambda tag: "\n" if tag[2].lower() == "br" else "", data))


def readable(data: str) -> str:
    """A segment as people read and write it: with its tags, its entities as the characters they stand for."""
    return html.unescape(data)


def is_too_deep(data: str) -> bool:
    """Whether tags are nested deeper than any text needs, and than a parser can go."""
    depth = deepest = 0
    for tag in TAG.finditer(data):
        if tag[2].lower() != "br":
            depth += -1 if tag[1] else 1
            deepest = max(deepest, depth)
    return deepest > DEEPEST


def too_deep() -> str:
    """The message about it."""
    return _("Tags are nested more than %(count)d levels deep.") % {"count": DEEPEST}


def control_characters(text: str) -> set[str]:
    """The characters of a text that nobody types: control characters other than the tabulator and line ends,
    and halves of surrogate pairs. PostgreSQL does not store NUL, UTF-8 cannot write a half.
    """
    return set(CONTROL.findall(text))


def fold(text: str) -> str:
    """Lower case without accents, so that inflected and differently written forms begin alike.

    Unlike the search's (``search.folding``) it leaves letters such as “ł” and “ø” as they are: two texts that
    differ in them are two texts for a translator, and the keys of the memory are stored folded.
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def words(text: str) -> list[str]:
    """The folded words of a text, numbers and signs left out."""
    return WORD.findall(fold(text))
