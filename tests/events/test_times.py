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
from events.occasion import When, where
from search.outbox import build_stale
from tests import builders

BRUSSELS = ZoneInfo("Europe/Brussels")


def when(start: datetime, end: datetime | None = None, *, all_day: bool = False) -> When:
    """The time of an event in Brussels."""
    return When(start.astimezone(BRUSSELS), end and end.astimezone(BRUSSELS), all_day)


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


NIGHT = datetime(2027, 2, 6, 23, tzinfo=UTC)
MORNING = datetime(2027, 2, 7, 9, tzinfo=UTC)
EVENING = datetime(2027, 2, 7, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    ("time", "text", "first", "last"),
    [
        (when(MORNING), "7 February 2027, from 10:00 (UTC+1)", "2027-02-07T10:00:00+01:00", None),
        (
            when(MORNING, MORNING + timedelta(hours=6)),
            "7 February 2027, 10:00–16:00 (UTC+1)",
            "2027-02-07T10:00:00+01:00",
            "2027-02-07T16:00:00+01:00",
        ),
        # An evening that ends at midnight has no second day.
        (
            when(MORNING, EVENING),
            "7 February 2027, 10:00–00:00 (UTC+1)",
            "2027-02-07T10:00:00+01:00",
            "2027-02-08T00:00:00+01:00",
        ),
        (
            when(MORNING, MORNING + timedelta(days=1, hours=2)),
            "7–8 February 2027, from 10:00 (UTC+1)",
            "2027-02-07T10:00:00+01:00",
            "2027-02-08T12:00:00+01:00",
        ),
        # In UTC it begins the day before.
        (when(NIGHT, all_day=True), "7 February 2027", "2027-02-07", None),
        (when(NIGHT, EVENING, all_day=True), "7–8 February 2027", "2027-02-07", "2027-02-08"),
    ],
)
def test_an_event_says_its_days_and_hours_as_they_are_there(time, text, first, last):
    assert (str(time), time.first, time.last) == (text, first, last)


def test_what_ends_on_another_day_says_when():
    assert when(MORNING, MORNING + timedelta(days=1, hours=2)).last_hour == "12:00"
    assert when(MORNING, MORNING + timedelta(hours=2)).last_hour == ""
    assert when(NIGHT, EVENING, all_day=True).last_hour == ""


def test_a_place_is_where_one_goes_or_else_online():
    assert where("Porto", ["PT"], venue="Hall 1", online=True) == "Hall 1, Porto, Portugal"
    assert where("", ["PT"]) == "Portugal"
    assert where("", [], online=True) == "Online"
    assert where("", []) == ""


@pytest.mark.django_db
def test_people_and_programs_get_the_local_days_of_an_event_of_whole_days(client):
    page = builders.event_page(
        start=datetime(2031, 2, 6, 23, tzinfo=UTC), end=datetime(2031, 2, 7, 23, tzinfo=UTC), all_day=True
    )
    build_stale()
    for path in ("/en/events/", page.url):
        assert '<time datetime="2031-02-07">7–8 February 2031</time>' in client.get(path).content.decode()
    (record,) = client.get("/api/v1/events").json()["results"]
    assert (record["start"], record["end"], record["all_day"]) == ("2031-02-07", "2031-02-08", True)
