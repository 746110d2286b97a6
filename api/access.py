"""How the API is open: to read only, from every origin, within a limit, and cheaply asked again."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import conditional_page

from search.limits import client_address, seconds_to_wait

METHODS = "GET, HEAD, OPTIONS"
# Seconds that an answer may be shown without asking again; then its ETag is enough to ask.
FRESH = 60

View = Callable[..., HttpResponse]


def public(view: View) -> View:
    """The view for programs anywhere: errors are JSON too."""
    cached = conditional_page(view)

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = _answer(cached, request, *args, **kwargs)
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = "ETag, Retry-After"
        return response

    # Counted here and not by the middleware, whose refusal is a page.
    answer.rate_limit = ""  # type: ignore[attr-defined]
    # Nothing can be changed here; another method gets its 405.
    return csrf_exempt(answer)


def unknown_address(request: HttpRequest, **_kwargs: Any) -> HttpResponse:
    """404 for an address below the API that is none of its own."""
    return _error(404, "There is nothing at this address. See /api/v1/docs.")


def _answer(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    if request.method == "OPTIONS":
        response = HttpResponse(status=204)
        response["Allow"] = response["Access-Control-Allow-Methods"] = METHODS
        response["Access-Control-Allow-Headers"] = "*"
        response["Access-Control-Max-Age"] = "86400"
        return response
    if request.method not in ("GET", "HEAD"):
        response = _error(405, "The API is read-only.")
        response["Allow"] = METHODS
        return response
    seconds = seconds_to_wait("api", client_address(request))
    if seconds:
        response = _error(429, f"Too many requests. Try again in {seconds} seconds.")
        response["Retry-After"] = str(seconds)
        response["Cache-Control"] = "no-store"
        return response
    head, request.method = request.method == "HEAD", "GET"
    try:
        response = view(request, *args, **kwargs)
    except Http404:
        response = unknown_address(request)
    # Errors are in English; what is not refused is in the language asked for.
    response["Content-Language"] = "en"
    if response.status_code < 400:
        language = request.GET.get("lang")
        response["Content-Language"] = language if language in dict(settings.LANGUAGES) else "en"
        patch_cache_control(response, public=True, max_age=FRESH)
    if head:
        response["Content-Length"] = str(len(response.content))
        response.content = b""
    return response


def _error(status: int, detail: str) -> HttpResponse:
    return JsonResponse({"detail": detail, "problems": []}, status=status)
