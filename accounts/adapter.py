"""What the portal decides differently from django-allauth."""

import logging
import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.middleware import SET_UP
from accounts.sealing import seal, unseal

logger = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by those who keep them."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: nobody makes an account for themselves."""
        return False

    def get_reauthentication_methods(self, user: AbstractBaseUser | AnonymousUser) -> list[dict[str, Any]]:
        """Whoever has a second factor shows it: a password alone must not change factors."""
        methods = super().get_reauthentication_methods(user)
        return [each for each in methods if each["id"] != "reauthenticate"] or methods

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not right after a factor was shown; nor after the password, while there is no factor yet."""
        has_factor = is_mfa_enabled(self.request.user)
        records = get_authentication_records(self.request, self.request.user)
        proofs = [each["at"] for each in records if each["method"] == "mfa" or not has_factor]
        latest = max([*proofs, self.request.session.get(SET_UP, 0)])
        if time.time() - latest < app_settings.REAUTHENTICATION_TIMEOUT:
            return False
        return super().is_reauthentication_required(app=app, **kwargs)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send it, or write down that it could not be sent.

        What the mail tells of has been done; and whether an address belongs to an account shows in no answer.
        """
        try:
            super().send_mail(template_prefix, email, context)
        except OSError:
            logger.exception("A mail about an account was not sent (%s)", template_prefix)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second factors."""

    def encrypt(self, text: str) -> str:
        """How a secret is stored."""
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """A stored secret."""
        return unseal(encrypted_text)

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:
        """A name to begin with."""
        number = Authenticator.objects.filter(user=user.pk, type=type).count() + 1
        return _("Passkey") if number == 1 else _("Passkey %(number)d") % {"number": number}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The portal, as the device names it beside the passkey."""
        return super().get_public_key_credential_rp_entity() | {"name": settings.WAGTAIL_SITE_NAME}

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Not the last one where one is required: whoever lost it asks those who keep the accounts."""
        if not settings.REQUIRE_SECOND_FACTOR:
            return True
        others = Authenticator.objects.filter(user=authenticator.user_id).exclude(pk=authenticator.pk)
        return others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists()
