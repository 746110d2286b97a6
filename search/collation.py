"""Sort keys for names, the same for both backends and right for the visitor's language.

The Unicode Collation Algorithm (Unicode Technical Standard 10, default table), and the letters of its own
that a language has (``Language.tailoring``).
"""

import re
import unicodedata
from functools import cache, lru_cache

from pyuca import Collator

from portal.settings.languages import PORTAL_LANGUAGES
from search.folding import fold

# Names are told apart long before this; it bounds the size of a key.
_LONGEST = 100
_LEVELS = 3
# Above every weight of the default table for letters, so "ñ" (n and this) follows "nz" and precedes "o".
_AFTER_BASE = 0xFF00
_COMMON = 0x20
_LOWER, _UPPER = 0x02, 0x08

Element = list[int]


def sort_key(text: str, language: str) -> str:
    """A key that sorts like the text in the language when compared byte by byte.

    Arguments:
        text: the name; what exceeds 100 characters does not count.
        language: code of a language of the portal; any other gets the default order.

    Returns:
        Hexadecimal digits.
    """
    return _sort_key(unicodedata.normalize("NFC", text.strip())[:_LONGEST], _tailoring(language))


def _tailoring(language: str) -> str:
    return next((entry.tailoring for entry in PORTAL_LANGUAGES if entry.code == language), "")


@cache
def _collator() -> Collator:
    # A table of 40,000 entries: read once a process, when first needed.
    return Collator()


@lru_cache(maxsize=8192)
def _sort_key(text: str, tailoring: str) -> str:
    elements = _elements(text, tailoring)
    levels = ("".join(f"{e[level]:04x}" for e in elements if e[level]) for level in range(_LEVELS))
    return "0000".join(levels)


def _elements(text: str, tailoring: str) -> list[Element]:
    if not tailoring:
        return _default_elements(text)
    elements: list[Element] = []
    letters = tailoring.lower() + tailoring.upper()
    for piece in re.split(f"([{re.escape(letters)}])", text):
        if len(piece) == 1 and piece in letters:
            elements += _tailored_elements(piece, tailoring.lower().index(piece.lower()))
        elif piece:
            elements += _default_elements(piece)
    return elements


def _tailored_elements(letter: str, position: int) -> list[Element]:
    base = fold(letter)[0]
    case = _UPPER if letter != letter.lower() else _LOWER
    primary = _default_elements(base)[0][0]
    return [[primary, _COMMON, case], [_AFTER_BASE + position, _COMMON, _LOWER]]


def _default_elements(text: str) -> list[Element]:
    collator = _collator()
    return collator.collation_elements(unicodedata.normalize("NFD", text))
