"""Pages that say nothing but their title: whoever knows it in a language can publish them in it."""

from collections.abc import Mapping
from typing import Any

from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from translation.submitting import ensure_submission


def publish_titles(page: Page, titles: Mapping[Locale, str], user: Any = None) -> None:
    """Publish a page in other languages, in the caller's transaction.

    Arguments:
        page: in the language it was written in, of its own type; with no other text than its title.
        titles: title by language.
        user: who does it, for the history.
    """
    source = ensure_submission(page)
    (segment,) = StringSegment.objects.filter(source=source).select_related("string", "context")
    for locale, title in titles.items():
        # One that was stopped, as its page was deleted, begins again.
        Translation.objects.update_or_create(source=source, target_locale=locale, defaults={"enabled": True})
        StringTranslation.objects.update_or_create(
            translation_of=segment.string,
            context=segment.context,
            locale=locale,
            defaults={"data": title, "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL},
        )
        # Published here: wagtail-localize would do so after the transaction.
        translated, _created = source.create_or_update_translation(
            locale, user=user, publish=False, copy_parent_pages=True, fallback=False
        )
        translated.get_latest_revision().publish(user=user)
