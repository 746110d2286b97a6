"""The real servers and the browser that tests ask for by fixture.

A test that uses one is marked with its name, so that ``make test-fast`` can leave it out. Set
KEEP_TEST_SERVERS=1 to have servers that were started here stay for the next run.
"""

import os
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import override_settings
from django.utils import translation
from elastic_transport import Transport
from playwright.sync_api import Browser, expect
from pytest_django import DjangoDbBlocker, Settings

from tests.prepared import copy_database, migrated, shared_folder
from tests.running_portal import load_demo
from tests.servers import elasticsearch as elasticsearch_server
from tests.servers import postgresql as postgresql_server
from tests.servers.chromium import running_chromium

MARKS = {"elasticsearch_url": "elasticsearch", "postgresql_url": "postgresql", "chromium": "browser"}
PATIENCE = 20_000
"""Milliseconds."""
STAY = bool(os.environ.get("KEEP_TEST_SERVERS"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test with the servers that its fixtures need, and put the files with long tests first: as the
    last one, such a file would keep one process busy while the others have nothing left to do. Of those, the
    first has the demo loaded, and the next ones do without: everybody else would wait for it.
    """
    for item in items:
        for fixture, mark in MARKS.items():
            if fixture in getattr(item, "fixturenames", ()):
                item.add_marker(mark)
    long = {item.path for item in items if {"slow", "browser"} & {mark.name for mark in item.iter_markers()}}
    with_demo = {item.path for item in items if "demo_database" in getattr(item, "fixturenames", ())}
    first = min(long & with_demo, default=None)

    def turn(item: pytest.Item) -> tuple[bool, bool, bool]:
        return item.path != first, item.path not in long, item.path in with_demo

    items.sort(key=turn)


@pytest.fixture(scope="session")
def elasticsearch_url() -> Iterator[str]:
    """URL of a real Elasticsearch: found, or started and stopped again after the last test that runs."""
    yield elasticsearch_server.acquire(stay=STAY)
    elasticsearch_server.release()


@pytest.fixture(scope="session")
def elasticsearch_prefix(elasticsearch_url: str) -> Iterator[str]:
    """Beginning of every index name of this run (and xdist worker); what carries it is deleted at the end."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    prefix = f"portal-test-{uuid.uuid4().hex[:8]}-{worker}"
    yield prefix
    elasticsearch_server.delete_indices(elasticsearch_url, prefix)


@pytest.fixture
def elasticsearch(elasticsearch_url: str, elasticsearch_prefix: str, settings: Settings) -> str:
    """Switch the portal to the real Elasticsearch for one test. Returns its URL."""
    settings.ELASTICSEARCH_URL = elasticsearch_url
    settings.ELASTICSEARCH_PREFIX = elasticsearch_prefix
    return elasticsearch_url


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Any, dict[str, Any]]]:
    """Every request to Elasticsearch: (path, body, options). They are sent all the same."""
    requests: list[tuple[str, Any, dict[str, Any]]] = []
    send = Transport.perform_request

    def recorded(self: Transport, method: str, target: str, **options: Any) -> Any:
        requests.append((target, options.get("body"), options))
        return send(self, method, target, **options)

    monkeypatch.setattr(Transport, "perform_request", recorded)
    return requests


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """URL for DATABASE_URL on a real PostgreSQL; its database, of a name of its own, does not exist yet."""
    server = urlsplit(postgresql_server.acquire(stay=STAY))
    yield server._replace(path=f"/portal_{uuid.uuid4().hex[:8]}").geturl()
    postgresql_server.release()


@pytest.fixture(scope="session")
def demo_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The SQLite file of a portal with the demo, made once a run, or that of DEMO_DATABASE; to be copied."""
    made = os.environ.get("DEMO_DATABASE")
    return Path(made) if made else load_demo(shared_folder(tmp_path_factory))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Run Debian's Chromium; each test opens its own context in it."""
    with running_chromium() as browser, pytest.MonkeyPatch.context() as patch:
        # Playwright keeps an event loop in this thread, which Django takes for asynchronous code.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        # Of what is expected on a page, which other tests may slow down.
        expect.set_options(timeout=PATIENCE)
        yield browser


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings: None) -> bool:
    """Put the prepared database in the place of the test database, which is then used as it is."""
    if connection.vendor != "sqlite":
        return False
    copy_database(migrated(), Path(connection.settings_dict["TEST"]["NAME"]))
    return True


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Give the test database the vocabulary terms, once: pages with codes are refused without them."""
    from vocabularies.management.commands.load_vocabularies import load_vocabularies

    if connection.vendor != "sqlite":
        with django_db_blocker.unblock():
            load_vocabularies()


@pytest.fixture(scope="module")
def kept(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Keep what fixtures of a module build for all its tests: rolled back after the last of them.

    What a test itself does is rolled back after the test. Rows are kept, not objects: a test loads its own.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(
    scope="module", params=["database", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)]
)
def filled(request: pytest.FixtureRequest, content: None) -> str:
    """The engine that has what the fixture ``content`` of a module has built.

    Filled before a test begins: with the test it would be rolled back what Elasticsearch has got, which
    would then, seconds later, be taken for behind.
    """
    if request.param == "elasticsearch":
        from search.rebuilding import rebuild_indices

        url, prefix = map(request.getfixturevalue, ("elasticsearch_url", "elasticsearch_prefix"))
        with override_settings(ELASTICSEARCH_URL=url, ELASTICSEARCH_PREFIX=prefix):
            rebuild_indices()
    return str(request.param)


@pytest.fixture
def either_engine(request: pytest.FixtureRequest, filled: str) -> str:
    """Name of the engine that answers in this test; the test runs once with each."""
    if filled == "elasticsearch":
        from search import service

        request.getfixturevalue("elasticsearch")
        service.breaker.reset()
    return filled


@pytest.fixture(autouse=True)
def clean_process() -> Iterator[None]:
    """Leave nothing of one test in the process for the next: language, cache, terms, synonyms, log."""
    from search import log
    from search.synonyms import forget_synonyms
    from vocabularies.registry import forget_terms

    cache.clear()
    forget_terms()
    forget_synonyms()
    log.forget()
    with translation.override("en"):
        yield
