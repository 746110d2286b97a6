"""German compounds: which words they are made of.

The words are those of the vocabularies' German labels, which editors keep, and a list of common nouns of the
field in ``data/compound_parts.txt``.
"""

from functools import lru_cache
from pathlib import Path

from search.folding import fold
from search.lexicon import written_words
from vocabularies.registry import terms

LANGUAGE = "de"
SHORTEST_PART = 4
# A shorter word is no compound of two parts.
SHORTEST_COMPOUND = 2 * SHORTEST_PART

_BASE = Path(__file__).parent / "data" / "compound_parts.txt"
# What German puts between two words.
_LINKS = ("", "s", "n", "en", "er", "es", "e")


def part_list() -> list[str]:
    """The words that compounds are taken apart into: lower case, sorted, as they are written.

    A change of a German label changes the list, and so the fingerprint of the index (``backends.mapping``).
    """
    labels = {word for word in written_words(LANGUAGE) if len(word) >= SHORTEST_PART}
    return sorted(_base_words() | labels)


def parts_of(word: str, language: str) -> tuple[str, ...]:
    """The folded words that a folded German compound is made of, all of it; () when it is none."""
    if language != LANGUAGE or len(word) < SHORTEST_COMPOUND:
        return ()
    return _split(word, _folded_parts(terms()))


@lru_cache(maxsize=1)
def _base_words() -> frozenset[str]:
    lines = _BASE.read_text("utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))


@lru_cache(maxsize=2)
def _folded_parts(_terms: object) -> frozenset[str]:
    # When the terms in memory are read anew, so is this.
    return frozenset(fold(part) for part in part_list())


@lru_cache(maxsize=4096)
def _split(word: str, parts: frozenset[str]) -> tuple[str, ...]:
    """The first way to take the whole word apart, longest first part first; () for a part alone."""
    for length in range(len(word) - SHORTEST_PART, SHORTEST_PART - 1, -1):
        if word[:length] not in parts:
            continue
        for link in _LINKS:
            rest = word[length:]
            if not rest.startswith(link) or len(rest) - len(link) < SHORTEST_PART:
                continue
            rest = rest[len(link) :]
            if rest in parts:
                return (word[:length], rest)
            if others := _split(rest, parts):
                return (word[:length], *others)
    return ()
