"""The news listing: its facets, from the same mechanism as the cluster search, with right counts."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from search.outbox import build_stale
from tests import builders
from tests.listings import shown_to

pytestmark = pytest.mark.django_db

FACETS = ("topic", "country", "sector", "source", "year")


@pytest.fixture(scope="module")
def content(kept):
    """Three pieces of news."""
    news = [
        ("Wind from Porto", ["funding"], ["PT"], ["energy-renewables"], "Example Gazette", 2024),
        ("Wind from Lyon", ["funding", "cluster-policy"], ["FR"], ["health"], "Example Gazette", 2025),
        ("Sea from Lyon", ["cluster-policy"], ["FR", "PT"], ["health"], "", 2025),
    ]
    for title, topics, countries, sectors, source, year in news:
        builders.news_page(
            title,
            topics=topics,
            countries=countries,
            sectors=sectors,
            source_name=source,
            date=date(year, 3, 1),
        )
    build_stale()


@pytest.fixture
def listing(either_engine, client):
    """The counts that the page shows for a query string, by facet and code, and its total."""

    return lambda query="": shown_to(client, f"/en/news/?{query}", either_engine)


def test_every_facet_is_listed_with_its_counts(listing):
    counts, total = listing()
    assert total == 3
    assert {name: counts[name] for name in FACETS} == {
        "topic": {"funding": 2, "cluster-policy": 2},
        "country": {"FR": 2, "PT": 2},
        "sector": {"health": 2, "energy-renewables": 1},
        "source": {"Example Gazette": 2},
        "year": {"2025": 2, "2024": 1},
    }
    assert list(counts["year"]) == ["2025", "2024"]


@pytest.mark.parametrize(
    ("query", "total"),
    [
        ("topic=cluster-policy", 2),
        ("country=PT", 2),
        ("sector=energy-renewables", 1),
        ("source=Example+Gazette", 2),
        ("year=2025", 2),
        ("year=2025&year=2024", 3),
        ("topic=cluster-policy&source=Example+Gazette", 1),
        ("topic=no-such-topic&year=1789&source=Nobody", 3),
    ],
)
def test_each_facet_narrows_the_list(listing, query, total):
    assert listing(query)[1] == total


def test_counts_ignore_the_own_facet_and_heed_the_words_and_the_others(listing):
    counts, total = listing("q=wind&year=2025")
    assert total == 1
    assert counts["year"] == {"2025": 1, "2024": 1}
    assert counts["country"] == {"FR": 1, "PT": 0}
    assert counts["topic"] == {"funding": 1, "cluster-policy": 1}


def test_a_call_that_has_closed_says_so_wherever_it_is_shown(client, db):
    today = timezone.localdate()
    for title, day in (("Over", today - timedelta(days=1)), ("Open", today)):
        page = builders.news_page(title, deadline=day)
        build_stale()
        for html in (
            client.get(page.url).content.decode(),
            client.get(f"/en/news/?q={title}").content.decode(),
        ):
            assert ("closed on" in html) is (title == "Over")
            assert ('class="deadline"' in html) is (title == "Open")
