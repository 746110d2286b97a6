"""Events keep the clock of their own place."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from events.models import EventPage
from tests import builders


def event(**fields) -> EventPage:
    return EventPage(title="Example", slug="example", **fields)


@pytest.mark.django_db
def test_the_editor_enters_and_sees_the_clock_of_the_event_whatever_their_own(client):
    page = builders.event_page(start=datetime(2031, 5, 4, 8, 0, tzinfo=UTC), time_zone="Europe/Lisbon")
    form_class = EventPage.get_edit_handler().get_form_class()
    form = form_class(instance=page)
    assert form.initial["start"] == datetime(2031, 5, 4, 9, 0)

    with timezone.override("Asia/Tokyo"):
        form = form_class(instance=page)
        assert form["start"].value().hour == 9
        entered = {"time_zone": "Europe/Lisbon", "start": "2031-05-04 10:30", "body": streamfield([])}
        data = nested_form_data(entered | {"clusters": inline_formset([]), "comments": inline_formset([])})
        bound = form_class(data, instance=page)
        bound.full_clean()
        assert bound.cleaned_data["start"] == datetime(2031, 5, 4, 10, 30, tzinfo=ZoneInfo("Europe/Lisbon"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("zone", "entered", "problem"),
    [
        # The hour that Brussels, where the editor is, does not have that night.
        ("America/New_York", "2031-03-30 02:30", None),
        ("Europe/Brussels", "2031-03-30 02:30", "put forward"),
    ],
)
def test_only_the_clock_of_the_event_decides_whether_an_hour_exists(zone, entered, problem):
    form_class = EventPage.get_edit_handler().get_form_class()
    data = {"time_zone": zone, "start": entered, "body": streamfield([])}
    data = nested_form_data(data | {"clusters": inline_formset([]), "comments": inline_formset([])})
    with timezone.override("Europe/Brussels"):
        form = form_class(data, instance=builders.event_page())
        form.full_clean()
    if problem:
        assert problem in str(form.errors["start"])
    else:
        assert form.cleaned_data["start"] == datetime(2031, 3, 30, 2, 30, tzinfo=ZoneInfo(zone))


def test_an_event_cannot_end_before_it_starts():
    start = datetime(2031, 5, 4, 9, tzinfo=UTC)
    with pytest.raises(ValidationError, match="ends before"):
        event(start=start, end=start - timedelta(hours=1)).clean()


def test_registration_cannot_close_after_the_event():
    start = datetime(2031, 5, 4, 9, tzinfo=UTC)
    with pytest.raises(ValidationError, match="closes after"):
        event(start=start, registration_deadline=start + timedelta(days=1)).clean()


@given(
    st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2100, 1, 1), timezones=st.just(UTC)),
    st.sampled_from(["Europe/Lisbon", "Europe/Berlin", "America/Santiago", "Asia/Kolkata"]),
)
def test_a_whole_day_is_over_at_the_end_of_the_day_there(start, zone):
    last = event(start=start, time_zone=zone, all_day=True).last_moment
    assert last.date() == start.astimezone(ZoneInfo(zone)).date()
    assert (last.hour, last.minute) == (23, 59)


@pytest.mark.parametrize(
    ("url", "closes_in_days", "state"),
    [("", 1, "none"), ("https://x.example/", 1, "open"), ("https://x.example/", -1, "closed")],
)
def test_the_state_of_the_registration(url, closes_in_days, state):
    now = timezone.now()
    page = event(
        start=now + timedelta(days=9),
        registration_url=url,
        registration_deadline=now + timedelta(days=closes_in_days),
    )
    assert page.registration_state() == state
