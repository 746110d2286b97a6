"""Names of languages, and where they are from: the Unicode CLDR."""

from functools import cache

from babel import Locale
from django.conf import settings
from django.utils.translation import get_language

from portal.settings.languages import PORTAL_LANGUAGES


def language_name(code: str, language: str | None = None) -> str:
    """Name of the language (code) in a language (default: the active one), as it stands in a list.

    The code itself when it has no name.
    """
    name = language_within(code, language)
    return name[:1].upper() + name[1:]


def language_within(code: str, language: str | None = None) -> str:
    """The same name as it stands within a sentence: small in languages that write it so."""
    return str(cldr(language or get_language() or settings.LANGUAGE_CODE).languages.get(code, code))


def with_country(code: str) -> str:
    """A language of the portal (code) with its country, as Open Graph has it: ``pt_PT``."""
    own = {each.code: each.country for each in PORTAL_LANGUAGES}
    return f"{code}_{own.get(code) or code.upper()}"


@cache
def cldr(language: str) -> Locale:
    """What the CLDR knows of a language of the portal (code), or of another one."""
    own = {each.code: each.cldr for each in PORTAL_LANGUAGES}
    return Locale.parse(own.get(language) or language, sep="-")
