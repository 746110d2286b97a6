"""``rebuild_search`` with a real Elasticsearch."""

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from clusters.models import ClusterPage
from search import service
from search.criteria import Criteria
from search.models import SearchDocument
from search.rebuilding import search_is_built
from search.service import search
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def closed_breaker() -> None:
    service.breaker.reset()


def test_a_rebuild_fills_every_index_and_shows_how_far_it_is(
    elasticsearch: str, capsys: pytest.CaptureFixture[str]
) -> None:
    builders.cluster_page("Silicon Valley", sectors=["digital"])
    builders.news_page("News")
    assert not search_is_built()
    call_command("rebuild_search")
    assert search_is_built()
    printed = capsys.readouterr().out
    total = SearchDocument.objects.count()
    assert f"Documents      [{'#' * 30}] {total}/{total}" in printed
    assert f"Elasticsearch  [{'#' * 30}]" in printed
    for kind, number in (("cluster", 1), ("news", 1), ("event", 0)):
        results = search(Criteria(kind=kind, language="en"))
        assert (results.total, results.engine, results.degraded) == (number, "elasticsearch", False)


def test_a_start_without_the_server_that_is_configured_builds_the_documents(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    # The discard port: nothing listens there.
    settings.ELASTICSEARCH_URL = "http://127.0.0.1:9"
    builders.cluster_page("Silicon Valley")
    call_command("rebuild_search", if_missing=True)
    assert "Elasticsearch is away" in capsys.readouterr().err
    assert search_is_built()
    results = search(Criteria(kind="cluster", language="en"))
    assert (results.total, results.engine, results.degraded) == (1, "database", True)


def test_a_document_that_cannot_be_built_is_told_and_the_others_are_built(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    builders.cluster_page("Silicon Valley")
    builders.news_page("News")
    monkeypatch.setattr(ClusterPage, "public_contacts", lambda self: 1 / 0)
    with pytest.raises(CommandError, match="not be built: 1"):
        call_command("rebuild_search", verbosity=0)
    assert search(Criteria(kind="news", language="en")).total == 1
    assert search_is_built()


def test_a_rebuild_that_somebody_asked_for_says_that_elasticsearch_was_not_filled(
    settings: Settings,
) -> None:
    settings.ELASTICSEARCH_URL = "http://127.0.0.1:9"
    builders.cluster_page()
    with pytest.raises(CommandError, match="its index stays as it was"):
        call_command("rebuild_search", verbosity=0)
