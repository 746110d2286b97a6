"""The API is open to every origin, to read only, within a limit, and cheap to ask again."""

import pytest
from django.test import Client

from search.outbox import build_stale
from tests import builders

pytestmark = pytest.mark.django_db

PATHS = [
    "/api/v1/clusters",
    "/api/v1/clusters/example-cluster",
    "/api/v1/news",
    "/api/v1/events",
    "/api/v1/vocabularies/sector",
    "/api/v1/openapi.json",
    "/api/v1/docs",
]


@pytest.fixture(scope="module")
def cluster(kept):
    builders.cluster_page()
    build_stale()


@pytest.fixture
def portal(cluster):
    return Client(enforce_csrf_checks=True)


@pytest.mark.parametrize("path", PATHS)
def test_an_answer_is_asked_for_again_by_its_tag(portal, path):
    first = portal.get(path)
    assert first.status_code == 200
    assert first["Access-Control-Allow-Origin"] == "*"
    assert "public" in first["Cache-Control"]
    assert "max-age=60" in first["Cache-Control"]
    assert not first.cookies
    again = portal.get(path, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["Access-Control-Allow-Origin"] == "*"


def test_a_tag_changes_with_the_content(portal):
    tag = portal.get("/api/v1/clusters")["ETag"]
    builders.cluster_page("Another", slug="another")
    build_stale()
    assert portal.get("/api/v1/clusters", headers={"if-none-match": tag}).status_code == 200


@pytest.mark.parametrize("path", PATHS)
def test_only_reading_is_possible(portal, path):
    for method in ("post", "put", "patch", "delete"):
        refused = getattr(portal, method)(path)
        assert refused.status_code == 405
        assert refused["Allow"] == "GET, HEAD, OPTIONS"
        assert refused.json()["detail"]
    asked = portal.options(path, headers={"origin": "https://elsewhere.example"})
    assert asked.status_code == 204
    assert asked["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    head = portal.head(path)
    assert (head.status_code, head.content) == (200, b"")
    assert int(head["Content-Length"]) == len(portal.get(path).content)


def test_an_unknown_address_is_said_in_json(portal):
    for path in ("/api/v1/", "/api/v1/nothing", "/api/v1/clusters/a/b"):
        response = portal.get(path)
        assert response.status_code == 404
        assert response.json()["detail"]


def test_who_asks_too_much_is_told_when_to_ask_again(portal, settings):
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"api": 2, "search": 1}
    for _time in range(2):
        assert portal.get("/api/v1/clusters?q=wind").status_code == 200
    refused = portal.get("/api/v1/clusters?q=wind")
    assert refused.status_code == 429
    assert 1 <= int(refused["Retry-After"]) <= 60
    assert refused["Cache-Control"] == "no-store"
    assert refused.json()["detail"].startswith("Too many requests")
