"""Where django-allauth's views do not ask what they should."""

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template import loader
from django.utils import translation


class RemovePasskeyView(RemoveWebAuthnView):
    """Removes a passkey, unless it is the last factor of somebody who must have one.

    allauth asks its adapter about authenticator apps only.
    """

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Refuse with a message what the adapter does not allow."""
        if request.user.is_authenticated:
            adapter = get_adapter()
            if not adapter.can_delete_authenticator(self.get_object()):
                messages.error(request, adapter.error_messages["cannot_delete_authenticator"])
                return HttpResponseRedirect(str(self.success_url))
        return super().dispatch(request, *args, **kwargs)


def too_many_attempts(_request: HttpRequest) -> HttpResponse:
    """A plain 429 for who signs in, or asks for a new password, too often. allauth's limits call it."""
    page = loader.get_template("accounts/too_many_attempts.html").render(
        {"language": translation.get_language()}
    )
    return HttpResponse(page, status=429, headers={"Cache-Control": "no-store"})
