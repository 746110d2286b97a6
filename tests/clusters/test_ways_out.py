"""What a search without hits offers to drop."""

import pytest
from django.http import QueryDict

from search.criteria import Criteria
from search.outbox import build_stale
from search.service import search
from search.templatetags.ways_out import ways_out
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def clusters():
    """Two clusters for health, one for textiles."""
    builders.cluster_page("Bavarian Health", sectors=["health"])
    builders.cluster_page("Saxon Health", sectors=["health"])
    builders.cluster_page("Saxon Textiles", sectors=["textiles"])
    build_stale()


def ways(query: str) -> list[tuple[str, int, str]]:
    found = ways_out(search(Criteria.parse("cluster", QueryDict(query), "en")))
    return [(way.label, way.count, way.query) for way in found]


def test_each_way_out_has_the_hits_it_gives_and_the_best_is_first(clusters):
    assert ways("q=bavarian&sector=textiles") == [
        ("bavarian", 1, "sector=textiles"),
        ("Textiles", 1, "q=bavarian"),
    ]
    assert ways("sector=health&value_chain=circular") == [("End of life, recycling", 2, "sector=health")]


def test_what_would_give_nothing_either_is_not_offered(clusters):
    assert ways("q=nonsense&sector=tourism") == []


def test_words_alone_leave_nothing_to_drop(clusters):
    assert ways("q=nonsense") == []
