"""A page that is made private is private in every language.

wagtail-localize copies the restriction only when somebody publishes or synchronises a translation; until
then the translation would stay open.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models.signals import m2m_changed, post_delete, post_save
from wagtail.models import Page, PageViewRestriction
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


def private_source(page: Page) -> Page | None:
    """The page that a translation was made from, if that is private by itself; else None."""
    locale_id = source_locale_id(page.translation_key)
    if page.alias_of_id is not None or locale_id in (None, page.locale_id):
        return None
    return Page.objects.filter(
        translation_key=page.translation_key, locale_id=locale_id, view_restrictions__isnull=False
    ).first()


def differs(source: Page, page: Page) -> bool:
    """Whether a translation is not as private as its source, where that is private."""
    wanted, have = _restriction(source), _restriction(page)
    return wanted is not None and wanted != have


def share(restriction: PageViewRestriction) -> None:
    """Give the translations of a source page the restriction that it has now, or none."""
    page = restriction.page
    if source_locale_id(page.translation_key) == page.locale_id:
        bring_privacy(page, [other for other in counterparts(page) if other.alias_of_id is None])


def bring_privacy(source: Page, translations: Iterable[Page]) -> None:
    """Make translations as private, or as public, as the page they were made from."""
    submission = TranslationSource.objects.get(object_id=source.translation_key, locale_id=source.locale_id)
    for page in translations:
        submission.sync_view_restrictions(source, page)


def _restriction(page: Page) -> tuple[str, str, set[int]] | None:
    own = page.view_restrictions.prefetch_related("groups").first()
    return own and (own.restriction_type, own.password, {group.pk for group in own.groups.all()})
