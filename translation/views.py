"""Serving pages: in the visitor's language, or else as they were written first."""

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language, get_language_from_request
from django.views.decorators.http import require_safe
from wagtail.models import Page
from wagtail.url_routing import RouteResult
from wagtail.views import serve as wagtail_serve

from portal.counterparts import tree_roots
from portal.paths import public_path
from portal.served import Served, set_served
from translation.fallback import find_original, moved_to


@require_safe
def redirect_to_language(request: HttpRequest) -> HttpResponse:
    """From ``/`` to the front page in the language that the visitor's browser prefers."""
    query = request.META.get("QUERY_STRING", "")
    url = public_path(get_language_from_request(request), "")
    response = HttpResponseRedirect(f"{url}?{query}" if query else url)
    patch_vary_headers(response, ["Accept-Language"])
    return response


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Wagtail's view, extended: what the visitor's language does not have is served from the page that was
    written first. The interface stays in the visitor's language.

    Arguments:
        request: the visitor's request.
        path: the address without language.

    Raises:
        Http404 when no language has a public page there.
    """
    language = get_language() or ""
    route = Page.route_for_request(request, path)
    served_language = language
    if route is None or not _is_real(route, language):
        found = find_original(request, path, language)
        if found:
            route, served_language = found
            # Wagtail keeps its route on the request and asks for it there, in this view as everywhere.
            request._wagtail_route_for_request = route  # type: ignore[attr-defined]
        elif route is None or not _stands_for_itself(route):
            if moved := moved_to(path, language):
                return HttpResponsePermanentRedirect(moved)
            raise Http404
    set_served(request, Served(route.page, served_language))
    try:
        return wagtail_serve(request, path)
    except Http404:
        set_served(request, None)
        raise


def _is_real(route: RouteResult, language: str) -> bool:
    """Whether the page is an original or a translation in this language's tree. No query."""
    root = tree_roots().get(language)
    return route.page.alias_of_id is None and root is not None and route.page.url_path.startswith(root)


def _stands_for_itself(route: RouteResult) -> bool:
    """Whether the page is an alias of another page of its own language: an editor's second address for it."""
    page = route.page
    return page.alias_of_id is not None and page.alias_of.locale_id == page.locale_id
