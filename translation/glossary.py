"""Agreed terms: where a text uses them, and whether its translation does.

Words are compared folded and tolerate endings: “cluster” is found in “Clusters”, “Wertschöpfungskette” in
“Wertschöpfungsketten”. Pure functions; the terms come from ``translation.models.GlossaryTerm``.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from translation.texts import fold

TOKEN = re.compile(r"\w+")
# Longest ending, in letters, that a word may have more or other than the term's.
ENDING = 3
# A shorter word carries too little to be recognised without its ending.
SHORTEST_STEM = 4


@dataclass(frozen=True)
class AgreedTerm:
    """A term of the glossary.

    Arguments:
        source: the term in the language of the source.
        targets: what it may be called in the other language, the preferred one first.
        note: explanation for translators.
        do_not_translate: it stays as it is.
        case_sensitive: upper and lower case, accents and endings matter.
    """

    source: str
    targets: tuple[str, ...] = ()
    note: str = ""
    do_not_translate: bool = False
    case_sensitive: bool = False


@dataclass(frozen=True)
class Occurrence:
    """A term in a text: characters ``start`` to ``end``."""

    start: int
    end: int
    term: AgreedTerm


def occurrences(text: str, terms: Sequence[AgreedTerm]) -> list[Occurrence]:
    """Where a plain text uses agreed terms, in order; of overlapping ones the longest.

    Arguments:
        text: plain text.
        terms: terms of the text's language.
    """
    tokens = list(TOKEN.finditer(text))
    exact = [token[0] for token in tokens]
    folded = [fold(token) for token in exact]
    found = []
    for term in terms:
        wanted = TOKEN.findall(term.source)
        if not wanted:
            continue
        for at in _positions(wanted, exact, folded, term.case_sensitive):
            found.append(Occurrence(tokens[at].start(), tokens[at + len(wanted) - 1].end(), term))
    found.sort(key=lambda each: (each.start - each.end, each.start))
    chosen: list[Occurrence] = []
    for each in found:
        if all(each.end <= other.start or other.end <= each.start for other in chosen):
            chosen.append(each)
    return sorted(chosen, key=lambda each: each.start)


def missing_terms(source: str, target: str, terms: Sequence[AgreedTerm]) -> list[AgreedTerm]:
    """Agreed terms that a source uses and its translation does not, each once.

    Arguments:
        source: plain text.
        target: its translation, plain text.
        terms: the terms of this pair of languages.
    """
    used = dict.fromkeys(occurrence.term for occurrence in occurrences(source, terms))
    return [term for term in used if not _is_used(term, target)]


def _is_used(term: AgreedTerm, target: str) -> bool:
    if term.do_not_translate:
        return term.source in target if term.case_sensitive else term.source.casefold() in target.casefold()
    return not term.targets or any(_has(agreed, target, term.case_sensitive) for agreed in term.targets)


def _has(agreed: str, target: str, case_sensitive: bool) -> bool:
    if case_sensitive:
        return agreed in target
    exact = TOKEN.findall(target)
    folded = [fold(token) for token in exact]
    # Also inside a longer word, as in German compounds: “Industriecluster” has the agreed “Cluster”.
    return bool(_positions(TOKEN.findall(agreed), exact, folded, False)) or fold(agreed) in fold(target)


def _positions(wanted: list[str], exact: list[str], folded: list[str], case_sensitive: bool) -> list[int]:
    """Numbers of the words at which the wanted words begin."""
    size = len(wanted)
    stems = [fold(word) for word in wanted]
    return [
        at
        for at in range(len(exact) - size + 1)
        if (
            exact[at : at + size] == wanted
            if case_sensitive
            else all(map(same_word, stems, folded[at : at + size]))
        )
    ]


def same_word(term: str, word: str) -> bool:
    """Whether two folded words differ at most in their ending.

    “region” and “regiones”, “azienda” and “aziende”, “regiao” and “regioes” do; “port” and “portal” too, the
    price of knowing no grammar.
    """
    if term == word:
        return True
    common = 0
    for left, right in zip(term, word, strict=False):
        if left != right:
            break
        common += 1
    stem = len(term) if len(term) < SHORTEST_STEM else max(SHORTEST_STEM, len(term) - ENDING + 1)
    return common >= stem and len(term) - common < ENDING and len(word) - common <= ENDING
