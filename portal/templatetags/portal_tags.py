"""Menus, breadcrumbs and links between the languages."""

from typing import Any

from django import template
from django.utils.translation import get_language
from wagtail.models import Page

from portal import navigation
from portal.paths import language_less_path, public_path

register = template.Library()


def _language() -> str:
    return get_language() or ""


@register.inclusion_tag("includes/main_menu.html", takes_context=True)
def main_menu(context: template.Context) -> dict[str, Any]:
    """The main menu of the visitor's language; what is not translated is linked by its original's title."""
    language = _language()
    return {"items": navigation.main_menu(context["request"], language), "LANGUAGE_CODE": language}


@register.inclusion_tag("includes/footer_menu.html", takes_context=True)
def footer_menu(context: template.Context) -> dict[str, Any]:
    """The pages about the portal."""
    language = _language()
    return {"items": navigation.footer_menu(context["request"], language), "LANGUAGE_CODE": language}


@register.inclusion_tag("includes/breadcrumbs.html", takes_context=True)
def breadcrumbs(context: template.Context) -> dict[str, Any]:
    """The way to the page of the context; nothing where there is none."""
    page, language = context.get("page"), _language()
    if not isinstance(page, Page):
        return {"crumbs": [], "LANGUAGE_CODE": language}
    page_language = context.get("untranslated_language") or language
    return {
        "crumbs": navigation.breadcrumbs(context["request"], page, page_language, language),
        "LANGUAGE_CODE": language,
    }


@register.inclusion_tag("includes/language_links.html", takes_context=True)
def language_links(context: template.Context) -> dict[str, Any]:
    """The same address in the other languages."""
    return {"links": context.get("language_links", []), "LANGUAGE_CODE": _language()}


@register.simple_tag
def localized_url(page: Page | None) -> str:
    """Path of a page in the visitor's language; where it is not translated its original is shown there."""
    return public_path(_language(), language_less_path(page)) if page else ""
