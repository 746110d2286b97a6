"""What is shown at an address that the visitor's language does not have: the page as it was written first.

Slugs are the same in every language, so the path is looked up in the trees of all languages at once.
"""

from collections.abc import Sequence

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.http import Http404, HttpRequest
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from portal.counterparts import Version, at_paths, best, by_path, versions
from portal.paths import language_less_path, public_path

# The tree is never deeper; a longer address is a guess and costs no query.
DEEPEST = 10


def split_points(components: Sequence[str]) -> list[tuple[str, list[str]]]:
    """Every way to read an address as the path of a page and a rest that the page itself resolves.

    Arguments:
        components: parts of the path, without language.

    Returns:
        (path, rest), the longest path first.
    """
    parts = list(components)
    return [("/".join([*parts[:n], ""]) if n else "", parts[n:]) for n in range(len(parts), -1, -1)]


def choose(
    candidates: Sequence[Version], components: Sequence[str], language: str
) -> tuple[Version, list[str]] | None:
    """The version to show at an address, and the rest that it has to resolve.

    Arguments:
        candidates: the public versions at the address and above it, in any language.
        components: parts of the path, without language.
        language: code of the visitor's language.

    Returns:
        The version closest to the address, in the language it was written in first; None when there is none.
    """
    groups = by_path(candidates)
    for path, rest in split_points(components):
        version = best(groups.get(path, []), language)
        if version:
            return version, rest
    return None


def find_original(request: HttpRequest, path: str, language: str) -> tuple[RouteResult, str] | None:
    """The page to serve where the visitor's language has none. At most two queries.

    Arguments:
        request: the visitor's request, for pages that resolve a part of the address themselves.
        path: the address without language.
        language: code of the visitor's language.

    Returns:
        Wagtail's route result and the code of the page's language; None when nothing public is there.
    """
    components = [part for part in path.split("/") if part]
    if len(components) > DEEPEST:
        return None
    places = [place for place, _rest in split_points(components)]
    choice = choose(versions(at_paths(places)), components, language)
    if choice is None:
        return None
    version, rest = choice
    model = ContentType.objects.get_for_id(version.content_type_id).model_class()
    if model is None or (rest and not issubclass(model, RoutablePageMixin)):
        return None
    try:
        page: Page = model._default_manager.get(pk=version.pk)
        return page.route(request, rest), version.language
    except Http404:
        return None


def moved_to(path: str, language: str) -> str | None:
    """Where the page went that another language had at an address. One query.

    Wagtail makes a redirect in each language that has the page, and follows those of the visitor's own.

    Arguments:
        path: the address without language.
        language: code of the visitor's language.

    Returns:
        The page's address in the visitor's language; None when no language tells.
    """
    others = [code for code, _name in settings.LANGUAGES if code != language]
    old = [Redirect.normalise_path(public_path(code, path)) for code in others]
    redirect = Redirect.objects.filter(old_path__in=old, redirect_page__isnull=False).first()
    if redirect is None:
        return None
    new = language_less_path(redirect.redirect_page)
    return public_path(language, new) if new.strip("/") != path.strip("/") else None
