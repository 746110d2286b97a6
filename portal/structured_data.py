"""What a page says of itself to machines: schema.org in JSON-LD.

A page type adds its own thing with ``linked_data``; the way to the page and, on front pages, the site with
its search are added here. Property names and types: https://schema.org.
"""

from collections.abc import Container, Sequence
from typing import Any

from django.conf import settings
from django.utils.html import json_script
from django.utils.safestring import SafeString, mark_safe
from wagtail.images.models import SourceImageIOError

from portal.navigation import Link
from portal.paths import absolute_url, public_path

Thing = dict[str, Any]
FIELDS = {"name": "title", "headline": "title", "description": "summary"}
"""Fields of a page that a thing says, by property."""

# As the pages show them, or one more would be made of each.
PICTURE, LOGO = "format-jpeg|width-1200", "max-480x180|format-webp"


def script(things: Sequence[Thing]) -> SafeString:
    """The things as a data block, "" without any. What could end the block is escaped."""
    if not things:
        return SafeString("")
    data = {"@context": "https://schema.org", "@graph": [compact(thing) for thing in things]}
    block = str(json_script(data))
    return mark_safe(block.replace('type="application/json"', 'type="application/ld+json"', 1))  # noqa: S308


def compact(thing: Thing) -> Thing:
    """The thing without properties that say nothing."""
    return {
        name: compact(value) if isinstance(value, dict) else value
        for name, value in thing.items()
        if value not in (None, "", [], {})
    }


def with_languages(thing: Thing, untranslated: Container[str], language: str) -> Thing:
    """The thing with the language at what it says in another one than it is in (JSON-LD 1.1, 4.2.4).

    Arguments:
        thing: of a page.
        untranslated: fields of the page that were published without being translated.
        language: code of their language.
    """
    return {
        name: {"@value": value, "@language": language}
        if value and FIELDS.get(name) in untranslated
        else value
        for name, value in thing.items()
    }


def breadcrumb_list(crumbs: Sequence[Link], here: str) -> Thing | None:
    """The way to a page, None when there is none above it.

    Arguments:
        crumbs: from the front page to the page itself.
        here: absolute address of the page.
    """
    if len(crumbs) < 2:
        return None
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "name": crumb.title,
                "item": absolute_url(crumb.url) if crumb.url else here,
            }
            for position, crumb in enumerate(crumbs, start=1)
        ],
    }


def picture(image: Any, form: str = PICTURE) -> str | None:
    """Absolute address of an image in a form that the page shows it in; None without one.

    Arguments:
        image: one of the portal's, or None.
        form: as Wagtail's tags for images write it.
    """
    try:
        return str(image.get_rendition(form).full_url) if image else None
    except SourceImageIOError:
        # The file is lost: the page says so where it would show it.
        return None


def web_page(url: str, **properties: Any) -> Thing:
    """The page that describes something which has no licence of its own: an organisation, an event.

    Arguments:
        url: absolute address of the page.
        properties: more of it: where its facts come from, when somebody looked at them.
    """
    return {"@type": "WebPage", "url": url, "license": settings.DATA_LICENCE, **properties}


def web_site(name: str, language: str) -> Thing:
    """The portal in a language, and how to search it."""
    return {
        "@type": "WebSite",
        "name": name,
        "url": absolute_url(public_path(language, "")),
        "inLanguage": language,
        "potentialAction": {
            "@type": "SearchAction",
            "target": {
                "@type": "EntryPoint",
                "urlTemplate": absolute_url(public_path(language, "search/")) + "?q={search_term_string}",
            },
            "query-input": "required name=search_term_string",
        },
    }
