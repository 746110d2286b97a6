"""A report on images for which nobody has decided what a screen reader says."""

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.permission_policies.base import BasePermissionPolicy
from wagtail.permissions import policy_registry

from media.models import PortalImage
from portal.reports import OwnPartReport, ReportMenuItem


def policy() -> BasePermissionPolicy:
    """The rights on images."""
    return policy_registry.get_by_type(PortalImage)


def images_without_alt(user: object) -> QuerySet:
    """Images that somebody may change, neither described nor marked as decorative; the newest first."""
    images = policy().instances_user_has_permission_for(user, "change")
    return (
        images.filter(description="", is_decorative=False)
        .select_related("collection")
        .order_by("-created_at")
    )


def image_url(image: PortalImage) -> str:
    """Address of an image's editor."""
    return reverse("wagtailimages:edit", args=[image.pk])


class ImagesWithoutAltReport(OwnPartReport):
    """Images without an alternative text and without the decision that none is needed."""

    slug = "images-without-alt"
    page_title = _("Images without alternative text")
    header_icon = "image"
    any_permission_required = ["change"]
    columns = [
        TitleColumn("title", label=_("Title"), get_url=image_url),
        Column("collection", label=_("Collection")),
        DateColumn("created_at", label=_("Uploaded")),
    ]
    list_export = ["title", "filename", "collection", "created_at"]
    export_headings = {
        "title": _("Title"),
        "filename": _("File"),
        "collection": _("Collection"),
        "created_at": _("Uploaded"),
    }

    @cached_property
    def permission_policy(self) -> BasePermissionPolicy:  # type: ignore[override]
        """The rights on images."""
        return policy()

    def get_queryset(self) -> QuerySet:
        """See ``images_without_alt``."""
        return images_without_alt(self.request.user)


class ImagesReportItem(ReportMenuItem):
    """For who may change images."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether there are rights on images."""
        return policy().user_has_permission(request.user, "change")
