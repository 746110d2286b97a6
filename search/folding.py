"""Words without case, accents and special letters, so that "Lodz" finds "Łódź" and "strasse" finds "Straße".

Done in Python for both backends: neither SQLite nor PostgreSQL nor Elasticsearch's own folding treats all of
these letters, and the same words must be compared everywhere.
"""

import re
import unicodedata

# Letters that Unicode does not decompose. "ß" becomes "ss" by case folding.
_LETTERS = str.maketrans(
    {
        "ł": "l",
        "ø": "o",
        "œ": "oe",
        "æ": "ae",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ı": "i",
        "ħ": "h",
        "ŋ": "n",
        "ŧ": "t",
        "ĸ": "k",
        "ə": "e",
    }
)
_WORD = re.compile(r"[^\W_]+")
# Longer ones are no words; PostgreSQL refuses lexemes above 2 kB.
_LONGEST_WORD = 64


def fold(text: str) -> str:
    """The text in lower case, without accents, special letters replaced by plain ones.

    For people who type without them. Translations are compared letter by letter, see ``translation.texts``.
    """
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return bare.casefold().translate(_LETTERS)


def folded_words(text: str) -> list[str]:
    """The folded words of a text, in order, punctuation dropped."""
    return [word[:_LONGEST_WORD] for word in _WORD.findall(fold(text))]
