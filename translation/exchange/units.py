"""The texts of a translation as units that a file carries: the source, its translation, how far it is."""

import enum
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from bs4 import BeautifulSoup
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from translation.changes import changes_of
from translation.keys import string_hash


class UnitState(enum.Enum):
    """How far a unit is: without a text, with one that a person has to confirm, or finished."""

    MISSING = "needs-translation"
    REVIEW = "needs-review-translation"
    DONE = "translated"


@dataclass(frozen=True)
class Unit:
    """One text of a page in two languages.

    Arguments:
        context: path of the text in the page, e.g. ``body.<block id>.text``.
        place: the same for people, without ids, e.g. ``body.text``.
        source: the text to translate, as wagtail-localize keeps it: HTML with inline tags only.
        target: its translation in the same form, "" while there is none.
        state: how far it is.
        string_id, context_id: where a translation of it is stored.
        old_source, old_target: what the source said before it changed, and how that was translated; for
            people to read, as long as the unit is not finished.
    """

    context: str
    place: str
    source: str
    target: str
    state: UnitState
    string_id: int
    context_id: int
    old_source: str = ""
    old_target: str = ""

    @property
    def key(self) -> str:
        """What a file calls it. Another text at the same place has another key."""
        return unit_key(self.context, self.source)


def unit_key(context: str, source: str) -> str:
    """Key of a text at a place; ``source`` as wagtail-localize keeps it."""
    return f"{context}#{string_hash(source).hex[:12]}"


def normal(html: str) -> str:
    """The same markup always written in the same way, for comparing."""
    return str(BeautifulSoup(html, "html.parser"))


def same(one: str, other: str) -> bool:
    """Whether two pieces of HTML say the same."""
    return one == other or normal(one) == normal(other)


def units_of(translations: Sequence[Translation], *, with_old: bool = False) -> dict[int, list[Unit]]:
    """The units of several translations into one language, in the order of the page. One query.

    The same text twice at one place (two equal rows of a list) is one unit: it has one translation.

    Arguments:
        translations: with their sources.
        with_old: whether to find out what changed; four more queries.

    Returns:
        Units by id of the translation.
    """
    if not translations:
        return {}
    locale_ids = {translation.target_locale_id for translation in translations}
    if len(locale_ids) > 1:
        raise ValueError("The translations are into different languages.")
    stored = StringTranslation.objects.filter(
        translation_of=OuterRef("string"), context=OuterRef("context"), locale_id=locale_ids.pop()
    )
    rows = (
        StringSegment.objects.filter(source__in={translation.source_id for translation in translations})
        .annotate(
            target=Subquery(stored.values("data")[:1]),
            kind=Subquery(stored.values("translation_type")[:1]),
            flawed=Subquery(stored.values("has_error")[:1]),
        )
        .order_by("source_id", "order", "pk")
        .values_list(
            "source_id",
            "context__path",
            "context__field_path",
            "string__data",
            "target",
            "kind",
            "flawed",
            "string_id",
            "context_id",
        )
    )
    old = {
        (change.segment.string_id, change.segment.context_id): (change.old_source, change.old_translation)
        for changes in (changes_of(translations) if with_old else {}).values()
        for change in changes
        if change.segment and change.old_translation
    }
    by_source: dict[int, dict[tuple[int, int], Unit]] = defaultdict(dict)
    for source_id, path, place, source, target, kind, flawed, string_id, context_id in rows:
        state = _state(target, kind, flawed)
        before = old.get((string_id, context_id), ()) if state is not UnitState.DONE else ()
        unit = Unit(path, place or path, source, target or "", state, string_id, context_id, *before)
        by_source[source_id].setdefault((context_id, string_id), unit)
    return {each.pk: list(by_source[each.source_id].values()) for each in translations}


def _state(target: str | None, kind: str | None, flawed: bool | None) -> UnitState:
    if not target:
        return UnitState.MISSING
    if flawed or kind == StringTranslation.TRANSLATION_TYPE_MACHINE:
        return UnitState.REVIEW
    return UnitState.DONE


def waiting(translations: QuerySet[Translation]) -> QuerySet[Translation]:
    """Those of the translations that lack a finished text."""
    finished = StringTranslation.objects.filter(
        translation_of=OuterRef("string"),
        context=OuterRef("context"),
        locale=OuterRef(OuterRef("target_locale")),
        has_error=False,
    ).exclude(translation_type=StringTranslation.TRANSLATION_TYPE_MACHINE)
    open_segments = StringSegment.objects.filter(~Exists(finished), source=OuterRef("source"))
    return translations.filter(Exists(open_segments), enabled=True)
