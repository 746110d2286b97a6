"""Which page answers the request: set by the view that serves pages, read while the page is rendered."""

from dataclasses import dataclass

from django.http import HttpRequest
from wagtail.models import Page


@dataclass(frozen=True)
class Served:
    """The page that answers a request, and the code of the language it is written in."""

    page: Page
    language: str


def set_served(request: HttpRequest, served: Served | None) -> None:
    """Remember the page that answers, or that none does."""
    request._portal_served = served  # type: ignore[attr-defined]


def get_served(request: HttpRequest) -> Served | None:
    """The page that answers, None for a view that is no page."""
    return getattr(request, "_portal_served", None)
