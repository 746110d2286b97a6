"""When and where an event takes place, as lists, feeds, calendars, cards and programs say it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils.formats import time_format
from django.utils.translation import gettext

from portal.templatetags.moment_tags import span_of_days, utc_offset
from search.results import Hit
from vocabularies.registry import labelled

if TYPE_CHECKING:
    from events.models import EventPage


@dataclass(frozen=True)
class When:
    """The time of an event. Its moments are on the clocks there.

    Attributes:
        all_day: it lasts whole days, so hours mean nothing.
    """

    start: datetime
    end: datetime | None
    all_day: bool

    @classmethod
    def of_page(cls, page: "EventPage") -> "When | None":
        """None for a draft that has no time yet."""
        if page.start is None:
            return None
        end = page.end.astimezone(page.zone) if page.end else None
        return cls(page.start.astimezone(page.zone), end, page.all_day)

    @classmethod
    def of_hit(cls, hit: Hit) -> "When":
        """Of an event that was found."""
        zone = ZoneInfo(hit.data["time_zone"])
        end = hit.data["end"]
        return cls(
            datetime.fromisoformat(hit.data["start"]).astimezone(zone),
            datetime.fromisoformat(end).astimezone(zone) if end else None,
            hit.data["all_day"],
        )

    @property
    def span(self) -> tuple[date, date]:
        """First and last day. What ends at midnight ends the day before, unless it lasts whole days."""
        first, end = self.start.date(), self.end or self.start
        if not self.all_day:
            end -= timedelta(microseconds=1)
        return first, max(first, end.date())

    @property
    def first(self) -> str:
        """ISO 8601: when it begins, the day alone if it lasts whole days."""
        return (self.start.date() if self.all_day else self.start).isoformat()

    @property
    def last(self) -> str | None:
        """ISO 8601: when it ends, the last day if it lasts whole days; None where nobody said."""
        if self.end is None:
            return None
        return (self.end.date() if self.all_day else self.end).isoformat()

    @property
    def days(self) -> str:
        """The day or days, in words of the active language."""
        return span_of_days(*self.span)

    @property
    def hours(self) -> str:
        """From when till when; of several days, from when on the first."""
        if self.all_day:
            return ""
        first, last = self.span
        start = time_format(self.start.time())
        if self.end and first == last and self.end > self.start:
            return f"{start}–{time_format(self.end.time())}"
        return gettext("from %(time)s") % {"time": start}

    @property
    def last_hour(self) -> str:
        """Of several days: when it ends on the last."""
        first, last = self.span
        return "" if self.all_day or first == last or not self.end else time_format(self.end.time())

    @property
    def offset(self) -> str:
        """How far the clocks there are from UTC."""
        return utc_offset(self.start, str(self.start.tzinfo))

    def __str__(self) -> str:
        """Days, hours and what the clocks are, in words of the active language."""
        return self.days if self.all_day else f"{self.days}, {self.hours} ({self.offset})"


def where(city: str, country: Iterable[str], *, venue: str = "", online: bool = False) -> str:
    """The place in words of the active language; "online" only where there is no place on earth.

    Arguments:
        city: town.
        country: codes.
        venue: building or room, where that matters.
        online: whether one can take part from everywhere.
    """
    countries = [label for _code, label in labelled("country", country)]
    places = ", ".join(filter(None, [venue, city, *countries]))
    return places or (gettext("Online") if online else "")
