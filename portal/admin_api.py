"""What the admin's own API tells and does: no more than the admin's menus need.

Wagtail's endpoints list every file to whoever may enter the admin, and act on pages past the rules that the
admin's own pages keep (what goes along with a translation, who may take it offline). Nothing in the admin
uses those actions, so here are none.
"""

from django.db.models import QuerySet
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.permissions import policy_registry


class PagesToRead(PagesAdminAPIViewSet):
    """Pages, without actions."""

    actions: dict[str, type] = {}


class OwnFilesMixin:
    """Limits an endpoint to the collections that the person may use."""

    def get_queryset(self) -> QuerySet:
        """The files; another one's is not found."""
        files: QuerySet = super().get_queryset()  # type: ignore[misc]
        own = policy_registry.get_by_type(files.model).instances_user_has_any_permission_for(
            self.request.user,  # type: ignore[attr-defined]
            ["choose", "add", "change"],
        )
        return files.filter(pk__in=own.values("pk"))


class OwnImages(OwnFilesMixin, ImagesAdminAPIViewSet):
    """Images."""


class OwnDocuments(OwnFilesMixin, DocumentsAdminAPIViewSet):
    """Documents."""
