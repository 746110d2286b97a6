"""Feeds that strict readers take: read by feedparser, and checked by rules of RFC 4287 written here."""

import re
from datetime import UTC, datetime
from urllib.parse import urlsplit

import feedparser
import pytest
from defusedxml import ElementTree

from search.outbox import build_stale
from tests import builders

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)\Z")

FEEDS = [
    "/en/clusters/feed/",
    "/fr/clusters/feed/?q=hydrogen&sector=health",
    "/en/news/feed/",
    "/pt/news/feed/?sector=health",
    "/en/events/feed/",
    "/de/events/feed/?when=past",
    "/en/search/feed/?q=hydrogen",
    "/en/search/feed/",
    "/en/news/feed/?q=nothing+at+all&exact=1",
]


@pytest.fixture(scope="module")
def content(kept):
    summary = "Hydrogen & <b>wind</b> ]]> “łódź”"
    cluster = builders.cluster_page(
        "Hydrogen <Valley> & Co", slug="valley", summary=summary, sectors=["health"]
    )
    builders.translate(cluster, "fr")
    builders.news_page("Hydrogen news", slug="hydrogen-news", sectors=["health"])
    builders.event_page("Hydrogen day", slug="hydrogen-day")
    builders.event_page("Hydrogen days of old", slug="old", start=datetime(2020, 1, 1, 9, tzinfo=UTC))
    builders.standard_page("About hydrogen")
    build_stale()


def one(element, name: str) -> str:
    found = element.findall(ATOM + name)
    assert len(found) == 1, f"RFC 4287: exactly one {name}"
    assert found[0].text
    return found[0].text


def assert_strict(data: bytes, address: str):
    """Check what RFC 4287 demands of a feed and its entries. Returns the entries."""
    feed = ElementTree.fromstring(data)
    assert feed.tag == f"{ATOM}feed"
    assert one(feed, "id")
    assert one(feed, "title")
    assert RFC3339.match(one(feed, "updated"))
    assert feed.find(f"{ATOM}author/{ATOM}name").text
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert urlsplit(links["self"]).path == urlsplit(address).path
    assert links["alternate"].startswith("http")
    assert links["license"]
    assert feed.get(LANGUAGE) == address[1:3]
    entries = feed.findall(f"{ATOM}entry")
    assert len({one(entry, "id") for entry in entries}) == len(entries)
    for entry in entries:
        assert one(entry, "id").startswith("urn:uuid:")
        assert one(entry, "title")
        assert RFC3339.match(one(entry, "updated"))
        assert len(entry.findall(f"{ATOM}published")) <= 1
        alternates = [
            link.get("href") for link in entry.findall(f"{ATOM}link") if link.get("rel") == "alternate"
        ]
        assert len(alternates) == 1
        assert alternates[0].startswith("http")
        assert entry.get(LANGUAGE)
    return entries


@pytest.mark.parametrize("address", FEEDS)
def test_a_feed_is_valid_for_strict_readers(content, client, address):
    response = client.get(address)
    assert response["Content-Type"].startswith("application/atom+xml")
    entries = assert_strict(response.content, address)
    parsed = feedparser.parse(response.content)
    assert not parsed.bozo
    assert parsed.version == "atom10"
    assert len(parsed.entries) == len(entries)


def titles(client, address: str) -> list[str]:
    return [entry.title for entry in feedparser.parse(client.get(address).content).entries]


def test_a_feed_has_what_its_search_finds(content, client):
    assert titles(client, "/en/clusters/feed/?q=hydrogen") == ["Hydrogen <Valley> & Co"]
    assert titles(client, "/en/clusters/feed/?country=FR") == []
    assert titles(client, "/en/events/feed/") == ["Hydrogen day"]
    assert titles(client, "/en/events/feed/?when=past") == ["Hydrogen days of old"]
    both = titles(client, "/en/events/feed/?when=past&when=upcoming")
    assert both == ["Hydrogen day", "Hydrogen days of old"]
    found = titles(client, "/en/search/feed/?q=hydrogen")
    assert len(found) == 5
    assert {"About hydrogen", "Hydrogen news", "Hydrogen day"} <= set(found)


def test_a_summary_is_plain_text(content, client):
    (entry,) = feedparser.parse(client.get("/en/clusters/feed/").content).entries
    assert entry.summary_detail.type == "text/plain"
    assert entry.summary == "Hydrogen & <b>wind</b> ]]> “łódź”"


def test_feeds_of_different_searches_have_different_names(content, client):
    def name(address: str) -> str:
        return feedparser.parse(client.get(address).content).feed.title

    assert name("/en/clusters/feed/?sector=health&q=wind") == "Clusters, Health, “wind” – Cluster Portal"
    assert name("/en/news/feed/") == "News – Cluster Portal"


def test_an_event_says_when_and_where_it_is_and_whether_it_was_called_off(content, client):
    builders.event_page("Off", slug="off", cancelled=True, city="Porto", country=["PT"], summary="Talks.")
    build_stale()
    entries = feedparser.parse(client.get("/fr/events/feed/").content).entries
    entry = next(each for each in entries if each.title.endswith("Off"))
    assert entry.title == "Annulé : Off"
    assert entry.summary == "4 mai 2031, à partir de 11:00 (UTC+2) · Porto, Portugal\nTalks."
    (again,) = feedparser.parse(client.get("/fr/search/feed/?q=Off&exact=1").content).entries
    assert (again.title, again.summary) == (entry.title, entry.summary)


def test_an_entry_says_its_language(content, client):
    (french,) = assert_strict(client.get("/fr/clusters/feed/").content, "/fr/clusters/feed/")
    (german,) = assert_strict(client.get("/de/clusters/feed/").content, "/de/clusters/feed/")
    assert (french.get(LANGUAGE), german.get(LANGUAGE)) == ("fr", "en")


def test_an_entry_is_updated_when_its_page_is_published_again(content, client):
    page = builders.news_page("Later", slug="later", date=datetime(2024, 5, 4, tzinfo=UTC).date())
    build_stale()
    entry = next(
        e for e in feedparser.parse(client.get("/en/news/feed/").content).entries if e.title == "Later"
    )
    assert entry.published_parsed[:3] == (2024, 5, 4)
    assert datetime(*entry.updated_parsed[:6], tzinfo=UTC) == page.last_published_at.replace(microsecond=0)


def test_a_feed_that_has_not_changed_is_not_sent_again(content, client):
    first = client.get("/en/news/feed/")
    again = client.get("/en/news/feed/", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    # What was taken away since then has no date.
    dated = client.get("/en/news/feed/", headers={"if-modified-since": "Wed, 01 Jan 2070 00:00:00 GMT"})
    assert dated.status_code == 200


def test_nor_is_one_without_entries_whatever_is_asked_for(content, client):
    for address in (
        "/en/news/feed/?q=nothing+at+all&exact=1",
        "/en/news/feed/?q=%EF%BF%BE",
        "/en/search/feed/?q=%EF%BF%BF",
    ):
        parsed = feedparser.parse(client.get(address).content)
        assert not parsed.bozo
        if not parsed.entries:
            assert parsed.feed.updated == "2020-01-01T00:00:00+00:00"


def test_the_listings_lead_readers_to_their_feeds(content, client):
    for address in (
        "/en/clusters/?q=hydrogen",
        "/en/news/",
        "/en/events/?when=upcoming",
        "/en/search/?q=hydrogen",
    ):
        html = client.get(address).content.decode()
        link = re.search(r'type="application/atom\+xml" href="([^"]+)"', html)
        assert client.get(link[1].replace("&amp;", "&")).status_code == 200
