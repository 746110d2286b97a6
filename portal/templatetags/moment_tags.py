"""Dates and times of day, in the zone they belong to and the reader's way of writing them."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import groupby, takewhile
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date
from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import get_language

from portal.language_names import cldr

register = template.Library()

MONTHS_FRESH = 18


@register.filter
def moment(text: str | date | None) -> datetime | date | None:
    """The moment or day that an ISO 8601 text names, None for no text. A date stays what it is."""
    if not text or isinstance(text, date):
        return text or None
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def in_zone(value: datetime, time_zone: str) -> datetime:
    """The moment on the clocks of the zone."""
    return value.astimezone(ZoneInfo(time_zone))


@register.filter
def day_in(value: datetime, time_zone: str) -> date:
    """The calendar day of a moment in a zone. A plain day, so that no filter moves it to another zone."""
    return in_zone(value, time_zone).date()


@register.filter
def short_month(value: date) -> str:
    """Month and year, the month cut short as the reader's language does it (Unicode CLDR)."""
    return str(format_date(value, "LLL y", locale=cldr(get_language() or settings.LANGUAGE_CODE)))


@register.filter
def by_month(hits: Iterable[Any]) -> list[tuple[date, list[Any]]]:
    """Events grouped by the month they start in, on their own clocks: (first day of the month, hits)."""

    def month(hit: Any) -> date:
        return day_in(datetime.fromisoformat(hit.data["start"]), hit.data["time_zone"]).replace(day=1)

    return [(first_day, list(monthly)) for first_day, monthly in groupby(hits, key=month)]


@register.filter
def utc_offset(value: datetime, time_zone: str) -> str:
    """How far the zone's clocks are from UTC at that moment: ``UTC+2``, ``UTC+5:30``."""
    offset = in_zone(value, time_zone).utcoffset() or timedelta()
    minutes = round(offset.total_seconds() / 60)
    sign = "-" if minutes < 0 else "+"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{sign}{hours}" + (f":{rest:02}" if rest else "")


@register.filter
def hour_in(value: datetime, time_zone: str) -> str:
    """The time of day of a moment on the zone's clocks."""
    return time_format(in_zone(value, time_zone).time(), "TIME_FORMAT")


def span_of_days(first: date, last: date) -> str:
    """A day, or the days from one to another, in words of the active language.

    What both dates end with stands once: "7–8 February 2027", "28 February – 2 March 2027". Every language of
    the portal writes dates so; of the intervals that babel has, only the Spanish ones are what people write.
    """
    until = date_format(last, "DATE_FORMAT")
    if first == last:
        return until
    words = date_format(first, "DATE_FORMAT").split(" ")
    both = zip(reversed(words), reversed(until.split(" ")), strict=False)
    shared = [word for word, _other in takewhile(lambda pair: pair[0] == pair[1], both)]
    # Where the year comes first, what dates end with says nothing without it.
    if any(str(last.year) in word for word in shared):
        words = words[: -len(shared)]
    return ("–" if len(words) == 1 else " – ").join([" ".join(words), until])


@register.filter
def is_fresh(confirmed: date | str | None) -> bool:
    """Whether something was confirmed within the last 18 months."""
    if not confirmed:
        return False
    day = date.fromisoformat(confirmed) if isinstance(confirmed, str) else confirmed
    return (timezone.localdate() - day).days <= MONTHS_FRESH * 30.5


@register.filter
def has_passed(day: date | None) -> bool:
    """Whether a day is behind us: a deadline holds until its end."""
    return day is not None and day < timezone.localdate()


@register.filter
def is_over(event: Any) -> bool:
    """Whether the event of a hit has ended."""
    over = event.sort.get("over")
    return bool(over) and datetime.fromisoformat(over) < timezone.now()
