"""The cluster search as a page: eight facets with right counts, and the words with which it helps."""

import html
import re

import pytest

from search.outbox import build_stale
from tests import builders
from tests.listings import shown_to

pytestmark = pytest.mark.django_db

SOLAR, DATA = "energy-renewables", "it-services"


@pytest.fixture(scope="module")
def content(kept):
    """Four clusters in three countries."""
    clusters = [
        ("Wind Porto", "PT", ["PT11"], [SOLAR], [DATA], ["DE", "celac"], ["advanced-materials"], ["gold"]),
        ("Wind Lyon", "FR", [], ["health"], ["business-support"], ["DE"], ["advanced-materials"], ["gold"]),
        ("Sea Bremen", "DE", ["DE11"], [SOLAR, "health"], [DATA], ["celac"], [], ["silver"]),
        ("Sea Munich", "DE", ["DE21"], ["health"], [], [], ["artificial-intelligence"], []),
    ]
    for title, country, region, sectors, stages, markets, technologies, label in clusters:
        builders.cluster_page(
            title,
            country=country,
            region=region,
            sectors=sectors,
            value_chain=stages,
            markets=markets,
            technologies=technologies,
            label=label,
            languages=["en", "pt"] if country == "PT" else ["en"],
        )
    build_stale()


@pytest.fixture
def listing(either_engine, client):
    """The counts above zero that the page shows for a query string, by facet and code, and its total."""

    def shown(query: str = ""):
        counts, total = shown_to(client, f"/en/clusters/?{query}", either_engine)
        return {name: {code: n for code, n in some.items() if n} for name, some in counts.items()}, total

    return shown


def test_every_facet_is_listed_with_its_counts(listing):
    counts, total = listing("country=DE&country=PT&country=FR")
    assert total == 4
    assert counts == {
        "sector": {SOLAR: 2, "health": 3},
        "country": {"DE": 2, "FR": 1, "PT": 1},
        "region": {"DE11": 1, "DE21": 1, "PT11": 1},
        "value_chain": {DATA: 2, "business-support": 1},
        "market": {"DE": 2, "celac": 2},
        "technology": {"advanced-materials": 2, "artificial-intelligence": 1},
        "label": {"gold": 2, "silver": 1},
        "language": {"en": 4, "pt": 1},
    }


@pytest.mark.parametrize(
    ("query", "total"),
    [
        ("sector=health", 3),
        ("country=DE", 2),
        ("country=DE&region=DE11", 1),
        (f"value_chain={DATA}", 2),
        ("market=celac", 2),
        ("technology=advanced-materials", 2),
        ("label=gold", 2),
        ("language=pt", 1),
        ("label=gold&label=silver", 3),
        (f"sector=health&value_chain={DATA}", 1),
        ("sector=no-such-sector&country=QQ&label=none", 4),
    ],
)
def test_each_facet_narrows_the_list(listing, query, total):
    assert listing(query)[1] == total


def test_counts_ignore_the_own_facet_and_heed_the_words_and_the_others(listing):
    counts, total = listing("q=wind&label=gold&technology=advanced-materials&country=PT")
    assert total == 1
    assert counts["country"] == {"FR": 1, "PT": 1}
    assert counts["label"] == {"gold": 1}
    assert counts["sector"] == {SOLAR: 1}
    assert counts["market"] == {"DE": 1, "celac": 1}


def test_what_is_searched_for_exactly_stays_so_when_a_filter_is_chosen(listing, client):
    page = client.get("/en/clusters/?q=bremmen&exact=1").content.decode()
    (hidden,) = re.findall(r'<input type="hidden" name="exact" value="([^"]*)">', page)
    assert hidden == "bremmen"
    assert 'data-total="0"' in client.get("/en/clusters/?q=bremmen&exact=bremmen").content.decode()
    # What is typed next is forgiven again.
    assert 'data-relaxed="bremen"' in client.get("/en/clusters/?q=bremmen&exact=before").content.decode()
    assert 'name="exact"' not in client.get("/en/clusters/?q=bremmen").content.decode()


def test_the_page_says_in_words_what_it_searched_for_instead_and_what_would_help(listing, client):
    def text(query: str) -> tuple[str, str]:
        page = client.get(f"/en/clusters/?{query}").content.decode()
        return page, re.sub(r"\s+", " ", html.unescape(re.sub("<[^>]+>", "", page)))

    page, words = text("q=bremmen")
    assert 'data-relaxed="bremen"' in page
    assert "Showing results for bremen." in words
    assert "Search only for “bremmen”" in words

    page, words = text("q=wind+qqqqqqqq")
    assert "Nothing has all the words: left out is “qqqqqqqq”." in words
    assert "Search only for “wind qqqqqqqq”" in words

    # What each link gives is beside it; all filters can be dropped at once.
    page, words = text("q=wind&country=DE&label=silver")
    assert re.findall(r'data-way="([^"]+)" data-count="(\d+)"', page) == [("=filters", "2"), ("=words", "1")]
    assert "gives 1 result" in words
    assert "gives 2 results" in words
    assert 'href="?q=wind#results">Clear all</a>' in page
    assert "data-hint" not in page

    page, words = text("q=qqqqqqqq&exact=1")
    assert 'data-hint="words"' in page
    assert "No entry has the words “qqqqqqqq”." in words
