"""Groups in the admin."""

from typing import Any

from django.db.models.deletion import ProtectedError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.users.views import groups


class GroupDeleteView(groups.DeleteView):
    """Deletes a group, unless something cannot be without it: then says what."""

    def form_valid(self, form: Any) -> HttpResponse:
        """See ``DeleteView.form_valid``."""
        try:
            return super().form_valid(form)
        except ProtectedError as error:
            text = _("“%(group)s” cannot be deleted, because it belongs to: %(names)s.")
            names = ", ".join(sorted(map(str, error.protected_objects)))
            messages.error(self.request, text % {"group": self.object, "names": names})
            return redirect(self.get_success_url())


class GroupViewSet(groups.GroupViewSet):
    """Wagtail's, with that."""

    delete_view_class = GroupDeleteView
