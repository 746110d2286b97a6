"""What happens to a source page happens to its translations: facts, address, place and end of publication.

Everything hangs on Wagtail's signals, so it holds for the editor, commands, schedules, workflows and bulk
actions alike.
"""

import logging
from typing import Any

from django.db import transaction
from wagtail.actions.move_page import MovePageAction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.coreutils import find_available_slug
from wagtail.models import Page, Revision
from wagtail.signals import page_published, page_unpublished, post_page_move

from translation.facts import bring_facts, follow_slug, refresh_submission
from translation.order import follow_order, follow_order_around, original_of
from translation.sources import counterparts, source_locale_id

logger = logging.getLogger(__name__)


def connect() -> None:
    """Listen to Wagtail; called once, when the app is ready."""
    page_published.connect(carry_facts, dispatch_uid="translation.carry_facts")
    page_unpublished.connect(unpublish_translations, dispatch_uid="translation.unpublish_translations")
    post_page_move.connect(move_translations, dispatch_uid="translation.move_translations")


def carry_facts(instance: Page, revision: Revision, **kwargs: Any) -> None:
    """After publishing: a source hands its facts to its translations, a translation takes its source's."""
    others = [] if kwargs.get("alias") else counterparts(instance)
    if not others:
        return
    with transaction.atomic():
        for page in others:
            if page.alias_of_id == instance.pk and page.slug != instance.slug:
                alias = page.specific
                if follow_slug(instance, alias):
                    alias.save(clean=False)
        locale_id = source_locale_id(instance.translation_key)
        if locale_id == instance.locale_id:
            refresh_submission(instance)
            for page in others:
                if page.alias_of_id is None:
                    bring_facts(instance, page)
            return
        source = next((page for page in others if page.locale_id == locale_id), None)
        if source is None:
            return
        bring_facts(source.specific, instance, published=revision)
        if not source.live:
            logger.warning(
                "Page %s is not published: “%s”, which it translates, is not.", instance.pk, source
            )
            UnpublishPageAction(instance).execute(skip_permission_checks=True)


def unpublish_translations(instance: Page, **kwargs: Any) -> None:
    """After a source is unpublished (also: deleted, expired), no translation of it stays public."""
    others = [page for page in counterparts(instance) if page.live and page.alias_of_id is None]
    if not others or source_locale_id(instance.translation_key) != instance.locale_id:
        return
    with transaction.atomic():
        for page in others:
            UnpublishPageAction(page.specific).execute(skip_permission_checks=True)


def move_translations(
    instance: Page, parent_page_before: Page, parent_page_after: Page, **kwargs: Any
) -> None:
    """After a source is moved, its translations and aliases move below the counterparts of the new parent,
    and to the same place among the pages there.

    Parents that a language lacks are made as aliases, so that the address stays the same in every language.
    """
    if parent_page_before.pk == parent_page_after.pk:
        if original_of(parent_page_after.translation_key) == parent_page_after:
            with transaction.atomic():
                follow_order(parent_page_after.translation_key)
        return
    others = counterparts(instance)
    locale_id = source_locale_id(instance.translation_key) if others else None
    if not others or locale_id not in (None, instance.locale_id):
        return
    with transaction.atomic():
        for page in others:
            if locale_id is not None or page.alias_of_id == instance.pk:
                move_below_counterpart(page, parent_page_after)
        follow_order(parent_page_after.translation_key)
        follow_order_around(parent_page_after)


def move_below_counterpart(page: Page, parent: Page) -> None:
    """Move a translation or an alias below the counterpart of its source's parent; made where it is missing.

    Arguments:
        page: the translation or alias.
        parent: the page above its source.
    """
    _move(page, _counterpart_of_parent(parent, page))


def _counterpart_of_parent(parent: Page, page: Page) -> Page:
    found = Page.objects.filter(translation_key=parent.translation_key, locale_id=page.locale_id).first()
    return found or parent.specific.copy_for_translation(page.locale, copy_parents=True, alias=True)


def _move(page: Page, parent: Page) -> None:
    if page.is_child_of(parent):
        return
    slug = find_available_slug(parent, page.slug, ignore_page_id=page.pk)
    if slug != page.slug:
        logger.warning("Page %s cannot keep the slug “%s” below page %s.", page.pk, page.slug, parent.pk)
        page = page.specific
        page.slug = slug
        page.save(clean=False)
    MovePageAction(page, parent, pos="last-child").execute(skip_permission_checks=True)
