"""Signing in, as the admin shows it."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.log_actions import LogActionRegistry

from accounts.second_factors import REMOVED

# After what waits for the person, before everything that is only good to know.
NOTICE_ORDER = 50


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    """What happens to accounts beside Wagtail's own actions."""
    actions.register_action(REMOVED, _("Remove second factors"), _("Second factors removed"))


@hooks.register("register_account_menu_item")
def sign_in_settings(_request: HttpRequest) -> dict[str, Any]:
    """Password and second factor are looked after where people sign in."""
    return {
        "url": reverse("mfa_index"),
        "label": _("Password and second factor"),
        "help_text": _(
            "Change your password, set up passkeys or an authenticator app, see your recovery codes."
        ),
    }


class RelaxedNotice(Component):
    """Says that this portal asks for no second factor."""

    name = "second_factor_relaxed"
    order = NOTICE_ORDER
    template_name = "accounts/relaxed_notice.html"


@hooks.register("construct_homepage_panels")
def relaxed_notice(_request: HttpRequest, panels: list[Component]) -> None:
    """Nobody takes the demo's habits for the rule."""
    if not settings.REQUIRE_SECOND_FACTOR:
        panels.append(RelaxedNotice())
