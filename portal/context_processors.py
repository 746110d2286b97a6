"""What every template may ask: in which languages there is this page, and where."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from portal.counterparts import around, best
from portal.paths import absolute_url, public_path
from portal.served import Served, get_served


@dataclass(frozen=True)
class LanguageLink:
    """A link to the same address in another language.

    Arguments:
        code: language code.
        name: the language's own name.
        url: path with the query string.
        exists: whether the page really exists in that language; otherwise its original is shown there.
        current: whether it is the visitor's language.
    """

    code: str
    name: str
    url: str
    exists: bool
    current: bool


def portal(request: HttpRequest) -> dict[str, Any]:
    """Languages of the page that is rendered. One query for a page, none for other views.

    Returns:
        ``untranslated_language``: code of the page's language when it is not the visitor's, else "".
        ``untranslated_texts``: what the page shows in ``source_language`` (code) because it was published
            without being translated: plain texts by content path.
        ``canonical_url``: absolute address of the page in the language it is written in; "" for other views.
        ``alternates``: (hreflang, absolute address) of every language the page exists in, and x-default.
        ``language_links``: a LanguageLink for every language of the portal.
    """
    stored = getattr(request, "_portal_context", None)
    served = get_served(request)
    if stored is None or stored[0] is not served:
        stored = (served, _context(request, served))
        request._portal_context = stored  # type: ignore[attr-defined]
    return stored[1]


def _context(request: HttpRequest, served: Served | None) -> dict[str, Any]:
    path = path_without_language(request.path_info)
    languages = [code for code, _name in settings.LANGUAGES]
    if served is None:
        return {
            "untranslated_language": "",
            "untranslated_texts": {},
            "source_language": "",
            "canonical_url": "",
            "alternates": [],
            "language_links": language_links(path, request.GET.urlencode(), set(languages)),
        }
    key = served.page.translation_key
    public = [each for each in around(request) if each.key == key]
    existing = {each.language for each in public} | {served.language}
    addresses = {code: absolute_url(public_path(code, path)) for code in languages if code in existing}
    alternates = list(addresses.items())
    # For everybody else: the default language's, or where there is none what it shows instead.
    default = best(public, settings.LANGUAGE_CODE)
    if default and default.language in addresses:
        alternates.append(("x-default", addresses[default.language]))
    shown = next((each for each in public if each.language == served.language), None)
    return {
        "untranslated_texts": shown.untranslated if shown else {},
        "source_language": (shown and shown.source_language) or served.language,
        "untranslated_language": "" if served.language == get_language() else served.language,
        "canonical_url": absolute_url(public_path(served.language, path)),
        "alternates": alternates,
        "language_links": language_links(path, request.GET.urlencode(), existing),
    }


def path_without_language(path: str) -> str:
    """The part of an address after its language: ``news/`` of ``/fr/news/``; "" when it has no language."""
    language, _slash, rest = path.lstrip("/").partition("/")
    return rest if language in dict(settings.LANGUAGES) else ""


def language_links(path: str, query: str, existing: set[str]) -> list[LanguageLink]:
    """Links to a path in every language of the portal.

    Arguments:
        path: without language.
        query: query string without question mark; filters mean the same in every language.
        existing: codes of the languages in which there is something at the path.
    """
    suffix = f"?{query}" if query else ""
    return [
        LanguageLink(code, name, public_path(code, path) + suffix, code in existing, code == get_language())
        for code, name in settings.LANGUAGES
    ]
