"""Machine translation of whatever is empty on a page. Nothing is published, and everything is marked."""

import time
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from wagtail_localize.machine_translators import get_machine_translator
from wagtail_localize.machine_translators.base import BaseMachineTranslator
from wagtail_localize.models import StringSegment, StringTranslation, Translation
from wagtail_localize.strings import StringValue

from translation.check_results import refusal
from translation.machine import Batched, MachineTranslationError, batches

# Seconds that all requests together may take: somebody waits for the page.
PATIENCE = 15.0


@dataclass
class Report:
    """What came of it.

    Arguments:
        filled: segments that have a translation now.
        left: segments that are still empty.
        error: why the machine stopped, "" when it did not.
    """

    filled: int = 0
    left: int = 0
    error: str = ""


def translator_for(translation: Translation) -> BaseMachineTranslator | None:
    """The configured machine, when it knows these two languages."""
    translator = get_machine_translator()
    if translator and translator.can_translate(translation.source.locale, translation.target_locale):
        return translator
    return None


def fill_empty(translation: Translation, user: Any, patience: float = PATIENCE) -> Report:
    """Translate what is empty by machine, batch by batch; what has come stays when the next batch fails.

    Arguments:
        translation: the page and the languages, with source and locales at hand.
        user: who asked for it.
        patience: seconds that all requests together may take; a machine other than the portal's own is only
            asked nothing more after them.

    Returns:
        What came of it; also without a machine, then nothing is filled.
    """
    empty = _empty(translation)
    report = Report(left=sum(map(len, empty.values())))
    translator = translator_for(translation)
    if translator is None:
        return report
    size = translator.batch_size if isinstance(translator, Batched) else len(empty) or 1
    languages = translation.source.locale, translation.target_locale
    end = time.monotonic() + patience
    for batch in batches(list(empty), size):
        left = end - time.monotonic()
        if left <= 0:
            break
        try:
            if isinstance(translator, Batched):
                found = translator.translate(*languages, batch, patience=left)
            else:
                found = translator.translate(*languages, batch)
        except MachineTranslationError as error:
            report.error = str(error)
            break
        for string, translated in found.items():
            fitting = [each for each in empty[string] if not refusal(each.context.path, translated.data)]
            report.filled += _write(translation, fitting, translated, str(translator.display_name), user)
            report.left -= len(fitting)
    return report


def _empty(translation: Translation) -> dict[StringValue, list[StringSegment]]:
    """Segments without a translation, by text, so that each text goes out once."""
    done = set(
        StringTranslation.objects.filter(
            locale=translation.target_locale, context__object=translation.source.object_id
        ).values_list("translation_of_id", "context_id")
    )
    found: dict[StringValue, list[StringSegment]] = defaultdict(list)
    segments = StringSegment.objects.filter(source=translation.source).select_related("string", "context")
    for segment in segments.order_by("order", "pk"):
        key = (segment.string_id, segment.context_id)
        if key not in done and segment.string.data.strip():
            done.add(key)
            found[segment.string.as_value()].append(segment)
    return found


def _write(
    translation: Translation, segments: list[StringSegment], text: StringValue, tool: str, user: Any
) -> int:
    written = 0
    with transaction.atomic():
        for segment in segments:
            # A person may have been faster.
            _row, created = StringTranslation.objects.get_or_create(
                translation_of=segment.string,
                locale=translation.target_locale,
                context=segment.context,
                defaults={
                    "data": text.data,
                    "translation_type": StringTranslation.TRANSLATION_TYPE_MACHINE,
                    "tool_name": tool,
                    "last_translated_by": user,
                },
            )
            written += created
    return written
