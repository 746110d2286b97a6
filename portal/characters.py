"""Characters that no text of a page holds: people do not type them, and other formats cannot carry them."""

import re

# Word ends a line inside a paragraph with a vertical tab, and a page with a form feed.
_BREAKS = re.compile("[\x0b\x0c]+")
# XML has no place for them, so neither feeds nor workbooks have; PostgreSQL does not store NUL, and UTF-8
# cannot write half a surrogate pair.
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def without_controls(text: str, instead: str = "") -> str:
    """The text without control characters. Tabulators and line ends stay, other breaks become blanks.

    Arguments:
        text: any text.
        instead: what stands for a control character: a blank where it may have parted words.
    """
    return _CONTROL.sub(instead, _BREAKS.sub(" ", text))
