"""Forms of the sign-in pages, where allauth's speak of something else than the portal does."""

import re
from typing import Any

from allauth.account.forms import LoginForm as AllauthLoginForm
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.core.cache import cache
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _


class LoginForm(AllauthLoginForm):
    """Name and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("User name or e-mail address")
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
        self.fields["login"].widget.attrs["autocomplete"] = "username"
        # Below the buttons, where nobody stumbles over it between the two fields.
        self.fields["password"].help_text = ""


class _UsedOnce:
    """A code that worked does not work again as long as it could.

    allauth remembers it for one period of thirty seconds; with tolerance it could be used in three.
    """

    def clean_code(self) -> str:
        code: str = super().clean_code()  # type: ignore[misc]
        digits = re.sub(r"\W", "", code)
        key = salted_hmac("accounts.code", f"{self.user.pk}:{digits}").hexdigest()  # type: ignore[attr-defined]
        seconds = app_settings.TOTP_PERIOD * (1 + 2 * app_settings.TOTP_TOLERANCE)
        if not cache.add(f"used-code:{key}", 1, timeout=seconds):
            raise get_adapter().validation_error("incorrect_code")
        return code


class CodeForm(_UsedOnce, AuthenticateForm):
    """The code, after the password."""


class ConfirmCodeForm(_UsedOnce, ReauthenticateForm):
    """The code once more, before something important."""


class AddPasskeyForm(AddWebAuthnForm):
    """A new passkey. It signs in by itself unless the device cannot check who holds it."""

    passwordless = forms.BooleanField(
        label=_("Sign in with it alone, without a password"),
        required=False,
        initial=True,
        help_text=_("Untick this for a security key without PIN or fingerprint."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name")
