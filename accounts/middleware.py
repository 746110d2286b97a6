"""What stands between a session and the admin."""

import time
from collections.abc import Callable

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME, SESSION_KEY
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

GetResponse = Callable[[HttpRequest], HttpResponse]

ADMIN = "/admin/"
# The one thing of the admin that needs no second factor.
LOGOUT = "/admin/logout/"
# In the session in which a factor was set up: when. Signing out, or in as somebody else, forgets it.
SET_UP = "second_factor_set_up"


class SecondFactorMiddleware:
    """Lets a session into the admin only when a second factor was used in it, whatever way it came about.

    A person without a factor is led to where one is set up; one with a factor is asked for it.
    ``REQUIRE_SECOND_FACTOR=False`` turns it off.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.REQUIRE_SECOND_FACTOR and needs_second_factor(request):
            return ask_for_second_factor(request)
        return self.get_response(request)


def needs_second_factor(request: HttpRequest) -> bool:
    """Whether somebody who has used no second factor in this session is about to enter the admin."""
    if not request.path_info.startswith(ADMIN) or request.path_info == LOGOUT:
        return False
    user = request.user
    if not user.is_authenticated:
        return False
    if SET_UP in request.session:
        return False
    return not any(record.get("method") == "mfa" for record in get_authentication_records(request, user))


def ask_for_second_factor(request: HttpRequest) -> HttpResponse:
    """Lead to where the factor is asked for, or set up. For a script: 403.

    Raises:
        PermissionDenied for a request that a script of the admin made.
    """
    if request.headers.get("x-requested-with") == "XMLHttpRequest":
        raise PermissionDenied
    methods = get_adapter().get_reauthentication_methods(request.user)
    factor = next((each["url"] for each in methods if each["id"] != "reauthenticate"), None)
    if factor:
        return redirect(f"{factor}?{urlencode({REDIRECT_FIELD_NAME: request.get_full_path()})}")
    messages.warning(request, _("Set up a second factor first: editing needs one."))
    return redirect(reverse("mfa_index"))


class IdleSessionMiddleware:
    """Ends sessions that were idle for ``SESSION_COOKIE_AGE`` seconds.

    Django counts from the last write, so a session is written while it is used, though not at every request.
    What an open page sends by itself is no use: a forgotten window would stay signed in for ever. Our scripts
    say so in a header; Wagtail's question who else is editing is known by its address.
    """

    WRITE_SECONDS = 300
    BY_ITSELF = "X-By-Itself"
    EDITING_SESSIONS = "/admin/editing-sessions/"

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # An untouched session stays so: a page for everybody must not vary by cookie.
        if not request.session.accessed or SESSION_KEY not in request.session:
            return response
        now = int(time.time())
        written_lately = now - request.session.get("used_at", 0) < self.WRITE_SECONDS
        if not written_lately and not self._came_by_itself(request):
            request.session["used_at"] = now
        return response

    def _came_by_itself(self, request: HttpRequest) -> bool:
        return self.BY_ITSELF in request.headers or request.path_info.startswith(self.EDITING_SESSIONS)
