"""The words of the vocabularies' labels."""

import re
from functools import lru_cache

from search.folding import folded_words
from vocabularies.models import VocabularyName
from vocabularies.registry import get_vocabulary, terms

_WORD = re.compile(r"[^\W\d_]+")


def labels(language: str) -> tuple[str, ...]:
    """The labels of all terms in a language, except names of regions: those are no words."""
    names = [name for name in VocabularyName.values if name != VocabularyName.REGION]
    vocabularies = [get_vocabulary(name) for name in names]
    return tuple(each.labels(code).get(language, "") for each in vocabularies for code in each.all_codes())


def label_words(language: str) -> frozenset[str]:
    """The folded words of the labels in a language."""
    return _folded_words(language, terms())


def written_words(language: str) -> set[str]:
    """The words of the labels in a language, in lower case as they are written."""
    return {word.lower() for label in labels(language) for word in _WORD.findall(label)}


@lru_cache(maxsize=16)
def _folded_words(language: str, _terms: object) -> frozenset[str]:
    # When the terms in memory are read anew, so is this.
    return frozenset(word for label in labels(language) for word in folded_words(label))
