"""A translation is out of date from the moment its source is published with another text.

Hangs on ``post_save``, which fires inside the transaction that publishes the page, whatever way that happens.
Nothing is written to the translated pages.
"""

import logging
from typing import Any

from django.db import transaction
from django.db.models.signals import post_save
from wagtail.models import Page, Revision
from wagtail.signals import page_published
from wagtail_localize.models import Translation, TranslationSource
from wagtail_localize.segments.extract import extract_segments

from translation.models import SourceText
from translation.segments import update_submission
from translation.source_texts import note_untranslated, record, set_baseline, set_older_baseline
from translation.sources import source_locale_id

logger = logging.getLogger(__name__)


def connect() -> None:
    """Listen to pages; called once, when the app is ready."""
    post_save.connect(page_saved, dispatch_uid="translation.page_saved")
    page_published.connect(translation_published, dispatch_uid="translation.translation_published")


def page_saved(
    sender: type, instance: Any, raw: bool = False, update_fields: Any = None, **kwargs: Any
) -> None:
    """A public original was saved: note its text, and bring what changed to its translators."""
    if raw or update_fields is not None or not isinstance(instance, Page) or type(instance) is Page:
        return
    if not instance.live or instance.alias_of_id is not None:
        return
    locale_id = source_locale_id(instance.translation_key)
    if locale_id not in (None, instance.locale_id):
        return
    try:
        note_text(instance)
    except (AttributeError, KeyError, TypeError, ValueError):
        # Content that wagtail-localize cannot read must not keep anybody from saving a page.
        logger.exception("The text of page %s cannot be taken apart for translation.", instance.pk)


@transaction.atomic
def note_text(page: Page) -> None:
    """Note what a public original says, and bring what changed to its translators.

    Arguments:
        page: of its own type.
    """
    values = extract_segments(page)
    _text, changed = record(page, values)
    source = TranslationSource.objects.filter(
        object_id=page.translation_key, locale_id=page.locale_id
    ).first()
    if changed and source:
        update_submission(source, page, values)


def translation_published(instance: Page, revision: Revision, **kwargs: Any) -> None:
    """A translation was published: note which state of its source it shows.

    A revision from before the source's last change (a schedule, a slow review) shows an older state: the
    translation stays out of date. So it does when a changed text was published without being translated.
    """
    if kwargs.get("alias") or instance.alias_of_id is not None:
        return
    translation = (
        Translation.objects.filter(
            source__object_id=instance.translation_key, target_locale_id=instance.locale_id, enabled=True
        )
        .select_related("source")
        .order_by("source_id")
        .first()
    )
    if translation is None:
        return
    page = Page.objects.filter(
        translation_key=instance.translation_key, locale_id=translation.source.locale_id
    ).first()
    if page is None:
        return
    text = SourceText.objects.filter(page=page).first() or record(page.specific)[0]
    if revision.created_at >= text.changed_at:
        set_baseline(translation, text)
    elif not hasattr(translation, "baseline"):
        set_older_baseline(translation, revision.created_at)
    try:
        note_untranslated(translation, instance)
    except (AttributeError, KeyError, TypeError, ValueError):
        # As above: nor from publishing one.
        logger.exception("The text of page %s cannot be taken apart for translation.", instance.pk)
