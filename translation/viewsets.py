"""The glossary in the admin."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.views.generic import DeleteView, EditView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from portal.reports import SafeExport
from translation.models import GlossaryTerm


class OwnTermsView(SafeExport, IndexView):
    """The terms of the person's languages."""

    def get_base_queryset(self) -> QuerySet[GlossaryTerm]:
        """Without the other languages' terms."""
        own = self.permission_policy.instances_user_has_any_permission_for(self.request.user, ["change"])
        return own.select_related("source_locale", "target_locale")


class OwnTermMixin:
    """Refuses the terms of other people's languages."""

    def get_object(self, *args: Any, **kwargs: Any) -> GlossaryTerm:
        """The term; raises PermissionDenied when its language is not the person's."""
        term: GlossaryTerm = super().get_object(*args, **kwargs)  # type: ignore[misc]
        if not self.user_has_permission_for_instance("change", term):  # type: ignore[attr-defined]
            raise PermissionDenied
        return term


class OwnTermEditView(OwnTermMixin, EditView):
    """Changes a term."""


class OwnTermDeleteView(OwnTermMixin, DeleteView):
    """Deletes a term."""


class GlossaryViewSet(ModelViewSet):
    """The agreed terms, filtered by language."""

    model = GlossaryTerm
    name = "glossary"
    icon = "openquote"
    menu_label = _("Glossary")
    menu_order = 360
    add_to_admin_menu = True
    index_view_class = OwnTermsView
    edit_view_class = OwnTermEditView
    delete_view_class = OwnTermDeleteView
    list_display = ["source", "target", "do_not_translate", "source_locale", "target_locale"]
    list_filter = ["source_locale", "target_locale", "do_not_translate"]
    list_export = [
        "source_locale",
        "target_locale",
        "source",
        "target",
        "do_not_translate",
        "case_sensitive",
        "note",
    ]
    export_filename = "glossary"
    search_fields = ["source", "target", "note"]
    copy_view_enabled = False
    panels = [
        FieldRowPanel([FieldPanel("source_locale"), FieldPanel("target_locale")]),
        FieldRowPanel([FieldPanel("source"), FieldPanel("target")]),
        FieldRowPanel([FieldPanel("do_not_translate"), FieldPanel("case_sensitive")]),
        FieldPanel("note"),
    ]


glossary_viewset = GlossaryViewSet()
