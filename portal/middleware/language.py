"""The visitor's language; programs have none."""

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

OUTSIDE_LANGUAGES = "/api/"


class LanguageMiddleware(LocaleMiddleware):
    """Django's, but what programs are answered does not depend on Accept-Language, and an address that is
    wrong is not led to a page for people.
    """

    def process_request(self, request: HttpRequest) -> None:
        if not request.path_info.startswith(OUTSIDE_LANGUAGES):
            super().process_request(request)
            return
        translation.activate(settings.LANGUAGE_CODE)
        request.LANGUAGE_CODE = translation.get_language()  # type: ignore[attr-defined]

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if request.path_info.startswith(OUTSIDE_LANGUAGES):
            return response
        return super().process_response(request, response)
