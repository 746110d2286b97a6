"""A running portal with the demo for the tests of how pages look and behave."""

from collections.abc import Iterator

import pytest

from tests.running_portal import load_demo, run_portal


@pytest.fixture(scope="module")
def portal_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a portal with the demo, searched by the database."""
    folder = tmp_path_factory.mktemp("portal")
    with run_portal(folder, load_demo(folder)) as portal:
        yield portal.url
