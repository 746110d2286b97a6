"""What a text asks for: its units, each of which a document must have in one way or another."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from search.compounds import parts_of
from search.criteria import Criteria
from search.folding import folded_words
from search.synonyms import Phrase, alternatives

# Articles and prepositions that French, Italian, Portuguese and Catalan write together with the next word.
_ELIDED = re.compile(
    r"^(?:l|d|j|m|n|s|t|c|qu|jusqu|lorsqu|puisqu|quoiqu"
    r"|un|all|dall|dell|nell|sull|coll|quell|quest|gl|agl|dagl|degl|negl|sugl)['’ʼ](?=\w)",
    re.IGNORECASE,
)

_LONGEST_ACRONYM = 2
_SHORTEST_TELLING = 4


@dataclass(frozen=True)
class Unit:
    """A word of a text, or several that are known as one phrase.

    Arguments:
        typed: as it was typed, for analysers that know a language.
        words: the same, folded; wherever a document has them.
        equivalents: what a document may have instead; several words in a row.
        parts: the words of a German compound, instead as well, wherever a document has them.
    """

    typed: str
    words: Phrase
    equivalents: tuple[Phrase, ...] = ()
    parts: Phrase = ()


def units_of(criteria: Criteria) -> list[Unit]:
    """The units of the text of a search, each once; of what is searched for instead, if it was relaxed."""
    relaxation = criteria.relaxation
    corrected = dict(relaxation.corrected) if relaxation else {}
    dropped = relaxation.dropped if relaxation else ()
    units = []
    for unit in _typed_units(criteria.text, criteria.language):
        if unit.typed in dropped:
            continue
        if unit.typed in corrected:
            (instead,) = alternatives(folded_words(corrected[unit.typed])[:1], criteria.language)
            unit = replace(unit, equivalents=(*unit.equivalents, *instead))
        units.append(unit)
    return units


def typed_units(criteria: Criteria) -> list[Unit]:
    """The units as they were typed, if typing errors were forgiven: what has those comes first."""
    relaxation = criteria.relaxation
    if relaxation is None or relaxation.dropped:
        return []
    return _typed_units(criteria.text, criteria.language)


def is_acronym(phrase: Phrase) -> bool:
    """Whether it is so short that in another language it may well be another word ("it", "ai")."""
    return len(phrase) == 1 and len(phrase[0]) <= _LONGEST_ACRONYM


def telling_words(units: Sequence[Unit]) -> set[str]:
    """The folded words to mark: not the articles and prepositions between them."""
    words: set[str] = set()
    for unit in units:
        acronym = unit.typed.isupper() or len(units) == len(unit.words) == 1
        words |= {word for word in unit.words if acronym or len(word) >= _SHORTEST_TELLING}
        for phrase in (*unit.equivalents, unit.parts):
            shortest = _LONGEST_ACRONYM + 1 if len(phrase) == 1 else _SHORTEST_TELLING
            words |= {word for word in phrase if len(word) >= shortest}
    return words


def folded_name(text: str) -> str:
    """The text as a whole name: what a document is called that has exactly this name."""
    return " ".join(folded_words(text))


def _typed_units(text: str, language: str) -> list[Unit]:
    tokens = dict.fromkeys(_tokens(text))
    written = list(tokens)
    units = []
    position = 0
    for phrases in alternatives([word for _typed, word in written], language):
        length = len(phrases[0])
        typed = " ".join(typed for typed, _word in written[position : position + length])
        position += length
        parts = parts_of(phrases[0][0], language) if length == 1 else ()
        units.append(Unit(typed, phrases[0], tuple(phrases[1:]), parts))
    return units


def _tokens(text: str) -> list[tuple[str, str]]:
    """(as typed, folded) of each word; what an apostrophe or a hyphen joins are words of their own."""
    tokens = []
    for chunk in text.split():
        bare = _ELIDED.sub("", chunk.lstrip("\"'«“„‘(["))
        words = folded_words(bare)
        typed = [bare] if len(words) == 1 else words
        tokens += list(zip(typed, words, strict=True))
    return tokens
