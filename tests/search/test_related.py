"""What else is worth a look from an event or a piece of news, and where an event takes place."""

import re
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from search.outbox import build_stale
from search.related import SHOWN, related
from tests import builders

pytestmark = pytest.mark.django_db


def shown(html: str, heading: str) -> list[str]:
    """Slugs of the events or news below a heading."""
    part = re.search(rf'aria-labelledby="{heading}">(.*?)</section>', html, re.DOTALL)
    return re.findall(r'data-(?:event|news)="([\w-]+)"', part[1]) if part else []


def test_an_event_leads_to_events_of_its_sector_then_of_its_country_and_to_news(client):
    page = builders.event_page("Here", sectors=["health"], country=["PT"])
    builders.event_page("Near", country=["PT"], start=datetime(2031, 1, 1, tzinfo=UTC))
    builders.event_page("Alike", sectors=["health"], country=["FI"])
    builders.event_page("Both", sectors=["health"], country=["PT"], start=datetime(2032, 1, 1, tzinfo=UTC))
    builders.event_page("Over", sectors=["health"], country=["PT"], start=datetime(2020, 1, 1, tzinfo=UTC))
    builders.event_page("Other", sectors=["textiles"], country=["FR"])
    builders.news_page("Health news", sectors=["health"])
    build_stale()
    html = client.get(page.url).content.decode()
    assert shown(html, "related-events") == ["alike", "both", "near"]
    assert shown(html, "related-news") == ["health-news"]


def test_news_lead_to_news_of_their_topic_then_of_their_sector_and_to_events(client):
    page = builders.news_page("Here", topics=["funding"], sectors=["health"])
    builders.news_page("By sector", sectors=["health"], date=datetime(2031, 1, 1).date())
    builders.news_page("By topic", topics=["funding"])
    builders.event_page("Health day", sectors=["health"])
    build_stale()
    html = client.get(page.url).content.decode()
    assert shown(html, "related-news") == ["by-topic", "by-sector"]
    assert shown(html, "related-events") == ["health-day"]


def test_a_page_about_nothing_in_particular_is_related_to_nothing(client):
    page = builders.news_page("Here")
    builders.news_page("There")
    build_stale()
    assert related(page.translation_key, "en", [("news", {"topic": []})]) == {"news": []}
    assert "related-news" not in client.get(page.url).content.decode()


@pytest.mark.parametrize("build", [builders.event_page, builders.news_page])
def test_related_content_costs_the_same_queries_whatever_there_is(build, client):
    facts = {"sectors": ["health"]} | ({"topics": ["funding"]} if build is builders.news_page else {})
    place = {"country" if build is builders.event_page else "countries": ["PT"]}
    page = build("Here", clusters=[builders.cluster_page()], **facts, **place)
    build("There", **facts, **place)
    build_stale()

    def queries() -> int:
        client.get(page.url)
        with CaptureQueriesContext(connection) as captured:
            html = client.get(page.url).content.decode()
        assert shown(html, "related-events" if build is builders.event_page else "related-news")
        # A process looks at the terms now and then, whatever the page.
        return len([query for query in captured if "vocabularies_term" not in query["sql"]])

    before = queries()
    for number in range(2 * SHOWN):
        build(f"More {number}", **facts, **place)
    build_stale()
    assert queries() == before <= 20


def test_an_event_is_on_a_map_with_its_country_and_the_clusters_taking_part(client):
    cluster = builders.cluster_page("Example Valley", latitude=48.8, longitude=9.2)
    page = builders.event_page(country=["DE"], clusters=[cluster])
    build_stale()
    html = client.get(page.url).content.decode()
    (drawing,) = re.findall(r'<svg class="map--small".*?</svg>', html, re.DOTALL)
    assert 'aria-label="Map: Germany, and the clusters taking part."' in drawing
    assert drawing.count("map__land--named") == 1
    assert re.findall(r"<title>([^<]+)</title>", drawing) == ["Example Valley"]
    alone = client.get(builders.event_page("Alone", country=["DE"]).url).content.decode()
    assert 'aria-label="Map: Germany."' in alone


def test_an_event_that_is_only_online_has_no_map(client):
    page = builders.event_page(online=True)
    assert "map--small" not in client.get(page.url).content.decode()
