"""How many searches, suggestions, exports and passwords of pages an address may ask for or try in a minute.

Reading the portal is never limited: only what costs the search engine work and has no cache in front. That is
every address with a query, whether words or filters.
"""

import time
from collections.abc import Callable
from functools import wraps
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any, TypeVar, cast

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from portal.errors import too_many_requests

WINDOW_SECONDS = 60
# A household or a company has this much of an IPv6 address to itself.
_IPV6_NETWORK = 64

View = TypeVar("View", bound=Callable[..., Any])


def limited(what: str) -> Callable[[View], View]:
    """Mark a view as limited: ``what`` is a key of ``settings.RATE_LIMITS``."""

    def mark(view: View) -> View:
        # Not on the view itself: it may be somebody else's.
        @wraps(view)
        def marked(*args: Any, **kwargs: Any) -> Any:
            return view(*args, **kwargs)

        marked.rate_limit = what  # type: ignore[attr-defined]
        return cast(View, marked)

    return mark


class RateLimitMiddleware:
    """Answers 429 to an address that asks too much: of a marked view, or of any page with a question."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        """None when the request may go on."""
        what = getattr(view, "rate_limit", "search" if request.GET else "")
        # Editors search their own lists there.
        if not what or request.path_info.startswith("/admin/"):
            return None
        seconds = seconds_to_wait(what, client_address(request))
        return too_many_requests(request, seconds) if seconds else None


def seconds_to_wait(what: str, address: str) -> int:
    """Count a request. 0 when it may go on, else the seconds until the next one may.

    Counted in the default cache: for all processes together when they share it, else for each on its own.
    The address is not stored, only a keyed digest of it, for a minute. A cache that fails limits nobody.
    """
    most = settings.RATE_LIMITS[what]
    if not most:
        return 0
    window, passed = divmod(time.time(), WINDOW_SECONDS)
    digest = salted_hmac("search.limits", address).hexdigest()[:24]
    key = f"limit:{what}:{int(window)}:{digest}"
    try:
        cache.add(key, 0, timeout=WINDOW_SECONDS)
        count = cache.incr(key)
    except Exception:  # every cache has its own errors, and none of them may stop a search
        return 0
    return 0 if count <= most else max(1, int(WINDOW_SECONDS - passed))


def client_address(request: HttpRequest) -> str:
    """Address of the client, of IPv6 the network.

    The last ``settings.PROXIES`` proxies are ours, and each appends whom it talks to to X-Forwarded-For. What
    stands further left was written by the client and proves nothing.
    """
    address = request.META.get("REMOTE_ADDR", "")
    if settings.PROXIES:
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        if len(forwarded) >= settings.PROXIES:
            address = forwarded[-settings.PROXIES].strip()
    try:
        parsed = ip_address(address)
    except ValueError:
        return request.META.get("REMOTE_ADDR", "")
    if isinstance(parsed, IPv6Address):
        parsed = parsed.ipv4_mapped or parsed
    if isinstance(parsed, IPv6Address):
        return str(ip_network((parsed, _IPV6_NETWORK), strict=False))
    return str(parsed)
