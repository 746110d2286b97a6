"""The event listing: its facets, from the same mechanism as the cluster search, with right counts."""

import logging
import re
from datetime import UTC, datetime
from html import unescape

import pytest

from search.outbox import build_stale
from tests import builders
from tests.listings import shown_to

pytestmark = pytest.mark.django_db

FACETS = ("when", "type", "country", "sector", "series")


@pytest.fixture(scope="module")
def content(kept):
    """Three events, one of them past."""
    missions = builders.event_series("missions", title="Missions")
    webinars = builders.event_series("webinars", title="Webinars")
    events = [
        ("Wind in Porto", missions, ["matchmaking"], ["PT"], ["energy-renewables"], 2031),
        ("Wind in Lyon", missions, ["matchmaking"], ["FR"], ["health"], 2020),
        ("Sea online", webinars, ["webinar"], [], ["health"], 2032),
    ]
    for title, series, kind, country, sectors, year in events:
        builders.event_page(
            title,
            series=series,
            event_type=kind,
            country=country,
            sectors=sectors,
            start=datetime(year, 5, 4, 9, tzinfo=UTC),
        )
    build_stale()


@pytest.fixture
def listing(either_engine, client):
    """The counts that the page shows for a query string, by facet and code, and its total."""

    return lambda query="": shown_to(client, f"/en/events/?{query}", either_engine)


@pytest.fixture
def shown(either_engine, client):
    """The HTML of the listing for a query string."""
    return lambda query="": client.get(f"/en/events/?{query}").content.decode()


def slugs(html: str) -> list[str]:
    return re.findall(r'data-event="([\w-]+)"', html)


def periods(html: str) -> dict[str, tuple[str, str]]:
    """Query string and number of each view above the list, by label; the current one has a star."""
    nav = re.search(r'<nav class="views".*?</nav>', html, re.DOTALL)[0]
    links = re.findall(r'href="\?([^"]*)#results"( aria-current="true")?>([\w ]+) <span[^>]*>(\d+)<', nav)
    return {label + "*" * bool(current): (unescape(query), n) for query, current, label, n in links}


def test_the_list_begins_with_what_is_next_and_what_is_past_is_one_link_away(shown, caplog, either_engine):
    with caplog.at_level(logging.INFO, logger="elastic_transport.transport"):
        html = shown()
    asked = [record for record in caplog.records if "search" in record.getMessage()]
    assert len(asked) == (either_engine == "elasticsearch")
    assert slugs(html) == ["wind-in-porto", "sea-online", "wind-in-lyon"]
    assert periods(html) == {
        "All events*": ("", "3"),
        "Upcoming": ("when=upcoming", "2"),
        "Past": ("when=past", "1"),
    }
    past = shown("when=past&q=wind")
    assert slugs(past) == ["wind-in-lyon"]
    assert periods(past) == {
        "All events": ("q=wind", "2"),
        "Upcoming": ("q=wind&when=upcoming", "1"),
        "Past*": ("q=wind&when=past", "1"),
    }
    assert "All events*" in periods(shown("when=past&when=upcoming"))
    assert slugs(shown("when=upcoming")) == ["wind-in-porto", "sea-online"]


def test_every_facet_is_listed_with_its_counts(listing):
    counts, total = listing()
    assert total == 3
    assert {name: counts[name] for name in FACETS} == {
        "when": {"upcoming": 2, "past": 1},
        "type": {"matchmaking": 2, "webinar": 1},
        "country": {"FR": 1, "PT": 1},
        "sector": {"health": 2, "energy-renewables": 1},
        "series": {"missions": 2, "webinars": 1},
    }


@pytest.mark.parametrize(
    ("query", "total"),
    [
        ("when=upcoming", 2),
        ("when=past", 1),
        ("type=webinar", 1),
        ("country=PT", 1),
        ("sector=health", 2),
        ("series=missions", 2),
        ("series=missions&when=upcoming", 1),
        ("type=no-such-type&series=no-such-series", 3),
    ],
)
def test_each_facet_narrows_the_list(listing, query, total):
    assert listing(query)[1] == total


def test_counts_ignore_the_own_facet_and_heed_the_words_and_the_others(listing):
    counts, total = listing("q=wind&when=upcoming")
    assert total == 1
    assert counts["when"] == {"upcoming": 1, "past": 1}
    assert counts["country"] == {"FR": 0, "PT": 1}
    assert counts["series"] == {"missions": 1, "webinars": 0}
