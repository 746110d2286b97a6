"""iCalendar (RFC 5545) of events."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from django.conf import settings
from icalendar import Calendar, Event, Timezone, vUri

from events.occasion import When, where
from portal.paths import absolute_url
from search.results import Hit
from vocabularies.registry import labelled

_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)


def calendar_of(hits: Iterable[Hit], name: str) -> bytes:
    """The events as one calendar in the active language, with the time zones they need.

    Arguments:
        hits: events as found by the search.
        name: what the calendar is called among others.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Cluster Portal//Events//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", name)
    for hit in hits:
        calendar.add_component(_event(hit))
    calendar.add_missing_timezones()
    if not calendar.subcomponents:
        # A calendar without any component is none (RFC 5545, 3.6).
        calendar.add_component(Timezone.from_tzid(settings.TIME_ZONE))
    return calendar.to_ical()


def _event(hit: Hit) -> Event:
    data = hit.data
    when = When.of_hit(hit)
    event = Event()
    event.add("uid", f"{hit.key}@{_host()}")
    updated = datetime.fromisoformat(data.get("updated") or data["start"]).astimezone(UTC)
    event.add("dtstamp", updated)
    event.add("last-modified", updated)
    # Grows with every publication, so that calendars take the newer version. Fits 32 bits until 2088.
    event.add("sequence", int((updated - _EPOCH).total_seconds()))
    event.add("status", "CANCELLED" if data.get("cancelled") else "CONFIRMED")
    event.add("summary", hit.title, parameters={"LANGUAGE": hit.title_language})
    if when.all_day:
        first, last = when.span
        event.add("dtstart", first)
        # The end of a whole-day event is the first day after it.
        event.add("dtend", last + timedelta(days=1))
    else:
        event.add("dtstart", when.start)
        if when.end:
            event.add("dtend", when.end)
    if hit.summary:
        event.add("description", hit.summary, parameters={"LANGUAGE": hit.summary_language})
    place = where(data["city"], data["country"], venue=data["venue"], online=data["online"])
    if place:
        event.add("location", place)
    types = [label for _code, label in labelled("event_type", data["type"])]
    if types:
        event.add("categories", types)
    event["url"] = vUri(absolute_url(hit.url))
    return event


def _host() -> str:
    return settings.SITE_URL.partition("://")[2].partition(":")[0]
