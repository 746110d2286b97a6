"""The three lists on a profile."""

import re

import pytest

from clusters.matching.lists import suggestions
from clusters.models import ClusterPage
from search.outbox import build_stale
from tests import builders


@pytest.fixture
def own(db) -> ClusterPage:
    """A cluster with one partner for each list, and one that fits nowhere."""
    own = builders.cluster_page(
        "Own",
        country="DE",
        sectors=["energy-renewables"],
        value_chain=["production"],
        markets=["PT", "JP"],
        needs=["component-supply"],
        technologies=["photonics"],
    )
    builders.cluster_page(
        "Supplier",
        country="FR",
        sectors=["energy-renewables"],
        value_chain=["components"],
        offers=["component-supply"],
    )
    builders.cluster_page(
        "Twin",
        country="FR",
        sectors=["energy-renewables"],
        value_chain=["production"],
        technologies=["photonics"],
    )
    builders.cluster_page("Portuguese", country="PT", sectors=["tourism"], markets=["DE"])
    builders.cluster_page("Stranger", country="FR", sectors=["tourism"], value_chain=["circular"])
    build_stale()
    return own


def listed(html: str) -> dict[str, list[str]]:
    parts = re.findall(r'data-suggestions="(\w+)">(.*?)</section>', html, re.DOTALL)
    return {name: re.findall(r'data-cluster="([\w-]+)"', part) for name, part in parts}


def test_each_list_has_who_belongs_there_and_nobody_twice(own):
    found = suggestions(own.translation_key, own.matching_facts, "en")
    assert {name: [each.hit.title for each in some] for name, some in found.items()} == {
        "completes": ["Supplier"],
        "same": ["Twin"],
        "bridge": ["Portuguese"],
    }


def test_the_profile_says_why_in_the_visitors_language(own, client):
    html = client.get(own.url).content.decode()
    assert listed(html) == {"completes": ["supplier"], "same": ["twin"], "bridge": ["portuguese"]}
    own_stage, their_stage = "Production of goods, core service delivery", "Components and equipment"
    assert f"Neighbouring stages: here “{own_stage}”, there “{their_stage}”" in html
    assert "Targets Portugal, where they are at home" in html
    assert "They target Germany, where this cluster is at home" in html
    assert "Both use Photonics" in html
    assert "Not known of both: " in html
    german = client.get("/de/clusters/germany/own/").content.decode()
    assert "Photonik" in german[german.index("data-suggestions") :]


def test_a_profile_that_says_nothing_has_no_suggestions(own, client):
    bare = builders.cluster_page("Bare", country="PL")
    build_stale()
    assert "data-suggestions" not in client.get(bare.url).content.decode()


def test_the_same_question_has_the_same_answer_and_costs_one_query(own, django_assert_max_num_queries):
    for number in range(12):
        builders.cluster_page(f"More {number}", country="FR", sectors=["energy-renewables"])
    build_stale()
    facts = own.matching_facts
    first = suggestions(own.translation_key, facts, "en")
    with django_assert_max_num_queries(2):  # the terms are looked at again after a second
        assert suggestions(own.translation_key, facts, "en") == first
    assert len(first["same"]) == 3
