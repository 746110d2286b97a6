"""wagtail-localize's views for submitting and synchronising, limited to pages that the user may change.

Its own ask only for the right to submit anything at all, so a partner could submit another partner's page.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from wagtail.models import Page
from wagtail_localize.views.submit_translations import SubmitPageTranslationView
from wagtail_localize.views.update_translations import UpdateTranslationsView


class SubmitOwnPageView(SubmitPageTranslationView):
    """Submits a page, with everything below it if wanted, for translation."""

    def get_object(self) -> Page:
        """The page; raises PermissionDenied when the user may not change it."""
        page = super().get_object()
        if not page.permissions_for_user(self.request.user).can_edit():
            raise PermissionDenied
        return page


class UpdateOwnTranslationsView(UpdateTranslationsView):
    """Brings changes of a page to its translators, and into the published translations if wanted."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Check the source, and every translation that is going to be published."""
        source = self.get_object().get_source_instance()
        if isinstance(source, Page):
            pages = [source]
            if request.method == "POST" and "publish_translations" in request.POST:
                pages += source.get_translations().filter(alias_of=None)
            for page in pages:
                allowed = page.permissions_for_user(request.user)
                if not (allowed.can_edit() if page is source else allowed.can_publish()):
                    raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)
