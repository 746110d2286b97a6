"""A month of events as a table of weeks. No database."""

import re
from calendar import Calendar
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.formats import get_format

from events.occasion import When
from search.results import Hit

# Months that have a page of their own; an event of another time has one in the listing only.
MONTH = r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])"
# Django counts from Sunday, Python from Monday.
_SUNDAY = 6
# Months of one event that are told apart; one that lasts longer is a mistake.
MOST_MONTHS = 120


@dataclass(frozen=True)
class Day:
    """A day of the table: ``inside`` the month, with the events that take place on it, or beside it."""

    date: date
    inside: bool
    today: bool
    events: Sequence[Hit]


@dataclass(frozen=True)
class Month:
    """A month with the weeks it touches, and the nearest months before and after that have events."""

    first: date
    weeks: Sequence[Sequence[Day]]
    before: date | None
    after: date | None


def first_day(code: str) -> date:
    """First day of a month written ``2026-05``. Raises ValueError for anything else."""
    return date.fromisoformat(f"{code}-01")


def code_of(day: date) -> str:
    """The month of a day, ``2026-05``."""
    return f"{day:%Y-%m}"


def months_between(first: date, last: date) -> Iterator[str]:
    """Codes of the months from one day to another, both included."""
    month = first.replace(day=1)
    for _number in range(MOST_MONTHS):
        if month > last:
            return
        yield code_of(month)
        month = (month + timedelta(days=31)).replace(day=1)


def month_of(first: date, hits: Sequence[Hit], others: Collection[str]) -> Month:
    """The table of a month; its weeks begin as they do in the active language.

    Arguments:
        first: day of the month.
        hits: the events that take place in it.
        others: codes of the months that have events at all.
    """
    spans = [(When.of_hit(hit).span, hit) for hit in hits]
    today = timezone.localdate()
    weekday = (int(get_format("FIRST_DAY_OF_WEEK")) + _SUNDAY) % 7
    weeks = [
        [
            Day(
                date=day,
                inside=day.month == first.month,
                today=day == today,
                events=[
                    hit for (start, end), hit in spans if day.month == first.month and start <= day <= end
                ],
            )
            for day in week
        ]
        for week in Calendar(weekday).monthdatescalendar(first.year, first.month)
    ]
    # The present month can always be reached.
    codes = {other for other in (*others, code_of(today)) if re.fullmatch(MONTH, other)}
    code = code_of(first)
    before = max((other for other in codes if other < code), default=None)
    after = min((other for other in codes if other > code), default=None)
    return Month(
        first, weeks, before=first_day(before) if before else None, after=first_day(after) if after else None
    )
