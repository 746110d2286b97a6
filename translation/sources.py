"""Which page of several languages is the source: the one that was written first and submitted for
translation.
"""

from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from wagtail.models import Page
from wagtail_localize.models import Translation, TranslationSource


def source_locale_id(translation_key: UUID) -> int | None:
    """Id of the locale of the source, None where there is none. One query.

    A translation can be submitted again from its own language; the first submission counts, as long as its
    page exists.
    """
    page = Page.objects.filter(
        translation_key=OuterRef("object_id"), locale_id=OuterRef("locale_id"), alias_of=None
    )
    return (
        TranslationSource.objects.filter(Exists(page), object_id=translation_key)
        .order_by("pk")
        .values_list("locale_id", flat=True)
        .first()
    )


def counterparts(page: Page) -> list[Page]:
    """The page in the other languages: translations and aliases. One query."""
    return list(
        Page.objects.filter(translation_key=page.translation_key).exclude(pk=page.pk).order_by("path")
    )


def original_version(page: Page) -> Page:
    """The page that a translation was made from; any other page itself."""
    locale_id = source_locale_id(page.translation_key)
    if locale_id in (None, page.locale_id):
        return page
    return Page.objects.get(translation_key=page.translation_key, locale_id=locale_id)


def is_translation(page: Page) -> bool:
    """Whether the page has a source in another language."""
    source = source_locale_id(page.translation_key)
    return source is not None and source != page.locale_id


def originals(pages: QuerySet) -> QuerySet:
    """Of some pages, those that are no translation of another."""
    made_here = Translation.objects.filter(
        source__object_id=OuterRef("translation_key"), target_locale=OuterRef("locale")
    ).exclude(source__locale=OuterRef("locale"))
    return pages.filter(~Exists(made_here))
