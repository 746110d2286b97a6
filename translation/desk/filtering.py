"""What of the desk's rows is shown, and their totals. No queries but one for the names of people."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from translation.board import Board, Language, Row
from translation.states import State

WAITING = "waiting"
ALL = "all"
NOBODY = "none"


@dataclass(frozen=True)
class Total:
    """How far a language has come.

    Arguments:
        language: the language.
        pages, words, segments: all there is.
        done_pages: pages whose translation is public and up to date.
        done_words, done_segments: what is translated.
    """

    language: Language
    pages: int
    done_pages: int
    words: int
    done_words: int
    segments: int
    done_segments: int

    @property
    def percent(self) -> int:
        """Translated words in per cent, rounded down."""
        return 100 * self.done_words // self.words if self.words else 100


@dataclass(frozen=True)
class Tab:
    """A state to look at, and how many rows are in it."""

    value: str
    label: Any
    count: int
    active: bool


def totals(board: Board) -> list[Total]:
    """One total a language, in the order of the languages; without pages whose synchronisation was stopped:
    there is nothing to translate in them.
    """
    sums = {language.locale_id: [0] * 6 for language in board.languages}
    for row in board.rows:
        if row.stopped:
            continue
        numbers = sums[row.locale_id]
        for n, value in enumerate(
            (
                1,
                row.state is State.DONE,
                row.words,
                row.translated_words,
                row.segments,
                row.translated_segments,
            )
        ):
            numbers[n] += value
    return [
        Total(language, *numbers) for language in board.languages if (numbers := sums[language.locale_id])[0]
    ]


class FilterForm(forms.Form):
    """The filters of the list; whatever is not a choice counts as not chosen.

    Arguments:
        data: the query string.
        rows: all rows that the person may see, in the order of the tree.
        titles: of the pages that they are within.
        user: who looks; they can choose what is assigned to them.
    """

    kind = forms.ChoiceField(label=gettext_lazy("Kind of page"), required=False)
    part = forms.ChoiceField(label=gettext_lazy("Part of the portal"), required=False)
    assignee = forms.ChoiceField(label=gettext_lazy("Translator"), required=False)
    due = forms.ChoiceField(label=gettext_lazy("Due"), required=False)

    def __init__(self, data: QueryDict, rows: Sequence[Row], titles: Mapping[UUID, str], user: Any) -> None:
        super().__init__({name: data.get(name, "") for name in self.base_fields})
        self.user = user
        everything = ("", _("All"))
        kinds = sorted({row.kind: row.kind_label for row in rows}.items(), key=lambda kind: kind[1])
        people = {str(row.assignee_id): row.assignee for row in rows if row.assignee_id}
        people.pop(str(user.pk), None)
        others = sorted(people.items(), key=lambda person: person[1])
        self._set("kind", [everything, *kinds])
        self._set("part", [everything, *parts(rows, titles)])
        self._set("assignee", [everything, ("me", _("Me")), (NOBODY, _("Nobody")), *others])
        self._set(
            "due",
            [
                everything,
                ("late", _("Overdue")),
                ("week", _("Within seven days")),
                (NOBODY, _("No due date")),
            ],
        )

    def _set(self, name: str, choices: list) -> None:
        field: Any = self.fields[name]
        field.choices = choices

    def chosen(self, name: str) -> str:
        """The value of a filter, "" for none or a wrong one."""
        self.is_valid()
        return self.cleaned_data.get(name, "")

    @property
    def is_active(self) -> bool:
        """Whether anything is filtered."""
        return any(self.chosen(name) for name in self.fields)

    def apply(self, rows: Iterable[Row]) -> list[Row]:
        """The rows that pass every filter."""
        kind, part = self.chosen("kind"), self.chosen("part")
        assignee, due = self.chosen("assignee"), self.chosen("due")
        return [
            row
            for row in rows
            if (not kind or row.kind == kind)
            and (not part or part in map(str, row.within))
            and (not assignee or self._is_of(row, assignee))
            and (not due or self._is_due(row, due))
        ]

    def _is_of(self, row: Row, assignee: str) -> bool:
        if assignee == NOBODY:
            return row.assignee_id is None
        return row.assignee_id == (self.user.pk if assignee == "me" else int(assignee))

    def _is_due(self, row: Row, due: str) -> bool:
        today = timezone.localdate()
        if due == NOBODY or row.due is None:
            return due == NOBODY and row.due is None
        return row.due < today if due == "late" else today <= row.due <= today + timedelta(days=7)


def parts(rows: Iterable[Row], titles: Mapping[UUID, str]) -> list[tuple[str, str]]:
    """The sections of the portal, and what stands directly below them and has pages of its own: countries,
    partners, series. Translation key and title; what is below a section follows it.

    Arguments:
        rows: all rows that the person may see.
        titles: of the pages that they are within, in the order of the tree.
    """
    sizes = Counter(place for row in rows for place in {row.within[:1], row.within} - {()})
    order = {key: number for number, key in enumerate(titles)}
    places = sorted(sizes, key=lambda place: [order[key] for key in place])
    return [
        (str(place[-1]), titles[place[-1]] if len(place) == 1 else f"— {titles[place[-1]]}")
        for place in places
        if len(place) == 1 or sizes[place] > 1
    ]


def tabs(rows: Iterable[Row], chosen: str) -> list[Tab]:
    """What there is to see, with counts: everything that waits, then each state."""
    counts = Counter(row.state for row in rows)
    waiting = sum(counts[state] for state in State if state.waits)
    first = Tab(WAITING, _("To do"), waiting, chosen == WAITING)
    # Few languages ever have one that was stopped.
    shown = [state for state in State if state is not State.STOPPED or counts[state] or chosen == state]
    return [first, *(Tab(state.value, state.label, counts[state], chosen == state.value) for state in shown)]


def in_state(rows: Iterable[Row], chosen: str) -> list[Row]:
    """The rows of a tab: what is due first, then the most urgent state, then in the order of the tree."""
    order = {state: n for n, state in enumerate(State)}
    wanted = [row for row in rows if (row.state.waits if chosen == WAITING else row.state.value == chosen)]
    if chosen == State.DONE:
        return wanted
    return sorted(wanted, key=lambda row: (row.due is None, row.due, order[row.state]))
