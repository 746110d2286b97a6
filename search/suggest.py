"""Suggestions while somebody types: names, and values to filter by, whose words begin so."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from portal.paths import public_path
from search.backends.base import SHORTEST_BEGINNING, NameQuestion
from search.collation import sort_key
from search.criteria import Criteria
from search.folding import folded_words
from search.kinds import Facet, get_kind
from search.results import Hit, hit_of
from search.service import ask
from vocabularies.registry import terms

MOST_NAMES = 6
MOST_VALUES = 4

Words = tuple[str, ...]


@dataclass(frozen=True)
class SuggestedValue:
    """A value of a facet.

    Attributes:
        code: its code.
        label: in the visitor's language, whatever language was typed.
        count: public documents that carry it, at least 1.
        url: of the listing, filtered by the value (and by its parent: a region's country).
        parent: label of what is above it, "" when there is nothing.
    """

    code: str
    label: str
    count: int
    url: str
    parent: str


@dataclass(frozen=True)
class Suggestions:
    """What is suggested: documents by name, and values by facet."""

    hits: list[Hit]
    values: dict[str, list[SuggestedValue]]


def suggest(kind: str, text: str, language: str, facets: Sequence[str]) -> Suggestions:
    """What may be meant by the beginning of a text: one request to Elasticsearch, or two queries.

    Every word of two letters or more must begin a word of the name or of the value's label, in any language,
    without regard to accents. What is named exactly so comes first, then what begins so.

    Arguments:
        kind: name of the kind.
        text: what is typed so far.
        language: the visitor's.
        facets: names of the facets whose values are suggested; values that nothing has are not.
    """
    criteria = Criteria.parse(kind, {"q": text}, language)
    declared = {name: get_kind(kind).facet(name) for name in facets}
    question = NameQuestion(kind, criteria.text, language, MOST_NAMES)
    if not question.words:
        return Suggestions([], {})
    codes = {name: _matching(facet, question) for name, facet in declared.items()}
    question = replace(question, codes=codes)
    answer, _engine, _degraded = ask(lambda backend: backend.named(question))
    return Suggestions(
        hits=[hit_of(found, kind, language) for found in answer.found],
        values={
            name: [
                _value(criteria, facet, code, answer.counts[name][code])
                for code in codes[name]
                if answer.counts.get(name, {}).get(code)
            ][:MOST_VALUES]
            for name, facet in declared.items()
        },
    )


def _value(typed: Criteria, facet: Facet, code: str, count: int) -> SuggestedValue:
    filters = {facet.name: (code,)}
    above = ""
    parent = facet.terms.parent(code)
    if facet.parent_facet and parent:
        filters[facet.parent_facet] = (parent,)
        above = get_kind(typed.kind).facet(facet.parent_facet).terms.label(parent, typed.language)
    query = Criteria(typed.kind, typed.language, filters=filters).query_string()
    url = f"{public_path(typed.language, get_kind(typed.kind).path)}?{query}"
    return SuggestedValue(code, facet.terms.label(code, typed.language), count, url, above)


def _matching(facet: Facet, question: NameQuestion) -> list[str]:
    """Codes whose label in any language has the words, the best first."""
    language = question.language
    labels = _labels_by_beginning(facet, terms())
    best: dict[str, tuple[int, bool]] = {}
    for code, spoken, label in labels.get(question.words[0][:SHORTEST_BEGINNING], ()):
        if all(any(word.startswith(typed) for word in label) for typed in question.words):
            # Exactly so, then what begins so, then the rest; the visitor's own language before others.
            rank = (_kind_of_match(" ".join(label), question.whole), spoken != language)
            best[code] = min(rank, best.get(code, rank))
    return sorted(
        best, key=lambda code: (best[code], sort_key(facet.terms.label(code, language), language), code)
    )


def _kind_of_match(label: str, typed: str) -> int:
    if label == typed:
        return 0
    return 1 if label.startswith(typed) else 2


@lru_cache(maxsize=32)
def _labels_by_beginning(facet: Facet, _terms: object) -> dict[str, list[tuple[str, str, Words]]]:
    """(code, language, folded words) of every label, by how each of its words begins.

    Arguments:
        facet: whose labels.
        _terms: the terms in memory: when they are read anew, so are the labels.
    """
    labels = defaultdict(list)
    for code in facet.terms.all_codes():
        for language, label in facet.terms.labels(code).items():
            words = tuple(folded_words(label))
            for beginning in {word[:SHORTEST_BEGINNING] for word in words}:
                labels[beginning].append((code, language, words))
    return dict(labels)
