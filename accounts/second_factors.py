"""Taking second factors away from somebody who lost them."""

from allauth.mfa.models import Authenticator
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from accounts.models import User

REMOVED = "accounts.remove_second_factors"


@transaction.atomic
def remove_second_factors(user: User, by: User | None = None) -> list[str]:
    """Remove all factors and recovery codes of a person, and end their sessions. Logged in the site history.

    Arguments:
        user: whose.
        by: who does it; None for the command line.

    Returns:
        The kinds that were removed, e.g. ["totp", "recovery_codes"]; empty when there was none.
    """
    factors = Authenticator.objects.filter(user=user)
    kinds = list(factors.order_by("pk").values_list("type", flat=True))
    if kinds:
        factors.delete()
        log(user, REMOVED, user=by, data={"kinds": kinds})
    end_sessions(user)
    return kinds


def end_sessions(user: User) -> int:
    """Sign somebody out everywhere. Returns how many sessions ended.

    A session does not say in its row whose it is, so all that have not expired are looked at.
    """
    ended = 0
    for session in Session.objects.filter(expire_date__gte=timezone.now()).iterator():
        if session.get_decoded().get(SESSION_KEY) == str(user.pk):
            session.delete()
            ended += 1
    return ended
