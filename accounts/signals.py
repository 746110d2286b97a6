"""What follows when an account changes."""

import time
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from django.dispatch import receiver
from django.http import HttpRequest

from accounts.middleware import SET_UP


@receiver(authenticator_added)
def remember_set_up(request: HttpRequest, authenticator: Authenticator, **_kwargs: Any) -> None:
    """Whoever has just set up a factor has shown it, and is not asked for it once more."""
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        request.session[SET_UP] = time.time()
