"""What pages say of themselves to machines."""

import json
import re
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest

from portal.cards.pages import card_of, card_url
from portal.structured_data import compact, script
from tests import builders


def graph(client, path) -> dict[str, dict]:
    html = client.get(path).content.decode()
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)[1]
    data = json.loads(block)
    assert data["@context"] == "https://schema.org"
    return {thing["@type"]: thing for thing in data["@graph"]}


def test_what_says_nothing_is_left_out():
    assert compact({"a": "", "b": None, "c": [], "d": 0, "e": {"f": ""}}) == {"d": 0, "e": {}}


def test_a_text_cannot_end_the_block():
    block = script([{"@type": "Organization", "name": "</script><script>alert(1)</script>"}])
    assert block.count("</script>") == 1
    assert block.count("<script") == 1


@pytest.mark.django_db
def test_a_front_page_says_how_to_search_the_portal(client):
    builders.home("fr")
    site = graph(client, "/fr/")["WebSite"]
    assert site["inLanguage"] == "fr"
    assert site["potentialAction"]["target"]["urlTemplate"].endswith("/fr/search/?q={search_term_string}")


@pytest.mark.django_db
def test_a_profile_is_an_organisation_without_contacts_that_are_not_public(client):
    page = builders.cluster_page(
        "Example Valley",
        country="DE",
        city="Stuttgart",
        acronym="EV",
        latitude=48.8,
        longitude=9.2,
        contacts=[{"name": "Hidden Person", "email": "hidden@example.org"}],
    )
    things = graph(client, page.url)
    organisation = things["Organization"]
    assert organisation["name"] == "Example Valley"
    assert organisation["alternateName"] == ["EV"]
    assert organisation["address"]["addressCountry"] == "DE"
    assert organisation["location"]["geo"]["latitude"] == 48.8
    assert "Hidden Person" not in json.dumps(things)
    assert [item["position"] for item in things["BreadcrumbList"]["itemListElement"]] == [1, 2, 3, 4]


@pytest.mark.django_db
def test_an_event_has_its_hours_in_its_own_time_zone(client):
    page = builders.event_page(
        start=datetime(2026, 7, 1, 8, 0, tzinfo=UTC),
        end=datetime(2026, 7, 1, 16, 0, tzinfo=UTC),
        time_zone="Europe/Lisbon",
        city="Porto",
        country=["PT"],
    )
    event = graph(client, page.url)["Event"]
    assert event["startDate"] == "2026-07-01T09:00:00+01:00"
    assert event["location"][0]["address"]["addressLocality"] == "Porto"


@pytest.mark.django_db
def test_an_event_of_whole_days_has_dates_only(client):
    page = builders.event_page(
        start=datetime(2026, 7, 1, 8, 0, tzinfo=UTC),
        end=datetime(2026, 7, 2, 16, 0, tzinfo=UTC),
        all_day=True,
    )
    event = graph(client, page.url)["Event"]
    assert (event["startDate"], event["endDate"]) == ("2026-07-01", "2026-07-02")


@pytest.mark.django_db
def test_news_are_a_news_article_in_the_language_they_are_written_in(client):
    page = builders.news_page("Headline", language="fr")
    article = graph(client, page.url)["NewsArticle"]
    assert article["headline"] == "Headline"
    assert article["inLanguage"] == "fr"


@pytest.mark.django_db
def test_every_record_names_its_licence_and_where_its_facts_come_from(client, settings):
    settings.DATA_LICENCE = "https://licence.example/"
    cluster = builders.cluster_page(data_source="Register", data_source_url="https://register.example/")
    described = graph(client, cluster.url)["Organization"]["subjectOf"]
    assert described["license"] == "https://licence.example/"
    assert described["isBasedOn"] == {
        "@type": "CreativeWork",
        "name": "Register",
        "url": "https://register.example/",
    }
    event = builders.event_page("Meeting")
    assert graph(client, event.url)["Event"]["subjectOf"]["license"] == "https://licence.example/"
    news = builders.news_page("Headline", source_name="Gazette", source_url="https://gazette.example/1")
    article = graph(client, news.url)["NewsArticle"]
    assert article["license"] == "https://licence.example/"
    assert (article["isBasedOn"]["name"], article["isBasedOn"]["url"]) == (
        "Gazette",
        "https://gazette.example/1",
    )
    partner = builders.partner_page("Example Partner")
    assert graph(client, partner.url)["Organization"]["subjectOf"]["license"] == "https://licence.example/"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("editor", "kind"),
    [
        ("Ana Sousa", "Person"),
        ("Example Institute", "Organization"),
        ("Partner spi", "Organization"),
        ("SPI", "Organization"),
    ],
)
def test_an_editor_that_the_article_or_the_portal_knows_as_an_organisation_is_one(client, editor, kind):
    builders.partner("spi")
    page = builders.news_page(editor=editor, organisations="Example Institute\nAnother one")
    assert graph(client, page.url)["NewsArticle"]["author"] == {"@type": kind, "name": editor}


@pytest.mark.django_db
def test_a_thing_has_the_picture_that_its_page_shows_or_the_one_for_networks(client):
    image = builders.image()
    for page, kind, name in (
        (builders.news_page("Shown", image=image), "NewsArticle", "image"),
        (builders.event_page("Shown", image=image), "Event", "image"),
        (builders.cluster_page("Shown", logo=image), "Organization", "logo"),
        (builders.partner_page("Shown", logo=image), "Organization", "logo"),
    ):
        address = urlsplit(graph(client, page.url)[kind][name])
        assert client.get(page.url).content.decode().count(address.path) > 1, kind
        assert client.get(address.path).status_code == 200, kind
    for page, kind in (
        (builders.news_page("Bare"), "NewsArticle"),
        (builders.event_page("Bare"), "Event"),
        (builders.cluster_page("Bare"), "Organization"),
    ):
        assert graph(client, page.url)[kind]["image"] == card_url(page, card_of(page)), kind
