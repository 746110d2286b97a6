"""What programs get: the same as people, or a reason why not."""

import json
from datetime import UTC, datetime
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from search.outbox import build_stale
from tests import builders
from tests.listings import counts_and_total
from vocabularies.models import Term
from vocabularies.registry import forget_terms

pytestmark = pytest.mark.django_db

HIDDEN = "hidden-person@cluster.example"


@pytest.fixture(scope="module")
def content(kept):
    """Clusters of two countries, one of them in French too, news and events."""
    valley = builders.cluster_page(
        "Example Hydrogen Valley",
        slug="hydrogen-valley",
        summary="Hydrogen from wind.",
        sectors=["energy-renewables", "mobility"],
        region=["DE11"],
        label=["gold"],
        data_source="Example list",
        data_source_url="https://example.org/list",
        contacts=[
            {"name": "Open Person", "email": "open@cluster.example", "visibility": "public"},
            {"name": "Hidden Person", "email": HIDDEN, "visibility": "private"},
        ],
    )
    builders.translate(valley, "fr")
    for number in range(3):
        builders.cluster_page(f"Santé {number}", country="FR", slug=f"sante-{number}", sectors=["health"])
    builders.news_page("Example call", slug="example-call", sectors=["health"], source_name="Example source")
    builders.event_page("Example day", slug="example-day", country=["PT"], city="Porto")
    builders.event_page("Past day", slug="past-day", start=datetime(2020, 1, 1, 9, tzinfo=UTC))
    build_stale()


def ask(client, path: str, **parameters) -> dict:
    response = client.get(f"/api/v1/{path}?{urlencode(parameters, doseq=True)}")
    assert response.status_code == 200, response.content
    return response.json()


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("clusters", {}),
        ("clusters", {"q": "hydrogen"}),
        ("clusters", {"sector": ["health", "energy-renewables"], "country": "FR"}),
        ("clusters", {"country": ["DE", "FR"], "region": "DE11", "sort": "newest"}),
        ("clusters", {"q": "no such words", "exact": "1"}),
        ("news", {"source": "Example source"}),
        ("events", {"when": "upcoming"}),
        ("events", {"country": "PT", "view": "list"}),
    ],
)
def test_programs_get_the_hits_and_the_counts_that_people_get(content, client, path, query):
    answer = ask(client, path, **query)
    html = client.get(f"/en/{path}/?{urlencode(query, doseq=True)}").content.decode()
    counts, total = counts_and_total(html)
    assert answer["total"] == total
    told = {
        name: {value["code"]: value["count"] for value in values}
        for name, values in answer["facets"].items()
        if values
    }
    assert {name: dict(sorted(values.items())) for name, values in told.items()} == {
        name: dict(sorted(values.items())) for name, values in counts.items()
    }
    places = [html.index(f'="{record["slug"]}"') for record in answer["results"]]
    assert places == sorted(places)


def test_a_record_names_its_licence_and_its_source_and_is_in_the_language_asked_for(content, client):
    record = ask(client, "clusters", country="DE", lang="fr")["results"][0]
    assert record["licence"].startswith("https://creativecommons.org/")
    assert (record["data_source"], record["data_source_url"]) == ("Example list", "https://example.org/list")
    assert (record["summary"], record["summary_language"]) == ("fr: Hydrogen from wind.", "fr")
    assert "/fr/clusters/germany/hydrogen-valley/" in record["url"]
    assert record["available_in"] == ["en", "fr"]
    assert record["sector"] == ["energy-renewables", "mobility"]
    assert ask(client, "news")["results"][0]["licence"] == record["licence"]


def test_a_cluster_is_found_by_its_slug_with_its_public_contacts_only(content, client):
    response = client.get("/api/v1/clusters/hydrogen-valley?lang=de")
    cluster = response.json()
    assert cluster["contacts"] == [
        {"name": "Open Person", "role": "", "email": "open@cluster.example", "phone": ""}
    ]
    assert HIDDEN not in response.content.decode()
    assert response["Content-Language"] == "de"
    for slug in ("nothing", "hydrogen%00valley", "de..", "%F0%9F%98%80"):
        missing = client.get(f"/api/v1/clusters/{slug}")
        assert missing.status_code == 404
        assert "There is no cluster" in missing.json()["detail"]


def test_a_cluster_that_is_not_public_is_not_there(content, client):
    before = ask(client, "clusters")["total"]
    builders.cluster_page("Draft", slug="draft", live=False)
    build_stale()
    assert client.get("/api/v1/clusters/draft").status_code == 404
    assert ask(client, "clusters")["total"] == before


