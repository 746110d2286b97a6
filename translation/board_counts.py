"""What the desk counts in the database, grouped by page and language: one query each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, DateTimeField, F, IntegerField, Max, Q, Sum, Value
from django.db.models.functions import Coalesce
from wagtail.models import WorkflowState
from wagtail_localize.models import StringSegment, StringTranslation

from translation.models import Assignment
from translation.source_texts import words_of


@dataclass(frozen=True, slots=True)
class Done:
    """What is translated of a page into a language; a machine's text once a person has confirmed it."""

    segments: int = 0
    words: int = 0
    failed: int = 0
    touched_at: datetime | None = None


def counts(locale_ids: Iterable[int]) -> tuple[dict[int, tuple[int, int]], dict[tuple[int, int], Done]]:
    """Segments and words of each submission, by its id; and what of it is translated, by its id and that of
    the target language. One query.

    Arguments:
        locale_ids: ids of the target languages.
    """
    wrong = Q(context__translations__has_error=True) | Q(context__translations__check_result__errors__gt=0)
    usable = Q(context__translations__has_error=False) & ~Q(
        context__translations__translation_type=StringTranslation.TRANSLATION_TYPE_MACHINE
    )
    everything = StringSegment.objects.values_list("source_id").annotate(
        target=Value(None, IntegerField()),
        segments=Count("pk"),
        words=Sum(words_of("string__data")),
        failed=Value(0, IntegerField()),
        touched_at=Value(None, DateTimeField()),
    )
    translated = (
        StringSegment.objects.filter(
            context__translations__translation_of=F("string"),
            context__translations__locale__in=locale_ids,
            # Not empty; an exclusion would look at all languages.
            context__translations__data__gt="",
        )
        .values_list("source_id")
        .annotate(
            target=F("context__translations__locale_id"),
            segments=Count("pk", filter=usable),
            words=Coalesce(Sum(words_of("string__data"), filter=usable), 0),
            failed=Count("pk", filter=wrong),
            touched_at=Max("context__translations__updated_at"),
        )
    )
    totals, done = {}, {}
    for source, target, segments, words, failed, touched_at in everything.order_by().union(
        translated.order_by(), all=True
    ):
        if target is None:
            totals[source] = (segments, words)
        else:
            done[source, target] = Done(segments, words, failed, touched_at)
    return totals, done


def in_review() -> set[int]:
    """Ids of the pages on which a workflow runs."""
    states = WorkflowState.objects.filter(status=WorkflowState.STATUS_IN_PROGRESS)
    pages = states.filter(base_content_type__app_label="wagtailcore", base_content_type__model="page")
    return {int(pk) for pk in pages.values_list("object_id", flat=True)}


def assignments(locale_ids: Iterable[int]) -> dict[tuple[UUID, int], tuple]:
    """Due date, note, id and name of the translator, by translation key and id of the language."""
    rows = Assignment.objects.filter(locale__in=locale_ids).values_list(
        "translation_key", "locale_id", "due", "note", "assignee_id",
        "assignee__first_name", "assignee__last_name", "assignee__username",
    )  # fmt: skip
    return {
        (key, locale_id): (due, note, person, f"{first or ''} {last or ''}".strip() or name or "")
        for key, locale_id, due, note, person, first, last, name in rows
    }
