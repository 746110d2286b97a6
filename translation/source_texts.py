"""What a page says in the language it was written in: how much, and whether it changed.

A translation is out of date when the digest of what it was made from is not the digest of what the source
says now. Publishing a source changes one row, in the same transaction, however many translations there are.
"""

import json
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import F, IntegerField, Value
from django.db.models.functions import Length, Replace
from django.utils import timezone
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail_localize.models import (
    String,
    StringSegment,
    StringTranslation,
    Translation,
    TranslationSource,
)
from wagtail_localize.segments import (
    OverridableSegmentValue,
    RelatedObjectSegmentValue,
    StringSegmentValue,
    TemplateSegmentValue,
)
from wagtail_localize.segments.extract import extract_segments

from translation.keys import string_hash
from translation.models import Baseline, SourceText
from translation.texts import plain

BLOCK_KEY = re.compile(r' data-block-key="[^"]*"')


def count_words(texts: Iterable[str]) -> int:
    """Words of several texts: the blanks in each plus one, which a database can count too."""
    return sum(text.count(" ") + 1 for text in texts)


def words_of(text: str) -> Any:
    """The same count as a database expression over the field of this name."""
    without_blanks = Length(Replace(F(text), Value(" "), Value("")))
    return Length(F(text)) - without_blanks + Value(1, output_field=IntegerField())


def digest(page: Page, values: Iterable[Any]) -> str:
    """A fingerprint of everything that translators see of a page, and of what its blocks hold besides:
    choices, numbers, passages that stay in their language.

    Arguments:
        page: of its own type.
        values: what ``extract_segments`` returned.
    """
    content = [[_content(value) for value in values], _bodies(page)]
    return sha256(json.dumps(content, cls=DjangoJSONEncoder, sort_keys=True).encode()).hexdigest()


def _bodies(page: Page) -> list[Any]:
    return [
        _without_keys(field.value_from_object(page).get_prep_value())
        for field in page._meta.get_fields()
        if isinstance(field, StreamField)
    ]


def _without_keys(value: Any) -> Any:
    """Without what the editor adds when it saves: ids of blocks, keys of paragraphs."""
    if isinstance(value, dict):
        return {name: _without_keys(each) for name, each in value.items() if name != "id"}
    if isinstance(value, list):
        return [_without_keys(each) for each in value]
    return BLOCK_KEY.sub("", value) if isinstance(value, str) else value


def _content(value: Any) -> list[Any]:
    match value:
        case StringSegmentValue():
            return [value.path, value.string.data, value.attrs]
        case TemplateSegmentValue():
            # The editor gives every block of rich text a key when it is saved; nobody sees it.
            return [value.path, BLOCK_KEY.sub("", value.template)]
        case OverridableSegmentValue():
            return [value.path, value.data]
        case RelatedObjectSegmentValue():
            return [value.path, str(value.translation_key)]
    raise TypeError(f"Unknown kind of segment: {value!r}")


def record(page: Page, values: Sequence[Any] | None = None) -> tuple[SourceText, bool]:
    """Store what a public page says now.

    Arguments:
        page: the page in the language it was written in, of its own type.
        values: its segments, when the caller has extracted them already.

    Returns:
        The stored row and whether the text differs from what was stored.
    """
    values = extract_segments(page) if values is None else values
    fingerprint = digest(page, values)
    stored = SourceText.objects.filter(pk=page.pk).first()
    if stored and stored.digest == fingerprint:
        return stored, False
    texts = [value.string.data for value in values if isinstance(value, StringSegmentValue)]
    stored = SourceText(
        page_id=page.pk,
        digest=fingerprint,
        segments=len(texts),
        words=count_words(texts),
        changed_at=timezone.now(),
    )
    stored.save()
    return stored, True


def is_noted(page: Page) -> bool:
    """Whether what is stored of a public original is what it says."""
    stored = SourceText.objects.filter(pk=page.pk).first()
    return stored is not None and stored.digest == digest(page, extract_segments(page))


