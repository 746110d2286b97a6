"""A portal with the demo for whole journeys, on each search backend."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.prepared import shared_folder
from tests.running_portal import RunningPortal, load_demo, run_portal


@pytest.fixture(scope="session")
def demo_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the demo; each portal runs on its own copy."""
    return load_demo(shared_folder(tmp_path_factory))


@pytest.fixture(params=["database", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)])
def portal(
    request: pytest.FixtureRequest, demo_database: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningPortal]:
    """A running portal whose searches are answered by the database, then one with Elasticsearch."""
    url = request.getfixturevalue("elasticsearch_url") if request.param == "elasticsearch" else ""
    with run_portal(tmp_path_factory.mktemp("portal"), demo_database, url) as running:
        yield running
