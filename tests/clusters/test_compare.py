"""Clusters side by side."""

import re
from html import unescape

import pytest

from search.outbox import build_stale
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def two() -> None:
    """Two clusters that share a sector and complete each other."""
    builders.cluster_page(
        "One",
        sectors=["digital", "health"],
        value_chain=["production"],
        needs=["component-supply", "soft-landing"],
    )
    builders.cluster_page(
        "Two",
        country="FR",
        sectors=["digital"],
        value_chain=["components"],
        offers=["component-supply"],
        members=12,
    )
    build_stale()


def page(client, query: str, language: str = "en") -> str:
    response = client.get(f"/{language}/clusters/compare/?{query}")
    assert response.status_code == 200
    return unescape(response.content.decode())


def part(html: str, verdict: str) -> str:
    return re.sub(r"\s+", " ", html.split(f'data-verdict="{verdict}"')[1].split("</section>")[0])


def test_it_says_what_is_shared_complementary_and_missing(two, client):
    html = page(client, "cluster=one&cluster=two")
    assert re.findall(r'<th scope="col" data-cluster="(\w+)"', html) == ["one", "two"]
    assert "Digital" in part(html, "shared")
    assert "Health" not in part(html, "shared")
    assert "Health" in part(html, "complementary")
    assert "Components and equipment" in part(html, "complementary")
    assert re.search(r"One looks for.*– offered by Two", part(html, "complementary"))
    assert re.search(r"One looks for, and nobody here offers.*Soft", part(html, "missing"))
    assert "Transport" in part(html, "missing")


def test_the_order_is_that_of_the_address_and_a_cluster_comes_once(two, client):
    html = page(client, "cluster=two&cluster=one&cluster=two")
    assert re.findall(r'<th scope="col" data-cluster="(\w+)"', html) == ["two", "one"]


@pytest.mark.parametrize("query", ["", "cluster=one", "cluster=", "cluster=one&cluster=one"])
def test_with_fewer_than_two_it_offers_to_choose(two, client, query):
    html = page(client, query)
    assert "data-verdict" not in html
    assert 'data-notice="choose"' in html


def test_an_address_of_no_cluster_is_named_and_harmless(two, client):
    html = client.get("/en/clusters/compare/?cluster=one&cluster=<script>x&cluster=two").content.decode()
    assert "“&lt;script&gt;x” is not a cluster of this portal" in html
    assert "data-verdict" in html


def test_a_cluster_that_is_not_public_is_not_compared(two, client):
    builders.cluster_page("Draft", live=False)
    build_stale()
    html = page(client, "cluster=one&cluster=draft")
    assert "“draft” is not a cluster of this portal" in html
    assert "data-verdict" not in html


def test_of_more_than_four_the_first_are_compared_and_the_others_named(two, client):
    for name in ("Three", "Four", "Five"):
        builders.cluster_page(name, country="PL")
    build_stale()
    html = page(client, "&".join(f"cluster={slug}" for slug in ("one", "two", "three", "four", "five")))
    assert len(re.findall(r'<th scope="col" data-cluster', html)) == 4
    assert "4 clusters fit side by side; Five is left out." in html


def test_clusters_are_found_and_added_without_javascript(two, client):
    html = page(client, "cluster=one&q=two")
    (link,) = re.findall(r'href="\?(cluster=[^"]+)">Add Two', html)
    assert "data-verdict" in page(client, link)


def test_the_search_lets_clusters_be_ticked_for_comparison(two, client):
    html = client.get("/en/clusters/").content.decode()
    assert re.findall(r'type="checkbox" name="cluster" value="(\w+)" form="compare"', html) == ["one", "two"]
    assert re.search(r'<form id="compare"[^>]* action="/en/clusters/compare/"', html)


def test_it_costs_the_same_queries_for_two_and_for_four(two, client, django_assert_max_num_queries):
    for name in ("Three", "Four"):
        builders.cluster_page(name, country="PL")
    build_stale()
    page(client, "cluster=one&cluster=two")
    with django_assert_max_num_queries(8):
        page(client, "cluster=one&cluster=two&cluster=three&cluster=four")
