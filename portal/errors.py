"""The pages for what went wrong."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.utils import translation


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The designed 404, in the language of the address."""
    language = translation.get_language_from_path(request.path_info) or translation.get_language_from_request(
        request
    )
    with translation.override(language):
        return render(request, "404.html", status=404)


def too_many_requests(request: HttpRequest, seconds: int) -> HttpResponse:
    """A plain 429 that says when to try again: for machines in Retry-After, in seconds. Asks no database."""
    language = translation.get_language()
    context = {"language": language, "seconds": seconds}
    response = HttpResponse(loader.get_template("429.html").render(context), status=429)
    response["Retry-After"] = str(seconds)
    response["Cache-Control"] = "no-store"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """The designed 500. Renders without database, session or context processors: they may be what failed."""
    language = translation.get_language_from_path(request.path_info) or translation.get_language()
    with translation.override(language):
        return HttpResponse(loader.get_template("500.html").render({"language": language}), status=500)
