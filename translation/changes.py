"""What changed in a source since a translation of it was published, segment by segment."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from rapidfuzz import fuzz
from wagtail_localize.models import String, StringSegment, StringTranslation, Translation

from translation.models import Baseline
from translation.publishing import place_of
from translation.texts import readable

# Least likeness, in percent of characters, at which the old translation is a help and not a distraction.
ALIKE = 75
# Tags, words with their digits, single signs, blanks.
TOKEN = re.compile(r"<[^>]*>|\w+|\s+|[^\w\s]")


@dataclass(frozen=True)
class ChangedSegment:
    """A segment whose source is not what the public translation was made from.

    Arguments:
        segment: the present segment; None when the source has dropped it.
        place: name of the field.
        old_source: what the source said, "" when the segment is new. HTML, as all texts here.
        new_source: what it says now, "" when it was dropped.
        old_translation: the translation of the old text, "" when there was none.
        likeness: how alike the two sources are, in percent.
    """

    segment: StringSegment | None
    place: str
    old_source: str
    new_source: str
    old_translation: str
    likeness: float

    @property
    def suggestion(self) -> str:
        """The old translation, where the change is small enough to keep it after a look; else ""."""
        small = self.new_source and (
            self.likeness >= ALIKE or _bare(self.old_source) == _bare(self.new_source)
        )
        return self.old_translation if small else ""

    @property
    def diff_html(self) -> SafeString:
        """Both sources in one: what is gone as ``<del>``, what is new as ``<ins>``, escaped."""
        return difference(readable(self.old_source), readable(self.new_source))

    @property
    def old_marked(self) -> SafeString:
        """The old source with ``<del>`` around what is gone, escaped."""
        return self._marked[0]

    @property
    def new_marked(self) -> SafeString:
        """The new source with ``<ins>`` around what is new, escaped."""
        return self._marked[1]

    @property
    def old_text(self) -> str:
        """The translation of the old text, for reading."""
        return readable(self.old_translation)

    @property
    def _marked(self) -> tuple[SafeString, SafeString]:
        return mark_differences(readable(self.old_source), readable(self.new_source))


def changed_segments(translation: Translation) -> list[ChangedSegment]:
    """The segments that changed since the translation was published, in page order, dropped ones last.

    Before the first publication it is what changed since it was translated. Four queries.

    Arguments:
        translation: with its source.
    """
    return changes_of([translation])[translation.pk]


def changes_of(translations: Sequence[Translation]) -> dict[int, list[ChangedSegment]]:
    """The same for many translations, by their ids. Four queries."""
    baselines = Baseline.objects.in_bulk([translation.pk for translation in translations])
    segments = defaultdict(list)
    for segment in (
        StringSegment.objects.filter(source__in={translation.source_id for translation in translations})
        .select_related("string", "context")
        .order_by("order", "pk")
    ):
        segments[segment.source_id].append(segment)
    translated: dict[Any, dict[tuple[int, int], str]] = defaultdict(dict)
    texts: dict[int, str] = {}
    for locale, key, context, string, source, data in StringTranslation.objects.filter(
        locale__in={translation.target_locale_id for translation in translations},
        context__object_id__in={translation.source.object_id for translation in translations},
    ).values_list(
        "locale_id", "context__object_id", "context_id", "translation_of_id", "translation_of__data", "data"
    ):
        translated[locale, key][context, string] = data
        texts[string] = source
    shown = {string for baseline in baselines.values() for _context, string in baseline.segments}
    texts |= dict(String.objects.filter(pk__in=shown - texts.keys()).values_list("pk", "data"))
    return {
        translation.pk: _changes(
            translation,
            baselines.get(translation.pk),
            segments[translation.source_id],
            translated[translation.target_locale_id, translation.source.object_id],
            texts,
        )
        for translation in translations
    }


def _changes(
    translation: Translation,
    baseline: Baseline | None,
    segments: list[StringSegment],
    translated: dict[tuple[int, int], str],
    texts: dict[int, str],
) -> list[ChangedSegment]:
    shown = dict.fromkeys((context, string) for context, string in baseline.segments) if baseline else {}
    present = {(segment.context_id, segment.string_id) for segment in segments}
    # What was there and is gone; before the first publication, what was translated and is gone.
    retired = defaultdict(list)
    for context, string in shown or translated:
        if (context, string) not in present and string in texts:
            retired[context].append(string)
    model = translation.source.specific_content_type.model_class()
    changed = []
    for segment in segments:
        pair = (segment.context_id, segment.string_id)
        if pair in shown or (not baseline and (pair in translated or not retired[segment.context_id])):
            continue
        old, likeness = _most_alike(segment.string.data, retired[segment.context_id], texts)
        if old is not None:
            retired[segment.context_id].remove(old)
        changed.append(
            ChangedSegment(
                segment=segment,
                place=place_of(model, segment.context.path),
                old_source=texts[old] if old else "",
                new_source=segment.string.data,
                old_translation=translated.get((segment.context_id, old), "") if old else "",
                likeness=likeness,
            )
        )
    dropped = [
        ChangedSegment(None, "", texts[string], "", translated.get((context, string), ""), 0)
        for context, strings in retired.items()
        for string in strings
        if baseline
    ]
    return changed + dropped


def _most_alike(text: str, candidates: Iterable[int], texts: dict[int, str]) -> tuple[int | None, float]:
    best, likeness = None, -1.0
    for candidate in candidates:
        score = fuzz.ratio(texts[candidate], text)
        if score > likeness:
            best, likeness = candidate, score
    return best, max(likeness, 0.0)


def _bare(text: str) -> list[str]:
    """The words alone: without tags, punctuation and numbers."""
    return re.findall(r"[^\W\d_]+", re.sub(r"<[^>]*>", " ", text).casefold())


def difference(old: str, new: str) -> SafeString:
    """Two texts in one: what is gone as ``<del>``, what is new as ``<ins>``, all escaped."""
    return format_html_join("", "{}", ((part,) for part in _differences(old, new)))


def mark_differences(old: str, new: str) -> tuple[SafeString, SafeString]:
    """Two texts with the words marked in which they differ. Everything else in them is escaped.

    Arguments:
        old: the former text.
        new: the present text.

    Returns:
        The old text with ``<del>`` and the new one with ``<ins>``; both say so to screen readers too.
    """
    if not old or not new:
        return format_html("{}", old), format_html("{}", new)
    parts = list(_differences(old, new))
    left = ((part,) for part in parts if not part.startswith("<ins>"))
    right = ((part,) for part in parts if not part.startswith("<del>"))
    return format_html_join("", "{}", left), format_html_join("", "{}", right)


def _differences(old: str, new: str) -> Iterator[SafeString]:
    """The pieces of both texts in order, each escaped: common, ``<del>`` or ``<ins>``."""
    before, after = TOKEN.findall(old), TOKEN.findall(new)
    for action, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        gone, come = "".join(before[a:b]), "".join(after[c:d])
        if action == "equal":
            yield format_html("{}", gone)
            continue
        if gone:
            yield format_html('<del><span class="w-sr-only">{} </span>{}</del>', _("Removed:"), gone)
        if come:
            yield format_html('<ins><span class="w-sr-only">{} </span>{}</ins>', _("Added:"), come)
