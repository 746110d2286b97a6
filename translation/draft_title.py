"""The title of a draft, as the admin shows it, while its translation is being written."""

from typing import Any

from django.db.models.signals import post_save
from wagtail.models import Page
from wagtail_localize.models import StringTranslation

from translation.texts import plain


def connect() -> None:
    """Listen to translated segments; called once, when the app is ready, so after wagtail-localize."""
    post_save.connect(title_translated, sender=StringTranslation, dispatch_uid="translation.title_translated")


def title_translated(instance: StringTranslation, raw: bool = False, **kwargs: Any) -> None:
    """wagtail-localize has noted the title as a segment, which is HTML; a title is text."""
    if raw or not instance.context or instance.context.path != "title":
        return
    title = plain(instance.data)
    if title != instance.data:
        Page.objects.filter(translation_key=instance.context.object_id, locale_id=instance.locale_id).update(
            draft_title=title
        )