def test_pages_lead_to_each_other_and_end_at_the_last(content, client):
    first = ask(client, "clusters", per_page=3)
    assert (first["pages"], first["previous"], len(first["results"])) == (2, None, 3)
    second = client.get(first["next"].removeprefix("http://127.0.0.1:8000")).json()
    assert (second["page"], second["next"], len(second["results"])) == (2, None, 1)
    slugs = [record["slug"] for answer in (first, second) for record in answer["results"]]
    assert len(set(slugs)) == 4


@pytest.mark.parametrize(
    ("path", "query", "parameter", "reason"),
    [
        ("clusters", "sector=health&sector=nonsense", "sector", "“nonsense”"),
        ("clusters", "country=de", "country", "vocabularies/country"),
        ("clusters", "sector=", "sector", "“”"),
        ("clusters", "q=" + "x" * 201, "q", "200"),
        ("clusters", "&".join(f"country={n}" for n in range(51)), "country", "50"),
        ("clusters", "page=2", "page", "last one, 1"),
        ("clusters", "page=0", "page", "whole number"),
        ("clusters", "page=9999999999999999999999", "page", "whole number"),
        ("clusters", "page=%D9%A1", "page", "whole number"),
        ("clusters", "page=501", "page", "10000"),
        ("clusters", "per_page=101", "per_page", "100"),
        ("clusters", "sort=size", "sort", "members"),
        ("clusters", "lang=xx", "lang", "pt"),
        ("clusters", "lang=de%0Ax", "lang", "pt"),
        ("clusters", "exact=yes", "exact", "1"),
        ("clusters", "view=globe", "view", "map"),
        ("clusters", "q=a&q=b", "q", "once"),
        ("clusters", "sectr=health", "sectr", "no such parameter"),
        ("clusters", "partner=spi", "partner", "no such parameter"),
        ("news", "year=1850", "year", "“1850”"),
        ("news", "source=%00", "source", "Unknown"),
        ("events", "series=none", "series", "“none”"),
        ("clusters/hydrogen-valley", "q=a", "q", "lang"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_its_reason(content, client, path, query, parameter, reason):
    response = client.get(f"/api/v1/{path}?{query}")
    assert response.status_code == 422
    problems = response.json()["problems"]
    assert [problem["parameter"] for problem in problems] == [parameter]
    assert reason in problems[0]["reason"]


def test_every_problem_is_named(content, client):
    response = client.get("/api/v1/clusters?sector=x&sort=y&z=1")
    assert {problem["parameter"] for problem in response.json()["problems"]} == {"sector", "sort", "z"}


def test_a_vocabulary_has_its_codes_in_order_with_labels_in_every_language(client):
    regions = ask(client, "vocabularies/region")["terms"]
    assert next(term for term in regions if term["code"] == "DE11")["parent"] == "DE"
    stages = ask(client, "vocabularies/value_chain")
    assert stages["terms"][0]["labels"].keys() == {"en", "de", "fr", "pt", "es", "it"}
    countries = [term["labels"]["en"] for term in ask(client, "vocabularies/country")["terms"]]
    assert countries.index("Åland Islands") < countries.index("Albania") < countries.index("Zambia")
    markets = [term["code"] for term in ask(client, "vocabularies/market")["terms"]]
    regions = len(markets) - len(countries)
    assert regions > 0
    assert markets[:regions] == list(Term.objects.filter(vocabulary="market").values_list("code", flat=True))
    assert markets[regions:] == [term["code"] for term in ask(client, "vocabularies/country")["terms"]]
    missing = client.get("/api/v1/vocabularies/nonsense")
    assert missing.status_code == 404
    assert "sector" in missing.json()["detail"]


@pytest.mark.parametrize(
    "path", ["clusters", "news", "events", "clusters/hydrogen-valley", "vocabularies/sector"]
)
def test_a_question_costs_the_same_queries_with_more_content(content, client, path):
    def queries() -> int:
        client.get(f"/api/v1/{path}")
        forget_terms()
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"/api/v1/{path}").status_code == 200
        return len(captured)

    before = queries()
    for number in range(4):
        builders.cluster_page(slug=f"more-{number}", country="DE", sectors=["health"])
        builders.news_page(slug=f"more-{number}")
        builders.event_page(slug=f"more-{number}")
    build_stale()
    assert queries() == before
    assert before <= 12


def test_the_answer_is_compact_json(content, client):
    assert json.loads(client.get("/api/v1/clusters").content)["engine"] == "database"
