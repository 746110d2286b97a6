"""Addresses of pages. Slugs are the same in every language, so an address is a language and a path."""

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils.translation import override
from wagtail.models import Page

SERVE = "wagtail_serve"
"""Name of the route that leads to pages."""


def language_less_path(page: Page) -> str:
    """Path of a page without host and language, e.g. ``clusters/germany/x/``; "" for a front page."""
    return page.url_path.lstrip("/").partition("/")[2]


def public_path(language: str, path: str) -> str:
    """Path of a page in a language: ``public_path("fr", "news/")`` is ``/fr/news/``."""
    return f"/{language}/{path}"


def is_reserved(parent: Page, slug: str) -> bool:
    """Whether a page with the slug below a parent could never be seen: the portal itself answers there."""
    if parent.is_root():
        return False
    language = settings.LANGUAGE_CODE
    try:
        with override(language):
            match = resolve(public_path(language, f"{language_less_path(parent)}{slug}/"))
    except Resolver404:
        # It is no slug at all, which is said where slugs are checked.
        return False
    return match.url_name != SERVE


def absolute_url(path: str) -> str:
    """The path with scheme and host of the portal."""
    return f"{settings.SITE_URL}{path}"
