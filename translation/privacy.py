"""A page that is made private is private in every language.

wagtail-localize copies the restriction only when somebody publishes or synchronises a translation; until
then the translation would stay open.
"""

from typing import Any

from django.db.models.signals import m2m_changed, post_delete, post_save
from wagtail.models import PageViewRestriction
from wagtail_localize.models import TranslationSource

from translation.sources import counterparts, source_locale_id


def connect() -> None:
    """Listen to restrictions; called once, when the app is ready."""
    post_save.connect(
        restriction_saved, sender=PageViewRestriction, dispatch_uid="translation.restriction_saved"
    )
    post_delete.connect(
        restriction_deleted, sender=PageViewRestriction, dispatch_uid="translation.restriction_deleted"
    )
    m2m_changed.connect(
        groups_changed,
        sender=PageViewRestriction.groups.through,
        dispatch_uid="translation.restriction_groups_changed",
    )


def restriction_saved(instance: PageViewRestriction, raw: bool = False, **kwargs: Any) -> None:
    """A page was made private, or in another way."""
    if not raw:
        share(instance)


def restriction_deleted(instance: PageViewRestriction, origin: Any = None, **kwargs: Any) -> None:
    """A page was made public. When the page itself goes, its translations stay as closed as they were."""
    if isinstance(origin, PageViewRestriction) or getattr(origin, "model", None) is PageViewRestriction:
        share(instance)


def groups_changed(instance: Any, action: str, reverse: bool, **kwargs: Any) -> None:
    """Other groups may see a private page."""
    if action.startswith("post_") and not reverse:
        share(instance)


def share(restriction: PageViewRestriction) -> None:
    """Give the translations of a source page the restriction that it has now, or none."""
    page = restriction.page
    if source_locale_id(page.translation_key) != page.locale_id:
        return
    submission = TranslationSource.objects.get(object_id=page.translation_key, locale_id=page.locale_id)
    for other in counterparts(page):
        if other.alias_of_id is None:
            submission.sync_view_restrictions(page, other)