def without_baseline(page: Page) -> list[Translation]:
    """Public and complete translations of a page of which nobody has noted what they were made from."""
    translations = Translation.objects.filter(
        source__object_id=page.translation_key,
        source__locale_id=page.locale_id,
        enabled=True,
        baseline=None,
        target_locale__in=Page.objects.filter(
            translation_key=page.translation_key, live=True, alias_of=None
        ).values("locale"),
    ).select_related("source", "target_locale")
    progress = [(translation, *translation.get_progress()) for translation in translations]
    return [translation for translation, total, done in progress if total == done]


def current_segments(source: TranslationSource) -> list[list[int]]:
    """Context and string of each segment of a submission, in order: what a ``Baseline`` keeps."""
    rows = StringSegment.objects.filter(source=source).order_by("order", "pk")
    return [list(row) for row in rows.values_list("context_id", "string_id")]


def set_baseline(translation: Translation, text: SourceText) -> None:
    """Note that the public translation shows the present text of its source.

    Where a text changed and was published without being translated, what was translated before stays noted,
    and the translation out of date: its translator still has to see the change.
    """
    segments = current_segments(translation.source)
    gaps = {tuple(pair) for pair in segments} - _translated(translation)
    former = Baseline.objects.filter(pk=translation.pk).first() if gaps else None
    places = {context for context, _string in gaps}
    unseen = (
        [pair for pair in former.segments if pair[0] in places and pair not in segments] if former else []
    )
    _note(
        translation,
        former.digest if former and unseen else text.digest,
        [pair for pair in segments if tuple(pair) not in gaps] + unseen,
    )


def set_older_baseline(translation: Translation, moment: datetime) -> None:
    """Note that the public translation shows what its source said before its last change.

    Arguments:
        translation: with its source.
        moment: when the published revision was made; what was translated by then is what it shows.
    """
    _note(translation, "", sorted(map(list, _translated(translation, until=moment))))


def _translated(translation: Translation, until: datetime | None = None) -> set[tuple[int, int]]:
    """Context and string of everything that is translated, or was by a moment."""
    rows = StringTranslation.objects.filter(
        locale_id=translation.target_locale_id, context__object_id=translation.source.object_id
    )
    if until:
        rows = rows.filter(updated_at__lte=until)
    return set(rows.values_list("context_id", "translation_of_id"))


def note_untranslated(translation: Translation, page: Page) -> None:
    """Note which texts the public translation shows in its source's language.

    Read from the page itself: whichever revision was published, an older one or one that was scheduled, it is
    what visitors see. A text that somebody gave as the translation, be it with the same words, is translated.

    Arguments:
        translation: with its source and a baseline.
        page: as published, of its own type.
    """
    shown = [
        (value.path, value.string.data)
        for value in extract_segments(page)
        if isinstance(value, StringSegmentValue)
    ]
    originals = set(
        String.objects.filter(
            locale_id=translation.source.locale_id, data_hash__in={string_hash(data) for _path, data in shown}
        ).values_list("data", flat=True)
    )
    rows = StringTranslation.objects.filter(
        locale_id=translation.target_locale_id, context__object_id=translation.source.object_id
    )
    given = {(path, plain(data).strip()) for path, data in rows.values_list("context__path", "data")}
    texts: dict[str, list[str]] = {}
    for path, data in shown:
        text = plain(data)
        if data in originals and (path, text.strip()) not in given:
            texts.setdefault(path, []).append(text)
    Baseline.objects.filter(pk=translation.pk).update(untranslated=texts)


def _note(translation: Translation, fingerprint: str, segments: list[list[int]]) -> None:
    Baseline.objects.update_or_create(
        translation_id=translation.pk,
        defaults={
            "digest": fingerprint,
            "segments": segments,
            "published_at": timezone.now(),
        },
    )
