"""The OpenAPI document says what the API does: asked by a program that reads it and tries to break it."""

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode

from search.outbox import build_stale
from tests import builders

pytestmark = pytest.mark.django_db

EXAMPLES = 25
PATHS = ("/clusters", "/clusters/{slug}", "/news", "/events", "/vocabularies/{name}")


@pytest.fixture(scope="module")
def one_connection():
    """A request leaves the connection open, in whose transaction the pages are."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture(scope="module")
def portal(kept, one_connection):
    """A little of everything, seen by all examples."""
    builders.cluster_page(summary="Hydrogen.", sectors=["health"], country="DE")
    builders.news_page(source_name="Example, source & more")
    builders.event_page()
    build_stale()
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", WSGIHandler())


def test_the_document_is_of_openapi_3_1(client):
    document = client.get("/api/v1/openapi.json").json()
    assert document["openapi"].startswith("3.1.")
    assert document["paths"].keys() == {f"/api/v1{path}" for path in PATHS}


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_the_api_does_what_its_document_says(portal, django_db_blocker, path, mode):
    operation = portal[f"/api/v1{path}"]["GET"]

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def ask(case):
        if mode is GenerationMode.POSITIVE and case.query.get("page"):
            # How many pages there are depends on what is found; no document can say that.
            case.query["page"] = 1
        # Without a server it does not take apart the compressed answers that it asks for.
        case.call_and_validate(headers={"Accept-Encoding": "identity"})

    ask()
