"""What the workbench shows of each segment."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail_localize.models import (
    StringSegment,
    StringTranslation,
    TemplateSegment,
    Translation,
)
from wagtail_localize.views.edit_translation import (
    FieldHasNoEditPanelError,
    TabHelper,
    get_segment_location_info,
)

from translation.changes import ChangedSegment, changed_segments, difference
from translation.check_results import max_length
from translation.checks import ERROR, Problem, check_segment
from translation.glossary import AgreedTerm
from translation.memory import Suggestion, suggestions_for
from translation.models import agreed_terms
from translation.texts import plain
from translation.workbench.editing import (
    fingerprint,
    marked_source,
    to_editing,
)

STATES = {
    "untranslated": _("Not translated"),
    "changed": _("Source changed"),
    "confirm": _("To confirm"),
    "machine": _("Machine translated"),
    "wrong": _("With an error"),
    "translated": _("Translated"),
}
DONE = ("translated",)
# So much alike is a text whose words are all the same: its translation is filled in, for somebody to confirm.
SAME_WORDS = 99


@dataclass
class Offer:
    """A suggestion as it would stand in the field."""

    text: str
    suggestion: Suggestion
    source_html: SafeString


@dataclass
class Row:
    """A segment with everything about it.

    Arguments:
        segment: wagtail-localize's, with string and context.
        rich: whether it is a part of rich text, so that tags may occur.
        place: name of the field or block, and of the part of it.
        stored: its translation, None without one.
        change: what changed in the source since the translation was published; None for nothing.
    """

    segment: StringSegment
    rich: bool
    place: tuple[str, str]
    order: tuple[int, int]
    stored: StringTranslation | None
    source_html: SafeString
    terms: list[AgreedTerm]
    limit: int | None
    change: ChangedSegment | None = None
    offers: list[Offer] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    # Only after a form came back: what was written, and what is wrong with it.
    written: str | None = None
    seen: str = ""
    complaint: str = ""

    @property
    def pk(self) -> int:
        """The segment's id, part of the names of its fields."""
        return int(self.segment.pk)

    @property
    def source(self) -> str:
        """The source as it is stored."""
        return str(self.segment.string.data)

    @property
    def old(self) -> ChangedSegment | None:
        """What the source said before and how that was translated; None for a segment that is new."""
        return self.change if self.change and self.change.old_source else None

    @property
    def source_text(self) -> str:
        """The source as it would stand in the field."""
        return to_editing(self.source, self.rich)

    @cached_property
    def stored_text(self) -> str:
        """The stored translation as it stands in the field."""
        return to_editing(self.stored.data, self.rich) if self.stored else ""

    @property
    def stored_html(self) -> SafeString:
        """The stored translation for reading, its tags set apart."""
        return marked_source(self.stored.data if self.stored else "", [])[0]

    @property
    def proposed(self) -> str:
        """An earlier translation of the same words, filled in until somebody confirms it; "" without one."""
        if self.stored or not self.offers or self.offers[0].suggestion.score < SAME_WORDS:
            return ""
        return self.offers[0].text

    @property
    def text(self) -> str:
        """What stands in the field."""
        return self.written if self.written is not None else self.stored_text or self.proposed

    @property
    def token(self) -> str:
        """What was stored and what was shown when the form was made: tells edits and conflicts apart."""
        return (
            self.seen or f"{fingerprint(self.stored_text)}:{fingerprint(self.stored_text or self.proposed)}"
        )

    @property
    def short_source(self) -> str:
        """The beginning of the source, to name the segment in a message."""
        return Truncator(plain(self.source)).chars(40)

    def show_conflict(self, now: str) -> None:
        """Meanwhile ``now`` was written; whoever saves again has read it, and replaces it."""
        self.seen = f"{fingerprint(now)}:{self.seen.partition(':')[2]}"
        self.complaint = (
            gettext(
                "This was changed meanwhile, by somebody else or in another window. "
                "It says now: “%(text)s”. Save again to replace it."
            )
            % {"text": now}
            if now
            else gettext(
                "This translation was removed meanwhile, by somebody else or in another window. "
                "Save again to bring yours in."
            )
        )

    @property
    def state(self) -> str:
        """One of ``STATES``."""
        if self.stored and self.has_errors:
            return "wrong"
        if self.stored:
            machine = self.stored.translation_type == StringTranslation.TRANSLATION_TYPE_MACHINE
            return "machine" if machine else "translated"
        if self.proposed:
            return "confirm"
        return "changed" if self.old else "untranslated"

    @property
    def state_label(self) -> str:
        """The state in words."""
        return str(STATES[self.state])

    @property
    def lines(self) -> int:
        """Height of the field, enough for the source and what stands in it."""
        longest = max(len(self.source), len(self.text))
        return max(1, min(12, longest // 55 + 1 + self.text.count("\n")))

    @property
    def has_errors(self) -> bool:
        """Whether something blocks publishing."""
        return any(problem.level == ERROR for problem in self.problems)

    def check(self, languages: tuple[str, str], terms: Iterable[AgreedTerm]) -> None:
        """Find the problems of the stored translation."""
        if self.stored:
            self.problems = check_segment(
                self.source,
                self.stored.data,
                language_pair=languages,
                kind=self.segment.context.field_path,
                max_length=self.limit,
                terms=list(terms),
            )
            error = self.stored.field_error if self.stored.has_error else ""
            if error:
                self.problems.insert(0, Problem("error", "field", error))


def rows_of(translation: Translation, only: Iterable[int] | None = None) -> list[Row]:
    """The segments of a translation in the order of the page; a text that stands twice in a place once.

    Arguments:
        translation: with source, its locale and page type, and the target locale at hand.
        only: ids of the segments wanted, all of them without.
    """
    source = translation.source
    segments = StringSegment.objects.filter(source=source).select_related("string", "context")
    if only is not None:
        segments = segments.filter(pk__in=only)
    stored = {
        (row.translation_of_id, row.context_id): row
        for row in StringTranslation.objects.filter(
            locale=translation.target_locale, context__object=source.object_id
        )
    }
    rich = set(TemplateSegment.objects.filter(source=source).values_list("context_id", flat=True))
    terms = agreed_terms(source.locale_id, translation.target_locale_id)
    places = Places(translation)
    changes = {each.segment.pk: each for each in changed_segments(translation) if each.segment}
    model = source.specific_content_type.model_class()
    rows: dict[tuple[int, int], Row] = {}
    for segment in segments.order_by("order", "pk"):
        key = (segment.string_id, segment.context_id)
        if key in rows or not segment.string.data.strip():
            continue
        html, used = marked_source(segment.string.data, terms)
        place, order = places.of(segment)
        rows[key] = Row(
            segment=segment,
            rich=segment.context_id in rich,
            place=place,
            order=(order, segment.order),
            stored=stored.get(key),
            source_html=html,
            terms=used,
            limit=max_length(model, segment.context.field_path) if model else None,
            change=changes.get(segment.pk),
        )
    result = sorted(rows.values(), key=lambda row: row.order)
    _add_offers(translation, result)
    languages = (source.locale.language_code, translation.target_locale.language_code)
    for row in result:
        row.check(languages, terms)
    return result


def _add_offers(translation: Translation, rows: list[Row]) -> None:
    """What the memory knows, for segments that no person has finished."""
    open_rows = [row for row in rows if row.state not in DONE]
    found = suggestions_for(
        translation.source.locale, translation.target_locale, {row.source for row in open_rows}
    )
    for row in open_rows:
        row.offers = [
            Offer(text, suggestion, difference(plain(suggestion.source_text), plain(row.source)))
            for suggestion in found[row.source]
            if (text := to_editing(suggestion.text, row.rich)) != row.stored_text
        ]
        _offer_old(row)


def _offer_old(row: Row) -> None:
    """Also how the segment was translated before its source changed, where that was not much."""
    if not row.old or not row.old.suggestion:
        return
    text = to_editing(row.old.suggestion, row.rich)
    if text != row.stored_text and all(text != offer.text for offer in row.offers):
        old = Suggestion(row.old.suggestion, row.old.old_source, min(SAME_WORDS - 1, int(row.old.likeness)))
        row.offers.append(Offer(text, old, difference(plain(old.source_text), plain(row.source))))


class Places:
    """Names of the fields and blocks that segments come from, and their order in the page's editor."""

    def __init__(self, translation: Translation) -> None:
        self.page = translation.source.get_source_instance()
        self.tabs = TabHelper(self.page)

    def of(self, segment: StringSegment) -> tuple[tuple[str, str], int]:
        """Name of the field, name of the part of it ("" without parts), and the field's position."""
        path = segment.context.get_field_path(self.page)
        try:
            found = get_segment_location_info(self.page, self.tabs, segment.context.path, path)
        except FieldHasNoEditPanelError:
            name = self.page._meta.get_field(path.split(".")[0]).verbose_name
            return (capfirst(name), ""), len(self.tabs.field_ordering_mapping)
        return (str(found["field"]), str(found["subField"] or "")), found["order"]
