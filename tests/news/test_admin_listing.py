"""News and sections in the admin's listings."""

import pytest
from django.test import Client
from django.urls import reverse

from tests import builders
from tests.listings import listed_titles

pytestmark = pytest.mark.django_db


def test_news_is_filtered_by_kind_topic_and_partner(client: Client):
    spi = builders.partner("spi")
    section = builders.news_section("spi", partner=spi)
    builders.news_page("Call", section=section, kind=["call"], topics=["funding"], countries=["PT"])
    builders.news_page("Other", countries=["ES"])
    client.force_login(builders.admin())
    for query in (
        {"kind": "call"},
        {"topic": "funding"},
        {"country": "PT"},
        {"partner": str(spi.pk)},
    ):
        assert listed_titles(client, reverse("news_pages:index"), **query) == ["Call"], query
    explorer = client.get(reverse("wagtailadmin_explore", args=[section.pk])).content.decode()
    for text in ("Funding", "Partner spi", "data-language-state"):
        assert text in explorer
    index = reverse("wagtailadmin_explore", args=[section.get_parent().pk])
    assert listed_titles(client, index, partner=str(spi.pk)) == ["Spi"]
