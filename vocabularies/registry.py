"""The vocabularies by name: their codes in display order and their labels in every language."""

import time
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Protocol

from django.conf import settings
from django.db.models import Count, Max
from django.utils import timezone
from django.utils.translation import get_language

from portal.language_names import cldr, language_name
from vocabularies.countries import COUNTRY_CODES

if TYPE_CHECKING:
    from vocabularies.models import Term


class Vocabulary(Protocol):
    """What the rest of the portal knows of a vocabulary."""

    def __hash__(self) -> int:
        """Each object is a vocabulary of its own."""

    def codes(self) -> list[str]:
        """Codes on offer, in display order."""

    def all_codes(self) -> list[str]:
        """Codes that content may have: those on offer and the retired ones."""

    def label(self, code: str, language: str | None = None) -> str:
        """Label in the language (default: the active one), else in the default language, else the code."""

    def labels(self, code: str) -> dict[str, str]:
        """Labels by language, for every language of the portal."""

    def parent(self, code: str) -> str | None:
        """Code of the parent; of a region: its country."""


def _language(language: str | None) -> str:
    return (language or get_language() or settings.LANGUAGE_CODE).split("-")[0]


class _Labelled:
    """What all vocabularies derive from ``label``."""

    def label(self, code: str, language: str | None = None) -> str:
        raise NotImplementedError

    def labels(self, code: str) -> dict[str, str]:
        return {language: self.label(code, language) for language, _name in settings.LANGUAGES}

    def parent(self, code: str) -> str | None:
        return None


class TermVocabulary(_Labelled):
    """A vocabulary kept as rows of ``Term``."""

    def __init__(self, name: str) -> None:
        self.name = name

    def codes(self) -> list[str]:
        today = timezone.localdate()
        return [
            term.code
            for term in terms().in_vocabulary(self.name)
            if (term.valid_from is None or term.valid_from <= today)
            and (term.valid_to is None or term.valid_to > today)
        ]

    def all_codes(self) -> list[str]:
        return [term.code for term in terms().in_vocabulary(self.name)]

    def label(self, code: str, language: str | None = None) -> str:
        term = terms().find(self.name, code)
        if term is None:
            return code
        return term.labels.get(_language(language)) or term.labels.get(settings.LANGUAGE_CODE) or code

    def parent(self, code: str) -> str | None:
        term = terms().find(self.name, code)
        if term is None:
            return None
        return term.country or (term.parent.code if term.parent else None)


class CountryVocabulary(_Labelled):
    """Countries: ISO 3166-1 codes, named by the Unicode CLDR."""

    def codes(self) -> list[str]:
        return sorted(COUNTRY_CODES, key=self.label)

    def all_codes(self) -> list[str]:
        # One order in every process: it is stored, and answers are compared by it.
        return sorted(COUNTRY_CODES)

    def label(self, code: str, language: str | None = None) -> str:
        return cldr(_language(language)).territories.get(code, code)


class LanguageVocabulary(_Labelled):
    """Working languages: the ISO 639-1 codes, named by the Unicode CLDR."""

    def codes(self) -> list[str]:
        return sorted(_language_codes(), key=self.label)

    def all_codes(self) -> list[str]:
        return list(_language_codes())

    def label(self, code: str, language: str | None = None) -> str:
        return language_name(code, language)


class MarketVocabulary(TermVocabulary):
    """Target markets: the regions of the ``market`` terms, then every country."""

    countries = CountryVocabulary()

    def codes(self) -> list[str]:
        return super().codes() + self.countries.codes()

    def all_codes(self) -> list[str]:
        return super().all_codes() + self.countries.all_codes()

    def label(self, code: str, language: str | None = None) -> str:
        if code in COUNTRY_CODES:
            return self.countries.label(code, language)
        return super().label(code, language)


def labelled(name: str, codes: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Codes of a vocabulary with their labels in the active language. KeyError as ``get_vocabulary``."""
    terms = get_vocabulary(name)
    return tuple((code, terms.label(code)) for code in codes)


@cache
def get_vocabulary(name: str) -> Vocabulary:
    """The vocabulary with this name.

    Raises KeyError naming it when there is none.
    """
    from vocabularies.models import VocabularyName  # models ask for labels

    special: dict[str, Vocabulary] = {
        "country": CountryVocabulary(),
        "language": LanguageVocabulary(),
        "market": MarketVocabulary("market"),
    }
    if name in special:
        return special[name]
    if name not in VocabularyName.values:
        raise KeyError(f"There is no vocabulary “{name}”. There are: {', '.join(vocabulary_names())}.")
    return TermVocabulary(name)


def vocabulary_names() -> list[str]:
    """Names of all vocabularies."""
    from vocabularies.models import VocabularyName

    return sorted({*VocabularyName.values, "country", "language"})


@cache
def _language_codes() -> tuple[str, ...]:
    codes = map(str, cldr(settings.LANGUAGE_CODE).languages)
    return tuple(code for code in codes if len(code) == 2)


class _Terms:
    """All terms, read in one query."""

    def __init__(self, rows: Iterable["Term"]) -> None:
        self.by_vocabulary: dict[str, dict[str, Term]] = {}
        for term in rows:
            self.by_vocabulary.setdefault(term.vocabulary, {})[term.code] = term

    def in_vocabulary(self, name: str) -> list["Term"]:
        return list(self.by_vocabulary.get(name, {}).values())

    def find(self, name: str, code: str) -> "Term | None":
        return self.by_vocabulary.get(name, {}).get(code)


class _TermCache:
    """The terms in memory. A change elsewhere is seen within a second, one made here at once."""

    seconds = 1.0

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        # Always replaced as a whole: other threads read it meanwhile.
        self.kept: tuple[_Terms, tuple, float] | None = None

    def get(self) -> _Terms:
        kept = self.kept
        if kept is None or time.monotonic() - kept[2] > self.seconds:
            from vocabularies.models import Term  # models ask for labels

            counted = Term.objects.aggregate(Max("updated"), Count("pk"))
            stamp = (counted["updated__max"], counted["pk__count"])
            known = kept[0] if kept and kept[1] == stamp else _Terms(Term.objects.select_related("parent"))
            self.kept = kept = (known, stamp, time.monotonic())
        return kept[0]


_cache = _TermCache()


def terms() -> _Terms:
    """All terms, kept in memory."""
    return _cache.get()


def forget_terms(**_kwargs: object) -> None:
    """Drop the terms in memory (after a change in this process)."""
    _cache.clear()
