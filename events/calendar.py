"""iCalendar (RFC 5545) of events."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vUri

from portal.paths import absolute_url
from search.results import Hit
from vocabularies.registry import get_vocabulary


def calendar_of(hits: Iterable[Hit], language: str) -> bytes:
    """The events as one calendar, with the time zones they need.

    Arguments:
        hits: events as found by the search.
        language: language code of the texts.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Cluster Portal//Events//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", _("Cluster events"))
    for hit in hits:
        calendar.add_component(_event(hit, language))
    calendar.add_missing_timezones()
    return calendar.to_ical()


def _event(hit: Hit, language: str) -> Event:
    data = hit.data
    zone = ZoneInfo(data["time_zone"])
    start = datetime.fromisoformat(data["start"]).astimezone(zone)
    end = datetime.fromisoformat(data["end"]).astimezone(zone) if data["end"] else None
    event = Event()
    event.add("uid", f"{hit.key}@{_host()}")
    updated = datetime.fromisoformat(data["updated"]).astimezone(UTC)
    event.add("dtstamp", updated)
    # Grows with every publication, so that calendars take the newer version.
    event.add("sequence", int(updated.timestamp()) // 60)
    event.add("summary", hit.title)
    if data["all_day"]:
        last: date = (end or start).date()
        event.add("dtstart", start.date())
        # The end of a whole-day event is the first day after it.
        event.add("dtend", last + timedelta(days=1))
    else:
        event.add("dtstart", start)
        if end:
            event.add("dtend", end)
    if hit.summary:
        event.add("description", hit.summary)
    places = [
        data["venue"],
        data["city"],
        *(get_vocabulary("country").label(code, language) for code in data["country"]),
    ]
    if any(places):
        event.add("location", ", ".join(filter(None, places)))
    event["url"] = vUri(absolute_url(hit.url))
    return event


def _host() -> str:
    return settings.SITE_URL.partition("://")[2].partition(":")[0]
