"""Dates and hours in templates."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.utils import timezone, translation

START = datetime(2027, 1, 8, 22, 30, tzinfo=UTC)


def render(source: str, language: str = "en", **values: object) -> str:
    with translation.override(language):
        return Template("{% load moment_tags %}" + source).render(Context(values))


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("Europe/Lisbon", "UTC+0"),
        ("Europe/Berlin", "UTC+1"),
        ("Asia/Kolkata", "UTC+5:30"),
        ("America/Sao_Paulo", "UTC-3"),
    ],
)
def test_the_offset_is_that_of_the_zone_at_that_moment(zone: str, expected: str):
    assert render("{{ start|utc_offset:zone }}", start=START, zone=zone) == expected


def test_summer_time_is_another_offset():
    summer = datetime(2027, 7, 8, 12, tzinfo=UTC)
    assert render("{{ start|utc_offset:'Europe/Berlin' }}", start=summer) == "UTC+2"


def test_the_day_is_that_of_the_event_not_of_the_server():
    source = "{{ start|day_in:zone|date:'DATE_FORMAT' }}, {{ start|hour_in:zone }}"
    assert render(source, start=START, zone="Europe/Berlin") == "8 January 2027, 23:30"
    assert render(source, start=START, zone="Asia/Tokyo") == "9 January 2027, 07:30"


def test_iso_text_becomes_a_moment_or_a_day():
    assert (
        render("{{ text|moment|date:'Y-m-d H:i' }}", text="2027-01-08T09:00:00+01:00") == "2027-01-08 09:00"
    )
    assert render("{{ text|moment|date:'DATE_FORMAT' }}", text="2027-01-08") == "8 January 2027"
    assert render("{{ text|moment }}", text=None) == "None"


def test_events_are_grouped_by_the_month_on_their_own_clocks():
    late = SimpleNamespace(data={"start": "2027-01-31T23:30:00+00:00", "time_zone": "Europe/Berlin"})
    early = SimpleNamespace(data={"start": "2027-01-31T20:00:00+00:00", "time_zone": "Europe/Berlin"})
    source = "{% for month, hits in hits|by_month %}{{ month|date:'F' }} {{ hits|length }} {% endfor %}"
    assert render(source, hits=[early, late]) == "January 1 February 1 "


@pytest.mark.parametrize(("days", "fresh"), [(30, True), (500, True), (600, False)])
def test_what_was_confirmed_within_eighteen_months_is_fresh(days: int, fresh: bool):
    confirmed = timezone.localdate() - timedelta(days=days)
    for value in (confirmed, confirmed.isoformat()):
        assert render("{{ value|is_fresh }}", value=value) == str(fresh)


def test_what_was_never_confirmed_is_not_fresh():
    assert render("{{ value|is_fresh }}", value=None) == "False"


def test_an_event_is_over_after_its_last_moment():
    past = SimpleNamespace(sort={"over": "2014-10-20T16:00:00+00:00"})
    future = SimpleNamespace(sort={"over": f"{date.today().year + 1}-01-01T00:00:00+00:00"})
    assert render("{{ past|is_over }} {{ future|is_over }}", past=past, future=future) == "True False"
