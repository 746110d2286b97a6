"""The one way a translation becomes public, and the guard before it.

wagtail-localize puts the source's text in the place of every segment that is not translated, and publishes
that. Here such segments are named first and asked about; errors block.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ObjectDoesNotExist, PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.coreutils import find_available_slug
from wagtail.models import Page, Revision
from wagtail_localize.models import (
    StringSegment,
    StringTranslation,
    Translation,
    TranslationLog,
    TranslationSource,
)

from portal.locks import is_locked_for
from translation.check_results import max_length
from translation.checks import ERROR, check_segment
from translation.texts import plain


@dataclass(frozen=True)
class Obstacle:
    """Why a translation should not be published.

    Arguments:
        blocks: true for an error; false for a segment that nobody has translated: that is asked about.
        message: what is wrong.
        segment_id: the segment, None when it concerns the whole page.
        place: name of the field that the segment belongs to.
        source: the segment's text, without tags.
    """

    blocks: bool
    message: str
    segment_id: int | None = None
    place: str = ""
    source: str = ""


class NotReady(Exception):
    """The translation has problems, listed in ``problems``."""

    def __init__(self, problems: list[Obstacle]) -> None:
        super().__init__("; ".join(problem.message for problem in problems))
        self.problems = problems


def translation_of(page: Page) -> Translation | None:
    """How a page is translated; None for an original, an alias, or a translation that was stopped."""
    return translations_of([page]).get(page.pk)


def translations_of(pages: Iterable[Page]) -> dict[int, Translation]:
    """The same for many pages, by their ids. One query."""
    translated = {
        (page.translation_key, page.locale_id): page.pk for page in pages if page.alias_of_id is None
    }
    found: dict[int, Translation] = {}
    translations = Translation.objects.filter(
        source__object_id__in={key for key, _locale in translated}, enabled=True
    ).select_related("source__locale", "source__specific_content_type", "target_locale")
    for translation in translations.order_by("source_id") if translated else ():
        page_id = translated.get((translation.source.object_id, translation.target_locale_id))
        if page_id is not None:
            found.setdefault(page_id, translation)
    return found


def blocking_problems(translation: Translation) -> list[Obstacle]:
    """What stands in the way of publishing: errors first, then segments that nobody has translated.

    Three queries, whatever the number of segments.
    """
    return problems_of([translation])[translation.pk]


def problems_of(translations: Sequence[Translation]) -> dict[int, list[Obstacle]]:
    """The same for many translations, by their ids. Three queries."""
    keys = {translation.source.object_id for translation in translations}
    live = set(
        Page.objects.live().filter(translation_key__in=keys).values_list("translation_key", "locale_id")
    )
    stored = {
        (row.locale_id, row.translation_of_id, row.context_id): row
        for row in StringTranslation.objects.filter(
            locale__in={translation.target_locale_id for translation in translations},
            context__object_id__in=keys,
        ).select_related("translation_of", "context")
    }
    segments = defaultdict(list)
    for segment in (
        StringSegment.objects.filter(source__in={translation.source_id for translation in translations})
        .select_related("string", "context")
        .order_by("order", "pk")
    ):
        segments[segment.source_id].append(segment)
    return {
        translation.pk: _problems(
            translation,
            (translation.source.object_id, translation.source.locale_id) in live,
            [
                (segment, stored.get((translation.target_locale_id, segment.string_id, segment.context_id)))
                for segment in segments[translation.source_id]
            ],
        )
        for translation in translations
    }


def _problems(
    translation: Translation,
    source_is_live: bool,
    segments: Iterable[tuple[StringSegment, StringTranslation | None]],
) -> list[Obstacle]:
    problems = []
    if not source_is_live:
        text = _("The page is not published in %(language)s, the language it was written in.")
        problems.append(Obstacle(True, text % {"language": translation.source.locale.get_display_name()}))
    missing = []
    for segment, row in segments:
        errors = _errors(translation, segment, row) if row else []
        problems += [_problem(translation, segment, True, error) for error in errors]
        if row is None or not row.data.strip():
            missing.append(_problem(translation, segment, False, _("Not translated.")))
        elif row.translation_type == StringTranslation.TRANSLATION_TYPE_MACHINE and not errors:
            text = _("Translated by a machine, confirmed by nobody.")
            missing.append(_problem(translation, segment, False, text))
    return problems + missing


def _errors(translation: Translation, segment: StringSegment, row: StringTranslation) -> list[str]:
    """What the checks say against a translated segment, warnings left out, and what the page said when it was
    saved last.
    """
    model = translation.source.specific_content_type.model_class()
    path = segment.context.field_path
    found = check_segment(
        segment.string.data,
        row.data,
        language_pair=(
            translation.source.locale.language_code,
            translation.target_locale.language_code,
        ),
        kind=path,
        max_length=max_length(model, path) if model else None,
    )
    errors = [problem.message for problem in found if problem.level == ERROR]
    if row.has_error and not errors:
        errors.append(row.get_error() or _("This translation is not valid."))
    return errors


def _problem(translation: Translation, segment: StringSegment, blocks: bool, message: str) -> Obstacle:
    return Obstacle(
        blocks,
        message,
        segment.pk,
        place_of(translation.source.specific_content_type.model_class(), segment.context.path),
        plain(segment.string.data),
    )


def place_of(model: type[Page] | None, path: str) -> str:
    """Name of the field that a segment belongs to, for people.

    Arguments:
        model: the page type.
        path: the segment's content path.
    """
    name = path.partition(".")[0]
    try:
        field: Any = model._meta.get_field(name) if model else None
    except FieldDoesNotExist:
        field = None
    return str(capfirst(getattr(field, "verbose_name", name)))


def publish(translation: Translation, user: Any, confirmed: bool = False) -> Revision:
    """Publish a translation with everything that is translated so far.

    Arguments:
        translation: what is to be published.
        user: who publishes; needs the right to publish the translated page.
        confirmed: whether they have seen which segments are not translated and want it nevertheless.

    Returns:
        The published revision.

    Raises:
        PermissionDenied without the right.
        NotReady with the problems, a lock among them; nothing has happened then.
    """
    page = translation.get_target_instance()
    if not page.permissions_for_user(user).can_publish():
        raise PermissionDenied
    if is_locked_for(page, user):
        raise NotReady([Obstacle(True, _("Somebody has locked this page, or it is in review."))])
    problems = blocking_problems(translation)
    if any(problem.blocks for problem in problems) or (problems and not confirmed):
        raise NotReady(problems)
    with marking_what_is_invalid(translation), transaction.atomic():
        revision = render(translation, user)
        revision.publish(user=user)
    return revision


@contextmanager
def marking_what_is_invalid(translation: Translation) -> Iterator[None]:
    """Where ``render`` fails in the block: note what the page's own validation says at its segments, and name
    it; likewise what no longer exists. Goes around the transaction that is undone then.

    Raises:
        NotReady with the problems.
    """
    try:
        yield
    except ValidationError as error:
        raise NotReady(_mark_invalid(translation, error)) from error
    except ObjectDoesNotExist as error:
        text = _("An image, a document or a page that stands here instead of the original’s is gone.")
        raise NotReady([Obstacle(True, text)]) from error


@transaction.atomic
def render(translation: Translation, user: Any) -> Revision:
    """Make a draft of the translated page from the present translations. The public page is not touched.

    wagtail-localize's ``save_target(publish=False)`` would write the draft's text into the public page.

    Raises:
        ValidationError when the page's own validation fails, see ``marking_what_is_invalid``.
    """
    # As it is now, and until the end: a source that is published meanwhile comes after this.
    source = TranslationSource.objects.select_for_update().get(pk=translation.source_id)
    page = source.get_ephemeral_translated_instance(translation.target_locale, fallback=True)
    stored = Page.objects.get(pk=page.pk)
    page.slug = stored.slug
    if page.depth > 2:
        original = source.get_source_instance()
        page.slug = find_available_slug(page.get_parent(), original.slug, ignore_page_id=page.pk)
    revision = page.save_revision(user=user, log_action=True)
    TranslationLog.objects.create(source=source, locale=translation.target_locale, revision=revision)
    return revision


def _mark_invalid(translation: Translation, error: ValidationError) -> list[Obstacle]:
    """Note what the page's validation says at the segments of the fields concerned."""
    problems = []
    for name, errors in error.error_dict.items():
        message = " ".join(text for each in errors for text in each.messages)
        segments = StringSegment.objects.filter(
            Q(context__path=name), source_id=translation.source_id
        ).select_related("string", "context")
        for segment in segments:
            row = StringTranslation.objects.filter(
                translation_of_id=segment.string_id,
                context_id=segment.context_id,
                locale_id=translation.target_locale_id,
            ).first()
            if row:
                row.set_field_error(errors)
            problems.append(_problem(translation, segment, True, message))
        if not segments:
            problems.append(Obstacle(True, message))
    return problems
