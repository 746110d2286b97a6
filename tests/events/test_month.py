"""A month of events: a table and a list."""

import re
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.months import MOST_MONTHS, first_day, month_of, months_between
from search.outbox import build_stale
from tests import builders
from tests.events.test_times import when
from vocabularies.registry import forget_terms


@pytest.fixture
def may(db) -> None:
    """An event of one day, one over the end of the month, and one later."""
    builders.event_page("One day", start=datetime(2031, 5, 4, 9, tzinfo=UTC), sectors=["health"])
    builders.event_page(
        "Over the end",
        start=datetime(2031, 5, 31, 9, tzinfo=UTC),
        end=datetime(2031, 6, 1, 15, tzinfo=UTC),
    )
    # In Brussels it is the first of June already.
    builders.event_page("Late at night", start=datetime(2031, 5, 31, 22, 30, tzinfo=UTC))
    build_stale()


def days(html: str) -> dict[str, list[str]]:
    """Titles in the table by day."""
    cells = re.findall(r"<td[^>]*>(.*?)</td>", html, re.DOTALL)
    found = {
        re.search(r'datetime="([^"]+)"', cell)[1]: re.findall(r"<span[^>]*>([^<]+)</span></a>", cell)
        for cell in cells
    }
    return {day: titles for day, titles in found.items() if titles}


def listed(html: str) -> list[str]:
    return re.findall(r'data-event="([\w-]+)"', html)


def test_each_day_has_its_events_on_their_own_clocks_and_the_list_says_the_same(may, client):
    html = client.get("/en/events/calendar/2031-05/").content.decode()
    assert days(html) == {"2031-05-04": ["One day"], "2031-05-31": ["Over the end"]}
    assert listed(html) == ["one-day", "over-the-end"]
    june = client.get("/en/events/calendar/2031-06/").content.decode()
    assert days(june) == {"2031-06-01": ["Over the end", "Late at night"]}
    assert listed(june) == ["over-the-end", "late-at-night"]


def test_the_neighbouring_months_with_events_are_named_in_the_visitors_language(may, client):
    html = client.get("/de/events/calendar/2031-05/").content.decode()
    assert re.search(r'rel="next" href="/de/events/calendar/2031-06/">Juni 2031', html)
    # Between now and then nothing takes place.
    assert f'rel="prev" href="/de/events/calendar/{date.today():%Y-%m}/"' in html
    # After June 2031 there is nothing, so nobody (and no crawler) walks on for ever.
    june = client.get("/de/events/calendar/2031-06/").content.decode()
    assert 'rel="next"' not in june
    assert 'lang="en"' in june


def test_a_month_has_its_past_events_too_unless_the_listing_left_them_out(may, client):
    builders.event_page("Over", start=datetime(2020, 5, 4, 9, tzinfo=UTC))
    build_stale()
    html = client.get("/en/events/calendar/2020-05/").content.decode()
    assert listed(html) == ["over"]
    assert 'href="/en/events/"' in html
    for query, found in (("when=past", ["over"]), ("when=upcoming", []), ("when=", ["over"])):
        assert listed(client.get(f"/en/events/calendar/2020-05/?{query}").content.decode()) == found


def test_a_month_follows_the_filters_of_the_listing_and_leads_back_to_them(may, client):
    html = client.get("/en/events/calendar/2031-05/?sector=health").content.decode()
    assert days(html) == {"2031-05-04": ["One day"]}
    assert 'href="/en/events/calendar/2031-06/?sector=health"' in html
    assert 'href="/en/events/?sector=health"' in html


@pytest.mark.parametrize("code", ["2031-13", "2031-5", "x", "２０３１-05"])
def test_what_is_no_month_is_not_found(db, client, code):
    assert client.get(f"/en/events/calendar/{code}/").status_code == 404


def test_today_is_said_in_words_and_an_empty_month_says_so(db, client):
    builders.event_index()
    html = client.get("/en/events/calendar/").content.decode()
    assert html.count("month-table__word") == 1
    assert "No event in this month." in html


def test_a_month_costs_the_same_queries_with_twice_the_events(may, client):
    def queries() -> int:
        client.get("/en/events/calendar/2031-05/")
        forget_terms()
        with CaptureQueriesContext(connection) as captured:
            client.get("/en/events/calendar/2031-05/")
        return len(captured)

    before = queries()
    for number in range(4):
        builders.event_page(slug=f"more-{number}", start=datetime(2031, 5, 4, 9, tzinfo=UTC))
    build_stale()
    assert queries() == before <= 12


def test_listings_of_events_have_an_archive_by_year(may, client):
    builders.event_page(
        "New Year",
        start=datetime(2031, 12, 31, 20, tzinfo=UTC),
        end=datetime(2032, 1, 1, 2, tzinfo=UTC),
    )
    build_stale()
    assert listed(client.get("/en/events/?year=2032").content.decode()) == ["new-year"]
    html = client.get("/en/events/").content.decode()
    assert re.findall(r'name="year" value="(\d+)"', html) == ["2032", "2031"]


@pytest.mark.parametrize(
    ("end", "last"),
    [
        (None, date(2031, 5, 4)),
        # Midnight in Brussels belongs to the day that ends.
        (datetime(2031, 5, 4, 22, tzinfo=UTC), date(2031, 5, 4)),
        (datetime(2031, 5, 4, 22, 1, tzinfo=UTC), date(2031, 5, 5)),
    ],
)
def test_an_event_ends_on_the_day_it_ends_on(end, last):
    start = datetime(2031, 5, 4, 9, tzinfo=UTC)
    assert when(start, end).span == (date(2031, 5, 4), last)


def test_an_event_of_whole_days_lasts_until_the_end_of_its_last_day():
    start, end = datetime(2031, 4, 29, 22, tzinfo=UTC), datetime(2031, 4, 30, 22, tzinfo=UTC)
    assert when(start, end, all_day=True).span == (date(2031, 4, 30), date(2031, 5, 1))


@pytest.mark.django_db
def test_a_month_that_has_no_page_is_no_neighbour(client):
    for year in (1202, 1999):
        builders.event_page(f"In {year}", start=datetime(year, 5, 4, 9, tzinfo=UTC))
    build_stale()
    for path in ("/en/events/calendar/", "/en/events/calendar/1999-05/", "/en/events/calendar/2099-12/"):
        assert client.get(path).status_code == 200
    assert client.get("/en/events/calendar/1202-05/").status_code == 404


def test_months_between_days():
    assert list(months_between(date(2030, 12, 31), date(2031, 2, 1))) == ["2030-12", "2031-01", "2031-02"]
    assert len(list(months_between(date(2000, 1, 1), date(9000, 1, 1)))) == MOST_MONTHS


def test_weeks_begin_on_monday_and_cover_the_month():
    month = month_of(first_day("2031-06"), [], {"2029-01", "2040-02"})
    assert [week[0].date.weekday() for week in month.weeks] == [0] * 6
    inside = [day.date for week in month.weeks for day in week if day.inside]
    assert (inside[0], inside[-1]) == (date(2031, 6, 1), date(2031, 6, 30))
    assert (month.before, month.after) == (
        max(date(2029, 1, 1), date.today().replace(day=1)),
        date(2040, 2, 1),
    )
