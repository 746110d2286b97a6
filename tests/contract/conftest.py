"""Each contract test runs on every backend: on the database of this run, and on a real Elasticsearch."""

from collections.abc import Callable, Iterable, Iterator

import pytest
from elasticsearch import Elasticsearch
from pytest_django import Settings

from search import service
from search.backends.elasticsearch import alias_of
from search.backends.index import rebuild_index
from search.documents import Document
from search.kinds import register, unregister
from search.models import SearchDocument
from tests.contract import synthetic

Put = Callable[[Iterable[Document]], list[SearchDocument]]


@pytest.fixture(autouse=True)
def kind() -> Iterator[None]:
    """The made-up kind, for one test."""
    register(synthetic.KIND)
    yield
    unregister(synthetic.NAME)


@pytest.fixture(autouse=True)
def closed_breaker() -> None:
    service.breaker.reset()


@pytest.fixture(params=["database", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)])
def engine(request: pytest.FixtureRequest, settings: Settings) -> str:
    """Name of the backend that the portal uses in this test."""
    if request.param == "elasticsearch":
        request.getfixturevalue("elasticsearch")
    else:
        settings.ELASTICSEARCH_URL = ""
    return str(request.param)


@pytest.fixture
def arrive(engine: str) -> Callable[[], None]:
    """Let everything that is stored be found."""
    return (lambda: rebuild_index(synthetic.KIND) and None) if engine == "elasticsearch" else (lambda: None)


@pytest.fixture
def put(arrive: Callable[[], None], db: None) -> Put:
    """Store documents so that the next search finds them. Returns their rows."""

    def stored(documents: Iterable[Document]) -> list[SearchDocument]:
        rows = synthetic.put_all(documents)
        arrive()
        return rows

    return stored


@pytest.fixture
def server(elasticsearch: str) -> Elasticsearch:
    """A client of our own, to look behind the portal's back."""
    client = Elasticsearch(elasticsearch, request_timeout=30)
    client.options(ignore_status=404).indices.delete_alias(index="*", name=alias_of(synthetic.NAME))
    return client


@pytest.fixture
def requests_made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Paths of the requests to Elasticsearch, as they are made."""
    asked: list[str] = []
    perform = Elasticsearch.perform_request

    def counted(self: Elasticsearch, method: str, path: str, **options: object) -> object:
        asked.append(path)
        return perform(self, method, path, **options)

    monkeypatch.setattr(Elasticsearch, "perform_request", counted)
    return asked
