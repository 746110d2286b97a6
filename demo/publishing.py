"""Publishing a page of the demo and its translations, the way an editor and a translator do."""

from collections import defaultdict
from collections.abc import Callable, Iterable

from django.db import transaction
from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, TranslationSource
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from translation.titles import publish_texts

Build = Callable[[str], Page]


def publish(build: Build, parent: Page, source: str, languages: Iterable[str]) -> Page:
    """Publish a page in its source language and translate it into the others; what exists stays as it is.

    Arguments:
        build: makes the unsaved page in a language (code).
        parent: the page above, in any language.
        source: language it is written in first.
        languages: languages it is published in.

    Returns:
        The page in its source language.
    """
    locale = Locale.objects.get(language_code=source)
    above = parent if parent.locale_id == locale.pk else parent.get_translation(locale)
    draft = build(source)
    page = above.get_children().filter(slug=draft.slug).first()
    if page is None:
        with transaction.atomic():
            draft.locale = locale
            draft.live = False
            above.add_child(instance=draft)
            draft.save_revision().publish()
        page = draft
    page = page.specific
    missing = [
        locale
        for locale in Locale.objects.filter(language_code__in=set(languages) - {source})
        if not page.get_translations().filter(locale=locale, live=True, alias_of=None).exists()
    ]
    if missing:
        origin, _created = TranslationSource.update_or_create_from_instance(page)
        for locale in missing:
            translate(origin, build(locale.language_code), locale)
    return page


def translate(origin: TranslationSource, translated: Page, locale: Locale) -> None:
    """Translate a submitted page from a finished text, string by string, and publish it.

    Arguments:
        origin: the submitted page.
        translated: the unsaved page in the target language; its segments are matched by path.
        locale: the target language.

    Raises:
        ValueError naming the path, when the two texts do not have the same strings.
    """
    texts: dict[str, list[str]] = defaultdict(list)
    for segment in extract_segments(translated):
        if isinstance(segment, StringSegmentValue) and not segment.is_empty():
            texts[segment.path].append(segment.string.data)
    segments: dict[str, list[StringSegment]] = defaultdict(list)
    for segment in (
        StringSegment.objects.filter(source=origin)
        .select_related("context", "string")
        .order_by("order", "pk")
    ):
        segments[segment.context.path].append(segment)
    said: list[tuple[StringSegment, str]] = []
    for path, rows in segments.items():
        if len(rows) != len(texts[path]):
            raise ValueError(
                f"{translated.slug} ({locale.language_code}): {path} has {len(texts[path])} texts, "
                f"the source has {len(rows)}."
            )
        said += zip(rows, texts[path], strict=True)
    with transaction.atomic():
        publish_texts(origin, locale, said)
