"""The page of a country puts itself together."""

import re
from datetime import UTC, datetime

import pytest
from wagtail.models import PageViewRestriction

from search.outbox import build_stale
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def partner_page():
    return builders.partner_page("Example Partner", slug="example-partner", partner=builders.partner())


def described(html: str) -> list[str]:
    """What search engines and networks are told."""
    return re.findall(r'<meta (?:name="|property="og:)description"[^>]* content="([^"]*)">', html)


def test_a_country_shows_who_looks_after_it_its_clusters_numbers_sectors_events_and_news(
    client, partner_page
):
    page = builders.country_page("PT", partner=partner_page.partner)
    builders.cluster_page("Valley", country="PT", sectors=["health"], latitude=38.6, longitude=-7.9)
    builders.cluster_page("Elsewhere", country="FR", sectors=["textiles"], latitude=48.8, longitude=2.3)
    builders.event_page("Day", country=["PT"])
    builders.event_page("Day of old", country=["PT"], start=datetime(2020, 1, 1, tzinfo=UTC))
    builders.news_page("Novelty", countries=["PT"])
    builders.news_page("Novelty elsewhere", countries=["FR"])
    build_stale()
    html = client.get(page.url).content.decode()
    assert re.search(rf'Looked after by\s+<a href="{partner_page.url}">Example Partner</a>', html)
    assert re.findall(r'data-cluster="([\w-]+)"', html) == ["valley"]
    assert re.findall(r'data-event="([\w-]+)"', html) == ["day"]
    assert re.findall(r'data-news="([\w-]+)"', html) == ["novelty"]
    numbers = re.findall(r"<li><b>(\d+)</b> <span>([^<]+)</span></li>", html)
    assert numbers == [("1", "cluster"), ("1", "sector"), ("1", "upcoming event")]
    assert re.findall(r'\?country=PT&amp;sector=([\w-]+)"', html) == ["health"]
    assert described(html) == ["1 cluster in Portugal, with its sectors, events and news."] * 2
    (drawing,) = re.findall(r'<svg class="map--small".*?</svg>', html, re.DOTALL)
    assert re.findall(r"<title>([^<]+)</title>", drawing) == ["Valley"]


def test_an_empty_country_says_so_and_whom_to_tell_in_the_visitors_language(client, partner_page):
    page = builders.country_page("PT", partner=partner_page.partner)
    html = client.get(page.url).content.decode()
    assert "No cluster of this country has a profile yet." in html
    assert described(html) == ["Portugal: No cluster of this country has a profile yet."] * 2
    assert re.search(rf'will be glad to hear of it: <a href="{partner_page.url}">Example Partner</a>', html)
    assert "There is no news of this country yet, and no event is announced." in html
    assert re.findall(r"<li><b>(\d+)</b> <span>([^<]+)</span></li>", html) == [("0", "clusters")]
    german = client.get(page.url.replace("/en/", "/de/")).content.decode()
    assert "Profil" in german
    assert "No cluster of this country" not in german


def test_a_partner_page_is_named_in_the_visitors_language_and_only_if_it_is_public(client, partner_page):
    page = builders.country_page("PT", partner=partner_page.partner)
    spanish = builders.translate(partner_page, "es", prefix="es: ")
    assert (
        f'href="{spanish.url}">es: Example Partner</a>' in client.get(f"/es{page.url[3:]}").content.decode()
    )
    PageViewRestriction.objects.create(page=partner_page, restriction_type="login")
    assert "Example Partner" not in client.get(page.url).content.decode()


def test_an_empty_country_without_a_partner_promises_nobody(client):
    html = client.get(builders.country_page("PT").url).content.decode()
    assert "No cluster of this country has a profile yet." in html
    assert "glad to hear" not in html
    assert "Looked after" not in html
