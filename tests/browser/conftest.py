"""A running portal with the demo for the tests of how pages look and behave."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.looks import LOOKS, WIDE
from tests.running_portal import RunningPortal, run_portal


@pytest.fixture(scope="session")
def portal(demo_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningPortal]:
    """A portal with the demo, searched by the database. Tests share it and leave alone what is public."""
    with run_portal(tmp_path_factory.mktemp("portal"), demo_database) as running:
        yield running


@pytest.fixture(scope="session")
def portal_url(portal: RunningPortal) -> str:
    """Its address."""
    return portal.url


@pytest.fixture(params=LOOKS)
def visitor(request: pytest.FixtureRequest, chromium: Browser) -> Iterator[Page]:
    """A page of the browser in each look."""
    context = chromium.new_context(**LOOKS[request.param])
    yield context.new_page()
    context.close()


@pytest.fixture
def scriptless(chromium: Browser) -> Iterator[Page]:
    """A page of a browser that runs no scripts."""
    context = chromium.new_context(java_script_enabled=False, viewport=WIDE)
    yield context.new_page()
    context.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A page of the browser on a wide screen."""
    context = chromium.new_context(viewport=WIDE)
    yield context.new_page()
    context.close()
