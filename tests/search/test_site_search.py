"""The search over everything: one request, grouped by kind, each group with its way to the listing."""

import logging
import re

import pytest

from search.outbox import build_stale, catch_up
from search.rebuilding import rebuild_indices
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def site(kept):
    for number in range(7):
        builders.cluster_page(f"Hydrogen valley {number}", sectors=["energy-renewables"])
    builders.news_page("Hydrogen in the news", summary="A <b>pipeline</b> & more.")
    builders.event_page("Meeting of sailors")
    builders.standard_page("About hydrogen")
    build_stale()


def totals(html: str) -> dict[str, int]:
    """Hits by kind, as the page marks them."""
    return {kind: int(number) for kind, number in re.findall(r'data-kind="(\w+)" data-total="(\d+)"', html)}


def test_hits_are_grouped_by_kind_and_each_kind_is_shown_by_its_own_template(site, client):
    html = client.get("/en/search/?q=hydrogen").content.decode()
    assert totals(html) == {"cluster": 7, "news": 1, "page": 1}
    assert html.count("data-cluster=") == 5
    assert html.count("data-news=") == 1
    assert "data-event=" not in html
    assert "About hydrogen" in html


def test_each_kind_links_to_its_listing_with_the_words_and_to_its_place_on_the_page(site, client):
    html = client.get("/de/search/?q=hydrogen&sector=health&sort=name").content.decode()
    assert 'href="/de/clusters/?q=hydrogen"' in html
    assert 'href="/de/news/?q=hydrogen&amp;exact=1"' in html
    assert 'href="/de/events/?q=hydrogen"' not in html
    assert 'href="#found-cluster"' in html
    assert 'id="found-cluster"' in html
    assert 'href="#found-event"' not in html


def test_events_are_a_group_of_their_own(site, client):
    html = client.get("/en/search/?q=sailors").content.decode()
    assert totals(html) == {"event": 1}
    assert html.count("data-event=") == 1
    assert 'href="/en/events/?q=sailors&amp;exact=1"' in html
    assert 'id="found-event"' in html


def test_text_of_visitors_and_editors_stays_text(site, client):
    html = client.get('/en/search/?q="><script>alert(1)</script>').content.decode()
    assert "<script>alert" not in html
    assert "<b>pipeline" not in client.get("/en/search/?q=pipeline").content.decode()


def test_a_typing_error_is_forgiven_over_all_kinds_together_and_said_once(site, client):
    html = client.get("/en/search/?q=hydrogne").content.decode()
    assert totals(html) == {"cluster": 7, "news": 1, "page": 1}
    assert html.count('data-notice="relaxed"') == 1
    assert 'data-relaxed="hydrogen"' in html
    assert "q=hydrogne&amp;exact=1" in html
    exact = client.get("/en/search/?q=hydrogne&exact=1").content.decode()
    assert totals(exact) == {}


def test_what_is_found_in_one_kind_is_no_typing_error_in_the_others(site, client):
    html = client.get("/en/search/?q=valley").content.decode()
    assert totals(html) == {"cluster": 7}
    assert "data-relaxed" not in html


def test_the_words_are_marked_in_every_kind(site, client):
    html = client.get("/en/search/?q=hydrogen").content.decode()
    assert html.count("<mark>Hydrogen</mark>") >= 6
    assert "About <mark>hydrogen</mark>" in html


def test_without_words_nothing_is_searched_and_the_listings_are_offered(site, client):
    html = client.get("/en/search/?q=+").content.decode()
    assert totals(html) == {}
    assert all(f'href="/en/{path}/"' in html for path in ["clusters", "news", "events"])


def test_where_nothing_is_found_the_page_says_so_and_helps(site, client):
    html = client.get("/en/search/?q=xylophonist").content.decode()
    assert 'data-total="0"' in html
    assert "xylophonist" in html
    assert 'href="/en/clusters/"' in html


def test_the_whole_page_costs_ten_queries_and_one_request_to_elasticsearch(
    site, client, elasticsearch, django_assert_max_num_queries, caplog
):
    rebuild_indices()
    catch_up()
    client.get("/en/search/?q=hydrogen")
    with (
        caplog.at_level(logging.INFO, logger="elastic_transport.transport"),
        django_assert_max_num_queries(10),
    ):
        html = client.get("/en/search/?q=hydrogen").content.decode()
    assert totals(html) == {"cluster": 7, "news": 1, "page": 1}
    assert 'data-engine="elasticsearch"' in html
    assert len([record for record in caplog.records if "search" in record.getMessage()]) == 1


def test_the_database_needs_no_more_queries_than_that(site, client, django_assert_max_num_queries):
    client.get("/en/search/?q=hydrogen")
    with django_assert_max_num_queries(10):
        client.get("/en/search/?q=hydrogen")
