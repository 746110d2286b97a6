"""Publishing a page in a language in which its texts are known, without a translator."""

from collections.abc import Iterable, Mapping
from typing import Any

from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

from translation.submitting import ensure_submission


def publish_titles(page: Page, titles: Mapping[Locale, str], user: Any = None) -> None:
    """Publish a page that says nothing but its title in other languages, in the caller's transaction.

    Arguments:
        page: in the language it was written in, of its own type; with no other text than its title.
        titles: title by language.
        user: who does it, for the history.
    """
    source = ensure_submission(page)
    (segment,) = StringSegment.objects.filter(source=source).select_related("string", "context")
    for locale, title in titles.items():
        publish_texts(source, locale, [(segment, title)], user)


def publish_texts(
    source: TranslationSource,
    locale: Locale,
    texts: Iterable[tuple[StringSegment, str]],
    user: Any = None,
) -> None:
    """Publish a submitted page in another language, in the caller's transaction.

    Arguments:
        source: the submitted page.
        locale: the language.
        texts: each segment, with its string and context, and what it says in the language.
        user: who does it, for the history.
    """
    # One that was stopped, as its page was deleted, begins again.
    Translation.objects.update_or_create(source=source, target_locale=locale, defaults={"enabled": True})
    for segment, text in texts:
        StringTranslation.objects.update_or_create(
            translation_of=segment.string,
            context=segment.context,
            locale=locale,
            defaults={"data": text, "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL},
        )
    # Published here: wagtail-localize would do so after the transaction.
    translated, _created = source.create_or_update_translation(
        locale, user=user, publish=False, copy_parent_pages=True, fallback=False
    )
    translated.get_latest_revision().publish(user=user)
