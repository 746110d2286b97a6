"""Submitting pages for translation: one step a page and language, in the background."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page
from wagtail_localize.components import TranslationComponentManager
from wagtail_localize.models import TranslatableObject, TranslationSource, get_schema_version
from wagtail_localize.operations import TranslationCreator
from wagtail_localize.segments.extract import extract_segments

from translation.background import start
from translation.models import TranslationJob
from translation.order import follow_order, keys_above
from translation.segments import write_segments
from translation.sources import original_version


def submit(
    page: Page,
    locales: Sequence[Locale],
    *,
    below: bool = False,
    user: Any = None,
    components: QueryDict | None = None,
) -> TranslationJob:
    """Have a page submitted for translation in the background.

    Arguments:
        page: in the language it was written in.
        locales: to translate into.
        below: whether everything below the page goes along.
        user: who submits.
        components: what was entered in the forms that extensions add to the submission.
    """
    pages = [page]
    if below:
        pages = list(page.get_descendants(inclusive=True).filter(alias_of=None).order_by("path"))
    wanted = [(each, locale.pk) for each in pages for locale in locales if locale.pk != page.locale_id]
    return submit_all(page.get_admin_display_title(), wanted, user, components)


def submit_all(
    title: str, wanted: Sequence[tuple[Page, int]], user: Any = None, components: QueryDict | None = None
) -> TranslationJob:
    """Have many pages submitted in the background.

    Arguments:
        title: what the job is called.
        wanted: pages in the language they were written in, a parent before its children, each with the id of
            the locale to translate into.
        user: who submits.
        components: what was entered in the forms that extensions add to the submission.
    """
    return start(
        TranslationJob.Kind.SUBMIT,
        title,
        [
            *([page.pk, locale_id] for page, locale_id in wanted),
            *(str(key) for key in keys_above(page for page, _locale_id in wanted)),
        ],
        user,
        {"components": components.urlencode() if components else ""},
    )


def submit_step(job: TranslationJob, step: list[int] | str) -> list[str]:
    """Submit one page into one language, unless that language has the page already: the original, when the
    page is a translation itself. Or, at the end, put the pages below a page (its translation key) in order.
    """
    if isinstance(step, str):
        follow_order(UUID(step))
        return []
    page_id, locale_id = step
    page = Page.objects.filter(pk=page_id).first()
    locale = Locale.objects.filter(pk=locale_id).first()
    page = page and original_version(page)
    if page is None or locale is None or page.locale_id == locale_id:
        return []
    page = page.specific
    if _exists(page, locale):
        return []
    ensure_submission(page)
    creator = TranslationCreator(job.user, [locale])
    creator.create_translations(page)
    if not _exists(page, locale):
        text = _("“%(page)s” could not be submitted into %(language)s: a field of it is not valid.")
        return [text % {"page": page.get_admin_display_title(), "language": locale}]
    _save_components(job, page, creator)
    return []


@transaction.atomic
def ensure_submission(page: Page) -> TranslationSource:
    """What wagtail-localize keeps of a submitted page; made, with all segments at once, where it is missing.

    Arguments:
        page: of its own type.
    """
    content, _created = TranslatableObject.objects.get_or_create_from_instance(page)
    source, created = TranslationSource.objects.get_or_create(
        object=content,
        locale=page.locale,
        defaults={
            "specific_content_type": page.content_type,
            "object_repr": str(page)[:200],
            "content_json": page.to_json(),
            "schema_version": get_schema_version(page._meta.app_label),
            "last_updated_at": timezone.now(),
        },
    )
    if created:
        write_segments(source, page, extract_segments(page))
    return source


def _exists(page: Page, locale: Locale) -> bool:
    """Whether there is a real page, not only a place held by an alias."""
    versions = Page.objects.filter(translation_key=page.translation_key, locale=locale)
    return versions.filter(alias_of=None).exists()


def _save_components(job: TranslationJob, page: Page, creator: TranslationCreator) -> None:
    """Hand what was entered to the extensions' forms again, this time with the translation."""
    entered = job.options.get("components")
    if entered and job.user:
        request = HttpRequest()
        request.method, request.POST, request.user = "POST", QueryDict(entered), job.user
        components = TranslationComponentManager.from_request(request, source_object_instance=page)
        if components.is_valid():
            components.save(creator, sources_and_translations=creator.mappings)
