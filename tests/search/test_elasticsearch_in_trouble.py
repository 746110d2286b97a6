"""Pages while Elasticsearch answers late, wrongly or from an index that is not as it should be.

A real server; a proxy before it for what goes wrong on the way.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from elasticsearch import Elasticsearch
from pytest_django import Settings

from clusters.models import ClusterPage
from search import outbox, service
from search.backends.elasticsearch import TIMEOUT, alias_of
from search.backends.index import current_index, rebuild_index
from search.kinds import SearchKind
from search.models import SearchDocument
from search.outbox import Outbox, build_stale, catch_up
from tests import builders
from tests.servers.faulty_proxy import FaultyProxy
from tests.servers.processes import wait_until
from vocabularies.models import Term
from vocabularies.registry import forget_terms

pytestmark = pytest.mark.django_db

# What a page may take that waits for nobody: it takes a tenth of it on an idle machine.
SOON = 1.5


@dataclass
class Page:
    """What a visitor got."""

    seconds: float
    degraded: bool
    engine: str
    html: str


@pytest.fixture(autouse=True)
def closed_breaker() -> Iterator[None]:
    service.breaker.reset()
    yield
    service.breaker.reset()


@pytest.fixture
def proxy(elasticsearch: str, settings: Settings) -> Iterator[FaultyProxy]:
    """What stands between the portal and Elasticsearch."""
    with FaultyProxy(elasticsearch).running() as running:
        settings.ELASTICSEARCH_URL = running.url
        yield running


@pytest.fixture
def server(elasticsearch: str) -> Elasticsearch:
    """A client of our own, past the proxy."""
    return Elasticsearch(elasticsearch, request_timeout=30)


@pytest.fixture
def cluster(elasticsearch: str) -> ClusterPage:
    """A cluster that is found with Elasticsearch."""
    made = builders.cluster_page("Silicon Valley", sectors=["digital"])
    build_stale()
    # An index may be there from the test before, with its documents.
    call_command("check_search", repair=True, verbosity=0)
    assert visit().engine == "elasticsearch"
    return made


@pytest.fixture
def publish(cluster: ClusterPage, django_capture_on_commit_callbacks: Any) -> Callable[[str], None]:
    """Publish the cluster under another title, as an editor does."""

    def published(title: str) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            cluster.title = title
            cluster.save_revision().publish()

    return published


def visit(query: str = "sector=digital") -> Page:
    started = time.monotonic()
    response = Client().get(f"/en/clusters/?{query}")
    seconds = time.monotonic() - started
    assert response.status_code == 200
    html = response.content.decode()
    engine = html.partition('data-engine="')[2].partition('"')[0]
    return Page(seconds, 'data-notice="degraded"' in html, engine, html)


def time_passes() -> None:
    """What was built was built ten minutes ago."""
    SearchDocument.objects.update(built_at=timezone.now() - timezone.timedelta(minutes=10))
    service.breaker.reset()


def assert_it_recovers(server: Elasticsearch, title: str) -> None:
    worker = Outbox()

    def recovered() -> bool:
        worker.step()
        server.indices.refresh(index=f"{alias_of('cluster')}*")
        page = visit()
        return page.engine == "elasticsearch" and not page.degraded and title in page.html

    assert wait_until(recovered, seconds=60)


@pytest.mark.parametrize("fault", ["slow", "trickle", "error", "half", "page", "noise"])
def test_a_page_does_not_wait_for_a_server_that_answers_wrongly(
    proxy: FaultyProxy,
    server: Elasticsearch,
    cluster: ClusterPage,
    publish: Callable[[str], None],
    fault: str,
) -> None:
    proxy.fault = fault
    first = visit()
    assert (first.degraded, first.engine) == (True, "database")
    assert "Silicon Valley" in first.html
    assert first.seconds < TIMEOUT + SOON
    publish("Silicon Hills")
    for _time in range(3):
        page = visit()
        assert (page.degraded, page.engine) == (True, "database")
        assert "Silicon Hills" in page.html
        assert page.seconds < SOON
    proxy.fault = ""
    proxy.over.set()
    assert_it_recovers(server, "Silicon Hills")


def test_all_requests_of_a_page_together_may_take_as_long_as_one(
    proxy: FaultyProxy, cluster: ClusterPage, sent: list[tuple[str, Any, dict[str, Any]]]
) -> None:
    builders.cluster_page("Silicon Saxony")
    builders.cluster_page("Silicon Glen")
    catch_up()
    service.breaker.reset()
    proxy.delay = 1.2
    # One request is in time.
    page = visit("q=silicon")
    assert (page.degraded, page.engine) == (False, "elasticsearch")
    # Of the three for a text with a typing error each would be.
    sent.clear()
    page = visit("q=silicno")
    assert (page.degraded, page.engine) == (True, "database")
    assert "Silicon Valley" in page.html
    assert page.seconds < TIMEOUT + SOON
    # The second one has what the first has left, and there is no third.
    first, second = [options["request_timeout"] for _path, _body, options in sent]
    assert second < first - proxy.delay <= TIMEOUT - proxy.delay


def test_a_full_disk_lets_nobody_read_what_is_out_of_date(
    server: Elasticsearch, cluster: ClusterPage, publish: Callable[[str], None]
) -> None:
    index = alias_of("cluster")
    server.indices.put_settings(index=index, settings={"index.blocks.read_only_allow_delete": True})
    publish("Silicon Hills")
    worker = Outbox()
    worker.step()
    row = SearchDocument.objects.get(key=cluster.translation_key)
    assert (row.failures, row.indexed_version < row.built_version) == (0, True)
    time_passes()
    page = visit()
    assert (page.degraded, page.engine) == (True, "database")
    assert page.seconds < SOON
    assert "Silicon Hills" in page.html
    server.indices.put_settings(index=index, settings={"index.blocks.read_only_allow_delete": None})
    assert_it_recovers(server, "Silicon Hills")


def test_a_deleted_index_is_answered_by_the_database_and_made_again(
    server: Elasticsearch, cluster: ClusterPage, publish: Callable[[str], None]
) -> None:
    server.indices.delete(index=current_index("cluster") or "")
    page = visit()
    assert (page.degraded, page.engine) == (True, "database")
    assert page.seconds < SOON
    publish("Silicon Hills")
    assert "Silicon Hills" in visit().html
    assert_it_recovers(server, "Silicon Hills")


def test_an_index_that_is_half_built_is_not_searched(
    server: Elasticsearch, cluster: ClusterPage, publish: Callable[[str], None]
) -> None:
    index = current_index("cluster") or ""
    half = f"{index.rpartition('-')[0]}-{timezone.now():%Y%m%d%H%M%S%f}"
    server.indices.delete(index=index)
    # As a rebuild leaves it that was killed on the way: some documents, behind no name that is searched.
    server.indices.create(index=half, aliases={f"{half}-filling": {}})
    server.index(index=half, id="0", document={"title": "Ghost"}, refresh=True)
    page = visit()
    assert (page.degraded, page.engine) == (True, "database")
    assert "Silicon Valley" in page.html
    assert page.seconds < SOON
    publish("Silicon Hills")
    assert "Silicon Hills" in visit().html
    assert_it_recovers(server, "Silicon Hills")
    assert current_index("cluster") != half


def test_an_index_that_lost_documents_is_noticed_and_made_again(
    server: Elasticsearch, cluster: ClusterPage
) -> None:
    builders.cluster_page("Another")
    catch_up()
    index = alias_of("cluster")
    server.delete(index=index, id=str(cluster.translation_key))
    server.indices.refresh(index=index)
    assert "Silicon Valley" not in visit().html
    assert_it_recovers(server, "Silicon Valley")


def test_a_new_part_of_compounds_gets_an_index_and_nobody_is_answered_worse_meanwhile(
    server: Elasticsearch, cluster: ClusterPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = current_index("cluster")
    term = Term.objects.get(vocabulary="technology", code="photonics")
    term.labels |= {"de": "Quitten"}
    term.save()
    forget_terms()
    time_passes()
    meanwhile = []

    def rebuild(kind: SearchKind) -> int:
        meanwhile.append(visit().engine)
        return rebuild_index(kind)

    monkeypatch.setattr(outbox, "rebuild_index", rebuild)
    assert "cluster" in outbox.audit()
    assert set(meanwhile) == {"elasticsearch"}
    assert current_index("cluster") != before
    assert visit().engine == "elasticsearch"
    assert outbox.audit() == []


def test_an_index_of_another_database_is_not_believed(server: Elasticsearch, cluster: ClusterPage) -> None:
    ours = current_index("cluster") or ""
    theirs = ours.replace(ours.split("-")[-2], "0123abcd")
    server.indices.create(index=theirs)
    server.index(index=theirs, id="0", document={"title": "Ghost"})
    alias = alias_of("cluster")
    moves = [{"remove": {"index": ours, "alias": alias}}, {"add": {"index": theirs, "alias": alias}}]
    server.indices.update_aliases(actions=moves)
    assert_it_recovers(server, "Silicon Valley")
    assert (current_index("cluster") or "").split("-")[-2] == ours.split("-")[-2]


def test_a_database_restored_from_before_the_index_gets_an_index_of_its_own(
    server: Elasticsearch, cluster: ClusterPage, publish: Callable[[str], None]
) -> None:
    row = SearchDocument.objects.get(key=cluster.translation_key)
    for title in ("Tomorrow", "The day after"):
        publish(title)
        catch_up()
    # The backup is of before, and so are its versions.
    version = row.version
    SearchDocument.objects.filter(pk=row.pk).update(
        version=version, built_version=version, indexed_version=version
    )
    before = current_index("cluster")
    publish("Silicon Hills")
    assert_it_recovers(server, "Silicon Hills")
    assert current_index("cluster") != before


def test_a_question_that_is_refused_does_not_send_the_others_to_the_database(
    cluster: ClusterPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    from search.backends import elasticsearch

    def nonsense(*_arguments: object, **_options: object) -> dict[str, Any]:
        return {"hits": {"query": {"no_such_query": {}}}}

    with monkeypatch.context() as patch:
        patch.setattr(elasticsearch, "search_bodies", nonsense)
        page = visit()
        assert (page.degraded, page.engine) == (True, "database")
    assert visit().engine == "elasticsearch"
