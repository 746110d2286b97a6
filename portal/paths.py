"""Addresses of pages. Slugs are the same in every language, so an address is a language and a path."""

from django.conf import settings
from wagtail.models import Page


def language_less_path(page: Page) -> str:
    """Path of a page without host and language, e.g. ``clusters/germany/x/``; "" for a front page."""
    return page.url_path.lstrip("/").partition("/")[2]


def public_path(language: str, path: str) -> str:
    """Path of a page in a language: ``public_path("fr", "news/")`` is ``/fr/news/``."""
    return f"/{language}/{path}"


def absolute_url(path: str) -> str:
    """The path with scheme and host of the portal."""
    return f"{settings.SITE_URL}{path}"
