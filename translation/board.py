"""Everything that has to be translated, with its state: the rows of the desk.

Five queries whatever the number of pages: what can be counted is counted in the database, the rest is put
together here.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.utils import timezone
from django.utils.text import capfirst
from wagtail.coreutils import get_content_languages
from wagtail.models import Page
from wagtail_localize.models import TranslationSource

from translation.access import Access
from translation.board_counts import Done, assignments, counts, in_review
from translation.states import Facts, State, state_of

STEP = 4  # characters of a tree path a level


@dataclass(slots=True)
class Row:
    """A page and a language it is to be translated into.

    Arguments:
        page_id: id of the page in the language it was written in.
        key: its translation key.
        title: its title there.
        within: translation keys of the section it is in and of the page below that which it is in or is:
            a country, a partner, a series.
        kind: its page type, as ``app.model``.
        written_in: code of that language.
        language: code of the language to translate into.
        locale_id: id of that language's locale.
        state: where the translation stands.
        stopped: whether it was a translation until somebody stopped the synchronisation.
        segments, words: what there is to translate.
        translated_segments, translated_words: what is translated, without errors.
        target_id: id of the page in the target language, None while there is none.
        translation_id: id of wagtail-localize's record, None while it is not started.
        due, note, assignee_id, assignee: from the assignment.
        waiting_since: when the source changed last (public originals only).
        may_publish: whether the person who looks may publish the translation.
    """

    page_id: int
    key: UUID
    title: str
    within: tuple[UUID, ...]
    kind: str
    written_in: str
    language: str
    locale_id: int
    state: State
    stopped: bool
    segments: int
    words: int
    translated_segments: int
    translated_words: int
    target_id: int | None
    translation_id: int | None
    due: date | None
    note: str
    assignee_id: int | None
    assignee: str
    waiting_since: datetime | None
    may_publish: bool

    @property
    def mark(self) -> str:
        """How checks and scripts find the row: target language and id of the source page."""
        return f"{self.language}:{self.page_id}"

    @property
    def kind_label(self) -> str:
        """Name of the page type, in the language of the interface."""
        return capfirst(apps.get_model(self.kind)._meta.verbose_name)

    @property
    def percent(self) -> int:
        """How much is translated, in per cent of the words; 100 only when nothing is missing."""
        if self.state is State.DONE:
            return 100
        return min(99, 100 * self.translated_words // self.words) if self.words else 0

    @property
    def is_late(self) -> bool:
        """Whether it should have been done by now."""
        return self.due is not None and self.due < timezone.localdate() and self.state.waits

    @property
    def may_start(self) -> bool:
        """Whether there is nothing yet: no translation, and no page that was written in the language."""
        return self.translation_id is None and self.target_id is None

    @property
    def is_started(self) -> bool:
        """Whether there is something to open."""
        return self.translation_id is not None


@dataclass(frozen=True)
class Language:
    """A language with a tree of its own.

    Arguments:
        locale_id: id of its locale.
        code: e.g. ``fr``.
        whole_tree: whether the person may change every page of it.
    """

    locale_id: int
    code: str
    whole_tree: bool

    @property
    def name(self) -> str:
        """Its own name."""
        return get_content_languages().get(self.code, self.code)


@dataclass(frozen=True)
class Board:
    """What somebody may translate.

    Arguments:
        languages: those in which they may change at least one page, in the order of the portal.
        rows: the translations into these languages, in the order of the page tree.
        titles: titles of the pages that rows are within, by translation key, in the order of the page tree.
    """

    languages: list[Language]
    rows: list[Row]
    titles: dict[UUID, str]


def load(access: Access) -> Board:
    """Everything that somebody may translate. Five queries.

    A page counts from its first publication, or when it was submitted before; one that was taken offline does
    not wait for anybody.

    Arguments:
        access: what the person may change.
    """
    return _Loader(access).board()


PAGE = (
    "pk", "translation_key", "locale_id", "locale__language_code", "path", "title", "live", "alias_of_id",
    "first_published_at", "content_type__app_label", "content_type__model", "source_text__digest",
    "source_text__segments", "source_text__words", "source_text__changed_at",
)  # fmt: skip
TRANSLATION = (
    "translations__pk", "translations__enabled", "translations__baseline__digest",
    "translations__baseline__published_at",
)  # fmt: skip


class _Loader:
    """What the rows are made of, asked for once."""

    def __init__(self, access: Access) -> None:
        self.access = access
        self.codes: dict[int, str] = {}
        self.pages: dict[tuple[UUID, int], dict[str, Any]] = {}
        self.keys: dict[str, UUID] = {}
        trees: dict[int, str] = {}
        for page in Page.objects.filter(depth__gt=1).order_by("path").values(*PAGE):
            key, locale_id = page["translation_key"], page["locale_id"]
            self.keys[page["path"]] = key
            self.codes[locale_id] = page["locale__language_code"]
            if len(page["path"]) == 2 * STEP:
                trees.setdefault(locale_id, page["path"])
            known = self.pages.get((key, locale_id))
            if known is None or known["alias_of_id"]:
                self.pages[key, locale_id] = page
        order = list(get_content_languages())
        self.languages = sorted(
            (
                Language(pk, self.codes[pk], access.may_change(tree))
                for pk, tree in trees.items()
                if access.reaches(tree)
            ),
            key=lambda language: (
                (order.index(language.code), language.code)
                if language.code in order
                else (len(order), language.code)
            ),
        )
        self.submissions: dict[UUID, tuple[int, int]] = {}
        self.translations: dict[tuple[int, int], tuple] = {}
        sources = TranslationSource.objects.order_by("pk").values_list(
            "pk", "object_id", "locale_id", "translations__target_locale_id", *TRANSLATION
        )
        for pk, key, locale_id, target, *rest in sources:
            page = self.pages.get((key, locale_id))
            if page and not page["alias_of_id"]:
                self.submissions.setdefault(key, (pk, locale_id))
                self.translations[pk, target] = tuple(rest)
        wanted = [language.locale_id for language in self.languages]
        self.totals, self.done = counts(wanted)
        self.in_review = in_review()
        self.assignments = assignments(wanted)

    def board(self) -> Board:
        originals = [
            page
            for (key, locale_id), page in self.pages.items()
            if page["alias_of_id"] is None and self._is_source(key, locale_id) and self._counts(page)
        ]
        rows = (
            self._row(page, language)
            for page in originals
            for language in self.languages
            if language.locale_id != page["locale_id"]
        )
        found = [row for row in rows if row is not None]
        within = {key for row in found for key in row.within}
        titles: dict[UUID, str] = {}
        for (key, _locale), page in self.pages.items():
            if key in within:
                titles.setdefault(key, page["title"])
        return Board(self.languages, found, titles)

    def _is_source(self, key: UUID, locale_id: int) -> bool:
        if key in self.submissions:
            return self.submissions[key][1] == locale_id
        written = [
            (page["pk"], locale)
            for locale in self.codes
            if (page := self.pages.get((key, locale))) and page["alias_of_id"] is None
        ]
        return min(written)[1] == locale_id

    def _counts(self, page: dict[str, Any]) -> bool:
        submitted = page["translation_key"] in self.submissions
        return page["live"] or (submitted and page["first_published_at"] is None)

    def _row(self, page: dict[str, Any], language: Language) -> Row | None:
        key, locale_id = page["translation_key"], language.locale_id
        place = self._place(page, locale_id)
        if not self.access.may_change(place):
            return None
        submission = self.submissions.get(key, (0, 0))[0]
        translation, enabled, shown, published_at = self.translations.get(
            (submission, locale_id), (None, False, None, None)
        )
        target = self.pages.get((key, locale_id))
        if target and target["alias_of_id"]:
            target = None
        fingerprint, changed_at = page["source_text__digest"], page["source_text__changed_at"]
        segments, words = page["source_text__segments"] or 0, page["source_text__words"] or 0
        if submission:
            segments, words = self.totals.get(submission, (segments, words))
        stopped = bool(translation and not enabled and target)
        done = self.done.get((submission, locale_id), Done())
        state = state_of(
            Facts(
                exists=target is not None,
                live=bool(target and target["live"]),
                managed=bool(enabled and target),
                stopped=stopped,
                in_review=bool(target and target["pk"] in self.in_review),
                segments=segments,
                translated=done.segments,
                failed=done.failed,
                outdated=shown is not None and bool(fingerprint) and shown != fingerprint,
                source_changed_at=changed_at,
                published_at=published_at,
                touched_at=done.touched_at,
            )
        )
        due, note, assignee_id, assignee = self.assignments.get((key, locale_id), (None, "", None, ""))
        return Row(
            page_id=page["pk"],
            key=key,
            title=page["title"],
            within=tuple(
                self.keys[page["path"][: n * STEP]] for n in (3, 4) if len(page["path"]) >= n * STEP
            ),
            kind=f"{page['content_type__app_label']}.{page['content_type__model']}",
            written_in=page["locale__language_code"],
            language=language.code,
            locale_id=locale_id,
            state=state,
            stopped=stopped,
            segments=segments,
            words=words,
            translated_segments=done.segments if enabled else segments * (state is State.DONE),
            translated_words=done.words if enabled else words * (state is State.DONE),
            target_id=target["pk"] if target else None,
            translation_id=translation if enabled and target else None,
            due=due,
            note=note,
            assignee_id=assignee_id,
            assignee=assignee,
            waiting_since=changed_at,
            may_publish=self.access.may_publish(place),
        )

    def _place(self, page: dict[str, Any], locale_id: int) -> str:
        """Tree path of the page's counterpart in a language, or of the closest page above that exists."""
        path = page["path"]
        while len(path) > STEP:
            counterpart = self.pages.get((self.keys[path], locale_id))
            if counterpart:
                return counterpart["path"]
            path = path[:-STEP]
        return ""
