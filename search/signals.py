"""Sees every change of a page, whatever way it comes, in the transaction of the change.

``post_save`` and ``post_delete`` fire there. Wagtail's own signals (published, moved, slug changed) fire
later or outside.
"""

from collections.abc import Collection
from functools import cache
from typing import Any

from django.db.models import Model, Q
from django.db.models.signals import post_delete, post_save, pre_save
from modelcluster.fields import ParentalKey
from wagtail.models import Page, PageViewRestriction

from search.kinds import all_kinds
from search.marking import mark_page_stale, mark_pages_stale, mark_stale_below, mark_stale_for_code
from search.models import Synonyms
from search.synonyms import forget_synonyms
from vocabularies.models import Term

# Saving only these (a draft, a lock) changes nothing that is public.
_NOT_PUBLIC = frozenset(
    {
        "draft_title",
        "has_unpublished_changes",
        "latest_revision",
        "latest_revision_created_at",
        "locked",
        "locked_at",
        "locked_by",
        "owner",
    }
)


def connect() -> None:
    """Connect the receivers, once."""
    # No sender: page types are many, and Wagtail saves some of them as plain pages.
    pre_save.connect(remember_page, dispatch_uid="search.remember_page")
    post_save.connect(page_saved, dispatch_uid="search.page_saved")
    post_delete.connect(page_deleted, dispatch_uid="search.page_deleted")
    for signal in (post_save, post_delete):
        signal.connect(page_part_changed, dispatch_uid="search.page_part_changed")
        signal.connect(
            restriction_changed, sender=PageViewRestriction, dispatch_uid="search.restriction_changed"
        )
        signal.connect(forget_synonyms, sender=Synonyms, dispatch_uid="search.forget_synonyms")
    post_save.connect(term_saved, sender=Term, dispatch_uid="search.term_saved")


def remember_page(
    sender: type, instance: Any, update_fields: Collection[str] | None = None, **_kwargs: Any
) -> None:
    """Keep what is stored, to see what saving changes."""
    if isinstance(instance, Page) and not _is_not_public(update_fields):
        instance._search_before = Page.objects.filter(pk=instance.pk).only("url_path", "numchild").first()


def page_saved(
    sender: type, instance: Any, update_fields: Collection[str] | None = None, **_kwargs: Any
) -> None:
    """Mark the page, and the pages below it when their address changes with it.

    Both a new slug and a move change ``url_path`` when the page is saved; the pages below follow by
    UPDATE, without a signal of their own.
    """
    if not isinstance(instance, Page) or _is_not_public(update_fields):
        return
    mark_page_stale(instance)
    before = instance.__dict__.pop("_search_before", None)
    if before is None:
        return
    if before.url_path != instance.url_path:
        mark_stale_below(instance.path)
    elif before.numchild:
        followers = [kind.name for kind in all_kinds() if kind.with_parent]
        if followers:
            mark_stale_below(instance.path, kinds=followers)


def page_deleted(sender: type, instance: Any, **_kwargs: Any) -> None:
    """Mark the page; its descendants have their own signal."""
    if isinstance(instance, Page):
        mark_page_stale(instance)


def page_part_changed(sender: type[Model], instance: Model, **_kwargs: Any) -> None:
    """Mark the page of a child row (a contact of a cluster), also when the row is saved by itself."""
    for name in _page_keys(sender):
        mark_pages_stale([getattr(instance, name)])


def restriction_changed(sender: type, instance: PageViewRestriction, **_kwargs: Any) -> None:
    """Mark the page that became private or public, and everything below it and its aliases."""
    pages = Page.objects.filter(Q(pk=instance.page_id) | Q(alias_of=instance.page_id))
    for path in pages.values_list("path", flat=True):
        mark_stale_below(path, inclusive=True)


def term_saved(sender: type, instance: Term, **_kwargs: Any) -> None:
    """Mark what has the code: the labels of its codes are part of a document."""
    mark_stale_for_code(instance.vocabulary, instance.code)


def _is_not_public(update_fields: Collection[str] | None) -> bool:
    return update_fields is not None and _NOT_PUBLIC.issuperset(update_fields)


@cache
def _page_keys(model: type[Model]) -> tuple[str, ...]:
    """Columns of a model that say which page its rows are part of."""
    return tuple(
        field.attname
        for field in model._meta.concrete_fields
        if isinstance(field, ParentalKey) and issubclass(field.related_model, Page)
    )
