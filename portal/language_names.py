"""Names of languages, from the Unicode CLDR."""

from functools import cache

from babel import Locale
from django.conf import settings
from django.utils.translation import get_language


def language_name(code: str, language: str | None = None) -> str:
    """Name of the language (code) in a language (default: the active one), as it stands in a list.

    The code itself when it has no name.
    """
    name = language_within(code, language)
    return name[:1].upper() + name[1:]


def language_within(code: str, language: str | None = None) -> str:
    """The same name as it stands within a sentence: small in languages that write it so."""
    return _cldr(language or get_language() or settings.LANGUAGE_CODE).languages.get(code, code)


@cache
def _cldr(language: str) -> Locale:
    return Locale.parse(language, sep="-")
