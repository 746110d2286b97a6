"""The suggestions of the cluster search, as JSON; the mechanism: ``tests/contract/test_suggestions.py``."""

import logging
import socket

import pytest

from search import service
from search.kinds import get_kind
from search.outbox import audit, build_stale, catch_up
from tests import builders
from vocabularies.models import Term

pytestmark = pytest.mark.django_db

ADDRESS = "/en/clusters/suggest/"


@pytest.fixture(scope="module")
def clusters(kept):
    """Two clusters in Germany, one in France and a draft."""
    builders.cluster_page(
        "Germinal Valley",
        slug="germinal-valley",
        native_name="Keimtal",
        acronym="GV-X",
        city="Stuttgart",
        country="DE",
        region=["DE11"],
        sectors=["textiles"],
    )
    builders.cluster_page("Textile Works", country="DE", region=["DE11"], sectors=["textiles"])
    builders.cluster_page("Atelier", country="FR", sectors=["textiles"])
    builders.cluster_page("Draft", country="PT", sectors=["health"], live=False)
    build_stale()


def groups(client, text: str, language: str = "en") -> dict[str, list[dict[str, str]]]:
    answer = client.get(f"/{language}/clusters/suggest/", {"q": text}).json()
    assert answer["query"] == text
    return {group["type"]: group["items"] for group in answer["groups"]}


def test_clusters_sectors_countries_and_regions_come_in_this_order_each_with_what_tells_it_apart(
    clusters, client
):
    answer = client.get(ADDRESS, {"q": "tex"}).json()
    assert answer == {
        "query": "tex",
        "groups": [
            {
                "type": "cluster",
                "label": "Clusters",
                "items": [
                    {
                        "label": "Textile Works",
                        "url": "/en/clusters/germany/textile-works/",
                        "detail": "Germany",
                    }
                ],
            },
            {
                "type": "sector",
                "label": "Sector",
                "items": [
                    {"label": "Textiles", "url": "/en/clusters/?sector=textiles", "detail": "3 clusters"}
                ],
            },
        ],
        "status": "2 suggestions",
    }
    assert groups(client, "germ") == {
        "cluster": [
            {
                "label": "Germinal Valley",
                "url": "/en/clusters/germany/germinal-valley/",
                "detail": "Stuttgart, Germany",
            }
        ],
        "country": [{"label": "Germany", "url": "/en/clusters/?country=DE", "detail": "2 clusters"}],
    }
    # Words of all four begin so: a name, “Gesundheit”, Germany and Gelderland.
    builders.cluster_page("Wellness", country="NL", region=["NL22"], sectors=["health"])
    build_stale()
    answer = client.get(ADDRESS, {"q": "ge"}).json()
    assert [(group["type"], group["items"][0]["label"]) for group in answer["groups"]] == [
        ("cluster", "Germinal Valley"),
        ("sector", "Health"),
        ("country", "Germany"),
        ("region", "Gelderland"),
    ]


@pytest.mark.parametrize("text", ["keimt", "gv", "GV-X", "valley germ", "stuttg"])
def test_native_name_acronym_and_town_find_a_cluster_too(clusters, client, text):
    assert [item["label"] for item in groups(client, text)["cluster"]] == ["Germinal Valley"]


@pytest.mark.parametrize(
    ("text", "kind", "language"),
    [("texti", "sector", "en"), ("allem", "country", "fr"), ("stuttg", "region", "de")],
)
def test_a_value_leads_to_the_listing_with_as_many_clusters_as_it_says(
    clusters, client, text, kind, language
):
    (item,) = groups(client, text, language)[kind]
    number = item["detail"].split(" · ")[-1].split()[0]
    assert f'data-total="{number}"' in client.get(item["url"]).content.decode()
    assert number in {"2", "3"}


def test_a_region_names_its_country(clusters, client):
    (region,) = groups(client, "stuttg")["region"]
    assert region["url"] == "/en/clusters/?country=DE&region=DE11"
    assert region["detail"] == "Germany · 2 clusters"


def test_a_cluster_leads_to_its_profile_in_the_visitors_language(clusters, client):
    (cluster,) = groups(client, "germinal", "fr")["cluster"]
    assert cluster["url"] == "/fr/clusters/germany/germinal-valley/"
    assert "Allemagne" in cluster["detail"]
    assert client.get(cluster["url"]).status_code == 200


def test_values_that_no_public_cluster_has_are_not_suggested(clusters, client):
    assert groups(client, "portu") == groups(client, "health") == groups(client, "draft") == {}


def test_a_changed_label_is_suggested_at_once(clusters, client):
    assert groups(client, "loom") == {}
    term = Term.objects.get(vocabulary="sector", code="textiles")
    term.labels = term.labels | {"en": "Looms and cloth"}
    term.save()
    assert [item["label"] for item in groups(client, "loom")["sector"]] == ["Looms and cloth"]
    assert get_kind("cluster").facet("sector").terms.label("textiles", "en") == "Looms and cloth"


def test_nothing_typed_and_nothing_found_say_so(clusters, client):
    assert client.get(ADDRESS).json() == {"query": "", "groups": [], "status": "No suggestions"}
    assert client.get(ADDRESS, {"q": "zzz"}).json()["status"] == "No suggestions"
    assert client.get(ADDRESS, {"q": "germin"}).json()["status"] == "1 suggestion"
    assert client.post(ADDRESS).status_code == 405


def test_caches_may_keep_an_answer_for_a_minute(clusters, client):
    response = client.get(ADDRESS, {"q": "germ"})
    assert response["Cache-Control"] == "public, max-age=60"
    assert not response.cookies
    assert response["Vary"] == "Accept-Encoding"


def test_the_database_answers_with_two_statements(clusters, client, django_assert_max_num_queries):
    client.get(ADDRESS, {"q": "germ"})
    # And one a second that asks whether the vocabularies have changed.
    with django_assert_max_num_queries(3):
        assert len(groups(client, "germ")) == 2


@pytest.mark.elasticsearch
def test_elasticsearch_is_asked_once_and_the_database_not_at_all(
    clusters, elasticsearch, client, caplog, django_assert_max_num_queries
):
    service.breaker.reset()
    audit()
    catch_up()
    client.get(ADDRESS, {"q": "germ"})
    with (
        caplog.at_level(logging.INFO, logger="elastic_transport.transport"),
        django_assert_max_num_queries(1),
    ):
        client.get(ADDRESS, {"q": "germ"})
    assert len([record for record in caplog.records if "search" in record.getMessage()]) == 1


def test_when_elasticsearch_is_away_the_database_suggests(clusters, client, settings):
    service.breaker.reset()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        settings.ELASTICSEARCH_URL = f"http://127.0.0.1:{probe.getsockname()[1]}"
    assert list(groups(client, "germ")) == ["cluster", "country"]
    service.breaker.reset()
