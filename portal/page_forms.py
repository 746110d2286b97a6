"""The editor's form of every page."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.forms.pages import CopyForm
from wagtail.models import Page

from portal.characters import without_controls
from portal.counterparts import below
from portal.paths import is_reserved


class PortalPageForm(WagtailAdminPageForm):
    """Wagtail's form, with two more rules: an address belongs to one page, in every language, and is none of
    the portal's own; and what a page type needs to be published may only be missing in drafts.

    Line breaks are stored as one character. Browsers send two, and a text that was loaded by a program would
    count as changed, and its translations as outdated, when somebody saves the page for the first time.
    Control characters, which come along when a text is pasted, are left out: feeds and workbooks hold none.
    """

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name, value in cleaned.items():
            if isinstance(value, str):
                cleaned[name] = without_controls(value.replace("\r\n", "\n"))
        slug = cleaned.get("slug")
        if slug and self.parent_page and "slug" not in self.errors:
            problem = problem_with_slug(self.parent_page, slug, self.instance.translation_key)
            if problem:
                self.add_error("slug", problem)
        return cleaned

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.is_deferred_validation:
            return
        for name in self.instance.required_to_publish():
            field = self.fields.get(name)
            if field and name not in self.errors and not self.cleaned_data.get(name):
                self.add_error(name, field.error_messages["required"])


class PortalCopyForm(CopyForm):
    """Wagtail's form for a copy, with the same rule for its address."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        slug = cleaned.get("new_slug")
        parent = cleaned.get("new_parent_page") or self.page.get_parent()
        problem = problem_with_slug(parent, slug, None) if slug else None
        if problem:
            self.add_error("new_slug", problem)
        return cleaned


def problem_with_slug(parent: Page, slug: str, translation_key: UUID | None) -> ValidationError | None:
    """What speaks against a page with the slug below a parent, None when nothing does.

    Arguments:
        parent: the page above.
        slug: wanted below it.
        translation_key: of the page that wants it; None for a new one.
    """
    if is_reserved(parent, slug):
        return reserved(slug)
    taken_by = page_at_same_address(parent, slug, translation_key)
    if taken_by is None:
        return None
    text = _("Another page has this address in %(language)s: “%(page)s”. Choose another slug.")
    return ValidationError(text, params={"language": taken_by.locale, "page": taken_by.title})


def reserved(slug: str) -> ValidationError:
    """A slug that ``is_reserved``."""
    text = _("The portal itself uses the address “%(slug)s” here. Choose another slug.")
    return ValidationError(text, params={"slug": slug})


def page_at_same_address(parent: Page, slug: str, translation_key: UUID | None) -> Page | None:
    """A different page that has the slug below the counterpart of a parent in another language. Two queries.

    Arguments:
        parent: the page above.
        slug: the slug that is wanted below it.
        translation_key: of the page that wants it; its own counterparts share the slug. None for a new one.
    """
    return (
        Page.objects.filter(below(parent), slug=slug)
        .exclude(translation_key=translation_key)
        .select_related("locale")
        .first()
    )
