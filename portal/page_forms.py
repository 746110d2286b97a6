"""The editor's form of every page."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page


class PortalPageForm(WagtailAdminPageForm):
    """Wagtail's form, with one more rule: an address belongs to one page, in every language."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        slug = cleaned.get("slug")
        if slug and self.parent_page and "slug" not in self.errors:
            taken_by = page_at_same_address(self.parent_page, slug, self.instance.translation_key)
            if taken_by:
                text = _("Another page has this address in %(language)s: “%(page)s”. Choose another slug.")
                self.add_error(
                    "slug",
                    ValidationError(text, params={"language": taken_by.locale, "page": taken_by.title}),
                )
        return cleaned


def page_at_same_address(parent: Page, slug: str, translation_key: UUID) -> Page | None:
    """A different page that has the slug below the counterpart of a parent in another language. Two queries.

    Arguments:
        parent: the page above.
        slug: the slug that is wanted below it.
        translation_key: of the page that wants it; its own counterparts share the slug.
    """
    below = Q(pk__in=[])
    for counterpart in Page.objects.filter(translation_key=parent.translation_key).only("path", "depth"):
        below |= Q(path__startswith=counterpart.path, depth=counterpart.depth + 1)
    return (
        Page.objects.filter(below, slug=slug)
        .exclude(translation_key=translation_key)
        .select_related("locale")
        .first()
    )
