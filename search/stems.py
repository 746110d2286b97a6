"""The beginning that the forms of a word share, for the backend that has no analysers.

One rule for six languages: the ending of a plural or of a gender is cut off. It only ever adds hits, and
what has the very word comes first.
"""

import re

# What is shorter begins too many words that have nothing to do with it.
_SHORTEST = 5
# The longest ending that leaves enough.
_FORM = re.compile(rf"(.{{{_SHORTEST},}}?)(?:ies|ien|es|en|os|as|is|s|n|y|e|o|a|i)?\Z")


def stem(word: str) -> str:
    """The beginning that other forms of a folded word share; "" when it would be too short."""
    form = _FORM.match(word)
    return form.group(1) if form else ""
