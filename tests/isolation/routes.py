"""Every address below /admin/, as the resolver knows it, and how a request for one is made."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from wagtail.admin.views.bulk_action.registry import bulk_action_registry

PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^()]*\)")
ADMIN = "admin/"


def admin_routes() -> set[str]:
    """The routes below /admin/, without that beginning; of regular expressions without anchors."""
    return {
        plain(route.removeprefix(ADMIN))
        for route in _routes(get_resolver().url_patterns)
        if ADMIN in route[:6]
    }


def bulk_actions() -> set[str]:
    """The bulk actions that are registered: "app/model/action/"."""
    bulk_action_registry._scan_for_bulk_actions()
    return {
        f"{app}/{model}/{action}/"
        for app, models in bulk_action_registry.actions.items()
        for model, actions in models.items()
        for action in actions
    }


def plain(route: str) -> str:
    """A route without the anchors and escapes of a regular expression."""
    return route.replace("^", "").replace("$", "").replace("\\.", ".")


def address(route: str, values: Mapping[str, Any]) -> str:
    """The path of a route with values for its parameters.

    Raises:
        KeyError naming the parameter that has none.
    """
    return f"/{ADMIN}" + PARAMETER.sub(lambda found: str(values[found[1] or found[2]]), route)


def _routes(patterns: list[URLPattern | URLResolver], above: str = "") -> Iterator[str]:
    for pattern in patterns:
        route = above + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern.url_patterns, route)
        else:
            yield route
