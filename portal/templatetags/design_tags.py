"""What templates need for the look: signs, hues, languages, the value-chain line."""

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any
from urllib.parse import urlsplit

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from portal.language_names import language_within, with_country
from portal.paths import public_path

register = template.Library()


@register.simple_tag
def public_url(path: str) -> str:
    """Path of a part of the portal in the visitor's language: ``{% public_url "clusters/" %}``."""
    return public_path(get_language() or settings.LANGUAGE_CODE, path)


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """A sign of the interface, silent for screen readers: words stand beside it."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        static("portal/icons.svg"),
        name,
    )


@register.simple_tag
@lru_cache(maxsize=256)
def sector_sign(code: str) -> SafeString:
    """The star sign of a sector in its hue, silent for screen readers."""
    return format_html(
        '<svg class="asterism hue hue-{0}" aria-hidden="true" focusable="false">'
        '<use href="{1}#sector-{0}"/></svg>',
        code,
        static("portal/icons.svg"),
    )


@register.inclusion_tag("includes/value_chain.html")
def value_chain_line(stages: Sequence[tuple[str, str, bool]]) -> dict[str, Any]:
    """The stages of a value chain on a line.

    Arguments:
        stages: (code, label, covered) from upstream to downstream.
    """
    covered = [stage[2] for stage in stages]
    drawn = [
        {
            "label": label,
            "covered": is_covered,
            "before": None if index == 0 else is_covered and covered[index - 1],
            "after": None if index == len(stages) - 1 else is_covered and covered[index + 1],
        }
        for index, (_code, label, is_covered) in enumerate(stages)
    ]
    return {"stages": drawn, "count": sum(covered)}


@register.simple_tag(takes_context=True)
def lang_unless_page(context: template.Context, language: str) -> SafeString:
    """`` lang="xx"`` for text whose language is not that of the text around it, else nothing."""
    if not language or language == context.get("LANGUAGE_CODE"):
        return SafeString("")
    return format_html(' lang="{}"', language)


@register.simple_tag(takes_context=True)
def interface_lang(context: template.Context) -> SafeString:
    """`` lang="xx"`` for words of the interface inside content of another language, else nothing."""
    if not context.get("untranslated_language"):
        return SafeString("")
    return format_html(' lang="{}"', context["LANGUAGE_CODE"])


@register.inclusion_tag("includes/sky.html")
def faint_sky() -> dict[str, Any]:
    """The stars of ``settings.SKY``, unconnected, and an empty circle: what was looked for is not among
    them. Silent.
    """
    sky = import_string(settings.SKY)()
    return {"sky": sky, "faint": True, "lost": {"x": sky.frame.width * 0.2, "y": sky.frame.height * 0.3}}


@register.filter(name="language_name")
def name_of_language(code: str) -> str:
    """Name of a language (code) in the active language, as within a sentence. Empty for no code."""
    return language_within(code) if code else ""


register.filter(with_country)


@register.filter
def host(url: str) -> str:
    """The host of an address, as people say it: ``https://www.example.org/x`` is ``example.org``."""
    return (urlsplit(url).hostname or "").removeprefix("www.")
