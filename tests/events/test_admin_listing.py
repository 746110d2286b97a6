"""Events and series in the admin's listings."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests import builders
from tests.listings import listed_titles

pytestmark = pytest.mark.django_db


def test_events_are_filtered_by_time_place_sector_and_partner(client: Client):
    spi = builders.partner("spi")
    series = builders.event_series(partner=spi)
    event = builders.event_page(
        "Next", series=series, start=timezone.now() + timedelta(days=3), country=["PT"], sectors=["health"]
    )
    other = builders.event_series("other")
    builders.event_page("Last", series=other, start=timezone.now() - timedelta(days=3), country=["ES"])
    client.force_login(builders.admin())
    for query in (
        {"when": "upcoming"},
        {"country": "PT"},
        {"sector": "health"},
        {"partner": str(spi.pk)},
    ):
        assert listed_titles(client, reverse("event_pages:index"), **query) == ["Next"], query
    assert set(listed_titles(client, reverse("event_pages:index"), when="past")) == {"Last"}
    explorer = client.get(reverse("wagtailadmin_explore", args=[event.get_parent().pk])).content.decode()
    for text in ("Portugal", "Partner spi", "data-language-state"):
        assert text in explorer
    index = reverse("wagtailadmin_explore", args=[series.get_parent().pk])
    assert listed_titles(client, index, partner=str(spi.pk)) == ["Example-Series"]
