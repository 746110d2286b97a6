"""The editor's form of every page."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Field, ForeignKey
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.forms.pages import CopyForm
from wagtail.models import CollectionMember, Page
from wagtail.permissions import policy_registry

from portal.characters import without_controls
from portal.counterparts import below
from portal.paths import is_reserved

LONGEST_KEY = 19
"""Digits that no key in the database has."""


class PortalPageForm(WagtailAdminPageForm):
    """Wagtail's form, with three more rules: an address belongs to one page, in every language, and is none
    of the portal's own; what a page type needs to be published may only be missing in drafts; and an image or
    a document that a page did not have before is one that the editor may choose. Wagtail asks that only where
    files are listed to be chosen, and takes the number of any.

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
        for name in self.changed_data:
            if name in self.cleaned_data and not self._may_choose_files_of(name):
                self.add_error(name, files_refused())
        if self.is_deferred_validation:
            return
        for name in self.instance.required_to_publish():
            field = self.fields.get(name)
            if field and name not in self.errors and not self.cleaned_data.get(name):
                self.add_error(name, field.error_messages["required"])

    def _may_choose_files_of(self, name: str) -> bool:
        try:
            field = self.instance._meta.get_field(name)
        except FieldDoesNotExist:
            return True
        added = files_in(field, field.value_from_object(self.instance))
        if added:
            added -= files_in(field, self.initial.get(name))
        return not added or added <= files_to_choose(self.for_user, added)


def files_refused() -> str:
    """What is said about an image or a document that somebody may not choose."""
    return _("There is an image or a document here that you may not use. Choose another one.")


def files_in(field: Field[Any, Any], value: Any) -> set[tuple[type[CollectionMember], str]]:
    """The images and documents, as (model, key), that a value refers to: as such, in blocks and in rich text.

    Arguments:
        field: of a page.
        value: of the field, for a foreign key the key.
    """
    found: Iterable[tuple[Any, ...]] = []
    if isinstance(field, ForeignKey):
        found = [(field.related_model, value)]
    elif hasattr(field, "extract_references"):
        found = field.extract_references(value)
    return {
        (model, str(key))
        for model, key, *_path in found
        if value is not None and issubclass(model, CollectionMember)
    }


def files_to_choose(
    user: Any, files: set[tuple[type[CollectionMember], str]]
) -> set[tuple[type[CollectionMember], str]]:
    """Those of the files that a user may choose. Two queries a model."""
    allowed = set()
    for model in {model for model, _key in files}:
        # What is written in rich text may be anything, and no key is that long.
        keys = [key for each, key in files if each is model and key.isdecimal() and len(key) < LONGEST_KEY]
        policy = policy_registry.get_by_type(model)
        choosable = policy.instances_user_has_any_permission_for(user, ["choose"]).filter(pk__in=keys)
        allowed |= {(model, str(key)) for key in choosable.values_list("pk", flat=True)}
    return allowed


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
