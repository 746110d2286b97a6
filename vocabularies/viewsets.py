"""The vocabularies in the admin."""

from typing import Any

from django.db.models.deletion import ProtectedError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.views.generic import DeleteView
from wagtail.admin.viewsets.model import ModelViewSet

from vocabularies.models import Term


class TermDeleteView(DeleteView):
    """Deletes a term, unless somebody uses it: then says who, before it asks."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().dispatch(request, *args, **kwargs)
        # Only who may delete got this far without being sent away.
        if response.status_code == 200:
            try:
                self.object.refuse_if_used()
            except ProtectedError as error:
                return self._say_why(error)
        return response

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)
        except ProtectedError as error:
            return self._say_why(error)

    def _say_why(self, error: ProtectedError) -> HttpResponse:
        messages.error(self.request, str(error.args[0]))
        return redirect(self.get_success_url())


class TermViewSet(ModelViewSet):
    """Terms of all vocabularies, filtered by vocabulary."""

    model = Term
    name = "vocabularies"
    icon = "list-ul"
    menu_label = _("Vocabularies")
    menu_order = 350
    add_to_admin_menu = True
    delete_view_class = TermDeleteView
    list_display = ["__str__", "code", "vocabulary", "parent", "valid_to"]
    list_filter = ["vocabulary"]
    search_fields = ["code", "labels", "source"]
    inspect_view_enabled = True
    copy_view_enabled = False
    panels = [
        FieldRowPanel([FieldPanel("vocabulary"), FieldPanel("code")]),
        FieldPanel("labels"),
        FieldRowPanel([FieldPanel("parent"), FieldPanel("country"), FieldPanel("sort_order")]),
        FieldPanel("source"),
        FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to")]),
    ]


term_viewset = TermViewSet()
