"""Writing what a translator entered: all of it or, with a bad text in it, nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from wagtail_localize.models import StringTranslation, Translation

from translation.check_results import refusal
from translation.memory import exact_matches
from translation.workbench.editing import fingerprint, from_editing, to_editing
from translation.workbench.rows import Row

# wagtail-localize shows it with the date: "Translated with …".
MEMORY = "Translation memory"


@dataclass
class Outcome:
    """What became of a form.

    Arguments:
        saved: the segments that were written.
        errors: what is wrong, by segment; when there are any, nothing was written.
        conflicts: what segments say now that somebody else has changed in the meantime; not written.
    """

    saved: list[Row] = field(default_factory=list)
    errors: dict[int, str] = field(default_factory=dict)
    conflicts: dict[int, str] = field(default_factory=dict)

    @property
    def clean(self) -> bool:
        """Whether everything was written that was to be."""
        return not self.errors and not self.conflicts


def edited(rows: Iterable[Row], confirmed: int | None = None) -> list[Row]:
    """The rows whose field holds something else than was shown in it; the one confirmed in any case."""
    return [
        row
        for row in rows
        if row.written is not None
        and (fingerprint(row.written) != row.seen.partition(":")[2] or row.pk == confirmed)
    ]


def save(translation: Translation, rows: Sequence[Row], user: Any) -> Outcome:
    """Write the content of fields; an empty field removes the translation.

    Arguments:
        translation: what is being translated.
        rows: with what was written.
        user: who did.
    """
    outcome = Outcome()
    texts: dict[int, str] = {}
    for row in rows:
        try:
            texts[row.pk] = from_editing(row.written or "", row.rich, row.source)
        except ValueError as error:
            outcome.errors[row.pk] = str(error)
            continue
        if reason := refusal(row.segment.context.path, texts[row.pk]):
            outcome.errors[row.pk] = reason
    if outcome.errors:
        return outcome
    with transaction.atomic():
        # One at a time, so that what is compared below is what is overwritten.
        Translation.objects.select_for_update().get(pk=translation.pk)
        stored = _stored(translation, rows)
        for row in rows:
            current = stored.get((row.segment.string_id, row.segment.context_id))
            now = to_editing(current.data, row.rich) if current else ""
            if fingerprint(now) != row.seen.partition(":")[0] and now != row.written:
                outcome.conflicts[row.pk] = now
                continue
            _write(translation, row, current, texts[row.pk], user)
            outcome.saved.append(row)
    return outcome


def fill_exact_matches(translation: Translation, rows: Sequence[Row], user: Any) -> int:
    """Take over the translation of every segment that has been translated before, word for word.

    Arguments:
        translation: what is being translated.
        rows: its segments; those that have a translation are left alone.
        user: who wants it.

    Returns:
        How many segments were filled.
    """
    empty = [row for row in rows if not row.stored]
    found = exact_matches(translation.source.locale, translation.target_locale, {row.source for row in empty})
    with transaction.atomic():
        Translation.objects.select_for_update().get(pk=translation.pk)
        stored = _stored(translation, empty)
        filled = [
            row
            for row in empty
            if row.source in found
            and (row.segment.string_id, row.segment.context_id) not in stored
            and not refusal(row.segment.context.path, found[row.source])
        ]
        for row in filled:
            _write(translation, row, None, found[row.source], user, tool=MEMORY)
    return len(filled)


def _stored(translation: Translation, rows: Iterable[Row]) -> dict[tuple[int, int], StringTranslation]:
    found = StringTranslation.objects.filter(
        locale=translation.target_locale, context__in={row.segment.context_id for row in rows}
    ).select_related("context", "locale", "translation_of__locale")
    return {(each.translation_of_id, each.context_id): each for each in found}


def _write(
    translation: Translation,
    row: Row,
    current: StringTranslation | None,
    text: str,
    user: Any,
    tool: str = "",
) -> None:
    if not text.strip():
        if current:
            current.delete()
        return
    target = current or StringTranslation(
        translation_of=row.segment.string, locale=translation.target_locale, context=row.segment.context
    )
    target.data = text
    target.translation_type = StringTranslation.TRANSLATION_TYPE_MANUAL
    target.tool_name = tool
    target.last_translated_by = user
    target.has_error = False
    target.field_error = ""
    target.save()
