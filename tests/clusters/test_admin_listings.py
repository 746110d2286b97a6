"""Countries and cluster profiles in the admin's listings: columns, filters, constant queries."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clusters.models import ClusterPage
from portal.grants import EDIT_PAGES, grant, grant_pages
from tests import builders
from tests.listings import count_queries, listed_titles

pytestmark = pytest.mark.django_db

LISTING = "cluster_pages:index"


def admin_client() -> Client:
    client = Client()
    client.force_login(builders.admin())
    return client


def build() -> ClusterPage:
    partner = builders.partner("spi")
    builders.country_page("PT", partner=partner)
    builders.home("fr")
    wind = builders.cluster_page("Wind", country="PT", sectors=["energy-renewables"], summary="Wind.")
    builders.cluster_page("Health", country="FR", sectors=["health"])
    builders.translate(wind, "fr")
    return wind


def test_profiles_are_filtered():
    build()
    client = admin_client()
    queries = [
        ({"country": "PT"}, {"Wind"}),
        ({"sector": "health"}, {"Health"}),
        ({"partner": str(builders.partner("spi").pk)}, {"Wind"}),
        ({"lacks": "summary"}, {"Health"}),
        ({"translation": "missing:fr"}, {"Health"}),
        ({"translation": "outdated:fr"}, set()),
        ({"sector": "no-such-sector"}, {"Wind", "Health"}),
        ({"q": "wind", "ordering": "missing"}, {"Wind"}),
        ({"q": "wind", "country": "PT", "partner": str(builders.partner("spi").pk)}, {"Wind"}),
        ({"q": "health", "lacks": "summary", "sector": "health", "translation": "missing:fr"}, {"Health"}),
    ]
    for query, expected in queries:
        assert set(listed_titles(client, reverse(LISTING), **query, locale="en")) == expected, query
    explorer = reverse("wagtailadmin_explore", args=[builders.country_page("PT").pk])
    builders.cluster_page("Sun", country="PT", summary="Sun.", last_confirmed=timezone.localdate())
    for query, expected in (
        ({}, {"Wind", "Sun"}),
        ({"sector": "energy-renewables"}, {"Wind"}),
        ({"lacks": "last_confirmed"}, {"Wind"}),
        ({"translation": "missing:fr"}, {"Sun"}),
    ):
        assert set(listed_titles(client, explorer, **query)) == expected, query


def test_profiles_are_ordered_by_what_they_lack():
    build()
    client = admin_client()
    for ordering, expected in {"missing": ["Wind", "Health"], "-missing": ["Health", "Wind"]}.items():
        assert listed_titles(client, reverse(LISTING), ordering=ordering, locale="en") == expected


def test_a_translation_is_out_of_date_when_its_source_says_something_else():
    wind = build()
    wind.summary = "Wind and sun."
    wind.save_revision().publish()
    client = admin_client()
    assert "Wind" in listed_titles(client, reverse(LISTING), translation="outdated:fr")
    answer = client.get(reverse(LISTING)).content.decode()
    assert 'data-language-state="fr:outdated"' in answer
    assert 'data-language-state="de:missing"' in answer


def test_the_explorer_shows_the_columns_of_its_kind():
    wind = build()
    client = admin_client()
    country = client.get(reverse("wagtailadmin_explore", args=[wind.get_parent().pk])).content.decode()
    for text in (
        "Energy",
        "Completeness",
        "Last confirmed",
        "<td >\n    spi\n</td>",
        "<td >\n    Portugal\n</td>",
        "data-language-state",
        "data-completeness",
    ):
        assert text in country
    index = client.get(
        reverse("wagtailadmin_explore", args=[wind.get_parent().get_parent().pk])
    ).content.decode()
    assert "<td >\n    spi\n</td>" in index
    assert "Clusters" in index


def test_a_listing_asks_the_same_number_of_queries_however_many_rows():
    wind = build()
    country = wind.get_parent()
    urls = [
        reverse(LISTING),
        reverse("wagtailadmin_explore", args=[country.pk]),
        reverse("wagtailadmin_explore", args=[country.get_parent().pk]),
    ]
    group = Group.objects.create(name="Everything but wagtail-localize's buttons, which ask for each row")
    grant(group, "wagtailadmin.access_admin")
    grant_pages(group, [builders.home()], EDIT_PAGES)
    client = Client()
    client.force_login(builders.user("editor", group))

    before = [count_queries(client, url) for url in urls]
    for number, code in enumerate(["AT", "IT", "ES"]):
        builders.country_page(code, partner=builders.partner(f"partner-{number}"))
        builders.cluster_page(f"More {number}", country="PT", contacts=[{"name": "Somebody"}])
    assert [count_queries(client, url) for url in urls] == before
