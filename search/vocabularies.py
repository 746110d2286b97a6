"""Vocabularies of facets that are not kept as terms: fixed choices, and codes that content brings along."""

import re
from collections.abc import Mapping

from django.conf import settings
from django.utils.translation import get_language, override


class LabelledCodes:
    """A few fixed codes with translatable labels.

    Arguments:
        labels: label (a lazy translation) by code, in display order.
    """

    def __init__(self, labels: Mapping[str, object]) -> None:
        self._labels = dict(labels)

    def codes(self) -> list[str]:
        """The codes, in display order."""
        return list(self._labels)

    def all_codes(self) -> list[str]:
        """The same: none is ever retired."""
        return self.codes()

    def label(self, code: str, language: str | None = None) -> str:
        """Label in the language (default: the active one); the code itself when it is unknown."""
        with override(language or get_language()):
            return str(self._labels.get(code, code))

    def labels(self, code: str) -> dict[str, str]:
        """Labels by language."""
        return {language: self.label(code, language) for language, _name in settings.LANGUAGES}

    def parent(self, code: str) -> None:
        """None: the codes have no parents."""


class PlainCodes:
    """Codes that are their own labels in every language: years, slugs, names. Known are those that occur.

    Arguments:
        pattern: regular expression that the whole code must match.
        newest_first: list the greatest code first (years) instead of sorting by label.
    """

    def __init__(self, pattern: str = r"[\w-]{1,160}", *, newest_first: bool = False) -> None:
        self._pattern = re.compile(pattern)
        self.newest_first = newest_first

    def accepts(self, code: str) -> bool:
        """Whether the text can be a code at all."""
        return code.isprintable() and self._pattern.fullmatch(code) is not None

    def codes(self) -> list[str]:
        """Nothing: what is listed is what occurs."""
        return []

    def all_codes(self) -> list[str]:
        """Nothing, see ``codes``."""
        return []

    def label(self, code: str, language: str | None = None) -> str:
        """The code itself."""
        return code

    def labels(self, code: str) -> dict[str, str]:
        """The code itself, in every language."""
        return {language: code for language, _name in settings.LANGUAGES}

    def parent(self, code: str) -> None:
        """None: the codes have no parents."""
