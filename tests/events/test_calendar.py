"""Calendars that strict programs take: read by icalendar, and checked by rules of RFC 5545 written here."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar

from search.outbox import build_stale
from tests import builders

pytestmark = pytest.mark.django_db

EVENT = "/en/events/example-series/example-event/event.ics"


def assert_strict(data: bytes) -> list[dict[str, list[str]]]:
    """Check lines, nesting and the properties that RFC 5545 demands. Returns the properties of each event."""
    assert data.endswith(b"\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")
    lines = data[:-2].split(b"\r\n")
    assert all(len(line) <= 75 for line in lines), "3.1: a line has 75 octets at most"
    assert all(line.decode() for line in lines), "folding does not cut through a letter"
    text = re.sub(r"\r\n[ \t]", "", data.decode())
    open_parts: list[str] = []
    events: list[dict[str, list[str]]] = []
    parts: list[tuple[str, set[str]]] = []
    for line in text.split("\r\n")[:-1]:
        matched = re.fullmatch(r'([A-Z0-9-]+)((?:;[A-Z0-9-]+=(?:"[^"]*"|[^";:,]*))*):(.*)', line)
        assert matched, f"3.1: no content line: {line}"
        name, _parameters, value = matched.groups()
        if name == "BEGIN":
            open_parts.append(value)
            parts.append((value, set()))
            if value == "VEVENT":
                events.append({})
        elif name == "END":
            assert open_parts.pop() == value
        else:
            assert not re.search(r"[\x00-\x08\x0a-\x1f]", value)
            if len(open_parts) == 1:
                parts[0][1].add(name)
            if open_parts[-1] == "VEVENT":
                events[-1].setdefault(name, []).append(value)
    assert not open_parts
    assert parts[0][0] == "VCALENDAR"
    assert {"PRODID", "VERSION"} <= parts[0][1]
    assert len(parts) > 1, "3.6: a calendar has a component"
    for event in events:
        assert {"UID", "DTSTAMP", "DTSTART"} <= event.keys()
        assert all(
            len(event.get(name, [])) <= 1 for name in ("UID", "DTSTART", "DTEND", "SEQUENCE", "STATUS")
        )
        assert re.fullmatch(r"\d{8}T\d{6}Z", event["DTSTAMP"][0])
        assert 0 <= int(event["SEQUENCE"][0]) < 2**31
    zones = set(re.findall(r"TZID=([^:;]+)[:;]", text))
    assert zones <= set(re.findall(r"\r\nTZID:(.+)\r\n", text)), "3.2.19: every zone named is described"
    return events


def get(client, path: str = EVENT) -> bytes:
    build_stale()
    response = client.get(path)
    assert response.status_code == 200
    return response.content


def only_event(data: bytes):
    (event,) = Calendar.from_ical(data).walk("VEVENT")
    return event


def test_an_event_keeps_the_clock_of_its_place_and_long_texts_in_every_script(client):
    builders.event_page(
        start=datetime(2031, 7, 1, 8, 0, tzinfo=UTC),
        end=datetime(2031, 7, 1, 16, 30, tzinfo=UTC),
        time_zone="Europe/Lisbon",
        summary="Größe, Łódź; čeština\\ – ελληνικά " * 9,
        venue="Hall 1, first floor; left",
        city="Porto",
        country=["PT"],
    )
    data = get(client)
    assert_strict(data)
    event = only_event(data)
    assert event["DTSTART"].params["TZID"] == "Europe/Lisbon"
    assert event["DTSTART"].dt.astimezone(UTC) == datetime(2031, 7, 1, 8, 0, tzinfo=UTC)
    assert event["DTEND"].dt - event["DTSTART"].dt == timedelta(hours=8, minutes=30)
    assert str(event["LOCATION"]) == "Hall 1, first floor; left, Porto, Portugal"
    assert str(event["DESCRIPTION"]).startswith("Größe, Łódź; čeština\\ – ελληνικά")
    assert event["STATUS"] == "CONFIRMED"


def test_whole_days_end_on_the_day_after_the_last(client):
    builders.event_page(
        start=datetime(2031, 7, 1, 8, 0, tzinfo=UTC),
        end=datetime(2031, 7, 2, 16, 0, tzinfo=UTC),
        all_day=True,
    )
    data = get(client)
    assert_strict(data)
    event = only_event(data)
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2031, 7, 1), date(2031, 7, 3))


def test_a_newer_version_of_the_same_event_has_the_same_uid_and_a_greater_sequence(client):
    page = builders.event_page()
    page.last_published_at = datetime(2030, 1, 1, 12, 0, 0, tzinfo=UTC)
    page.save()
    before = only_event(get(client))
    page.title = "Example event, moved"
    page.last_published_at += timedelta(seconds=1)
    page.save()
    after = only_event(get(client))
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after["LAST-MODIFIED"].dt > before["LAST-MODIFIED"].dt
    assert str(after["SUMMARY"]) == "Example event, moved"


def test_a_new_translation_is_a_newer_version_too(client):
    page = builders.event_page()
    before = only_event(get(client))
    french = builders.translate(page, "fr")
    type(page).objects.filter(pk=french.pk).update(last_published_at=datetime(2032, 1, 1, tzinfo=UTC))
    french.refresh_from_db()
    french.save()
    after = only_event(get(client))
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after["UID"] == before["UID"]


def test_a_cancelled_event_is_struck_out_and_says_so_on_its_page(client):
    page = builders.event_page(cancelled=True, registration_url="https://example.org/register")
    data = get(client)
    assert_strict(data)
    assert only_event(data)["STATUS"] == "CANCELLED"
    html = client.get(page.url).content.decode()
    assert 'data-notice="cancelled"' in html
    assert "https://schema.org/EventCancelled" in html
    assert "https://example.org/register" not in html
    assert "This event is cancelled." in html[: html.index("<h1")]
    assert "Cancelled" in client.get("/en/events/").content.decode()
    month = client.get("/en/events/calendar/2031-05/").content.decode()
    assert re.search(r'month-table__off"><span class="visually-hidden">Cancelled: </span>', month)


def test_every_filter_is_a_calendar_and_an_empty_one_is_valid(client):
    builders.event_page("Here", slug="here", country=["PT"])
    builders.event_page("There", slug="there", country=["FR"], time_zone="Europe/Paris")
    everything = get(client, "/en/events/calendar.ics")
    assert len(assert_strict(everything)) == 2
    (event,) = assert_strict(get(client, "/en/events/calendar.ics?country=FR"))
    assert event["SUMMARY"] == ["There"]
    empty = get(client, "/en/events/calendar.ics?country=FR&q=nothing&exact=1")
    assert assert_strict(empty) == []
    assert Calendar.from_ical(empty).walk("VEVENT") == []


def test_a_calendar_that_has_not_changed_is_not_sent_again(client):
    builders.event_page()
    build_stale()
    first = client.get("/en/events/calendar.ics")
    again = client.get("/en/events/calendar.ics", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    assert "max-age=300" in first["Cache-Control"]
