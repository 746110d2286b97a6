"""A portal with the demo for whole journeys, on each search backend."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.running_portal import RunningPortal, run_portal


@pytest.fixture(params=["database", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)])
def portal(
    request: pytest.FixtureRequest, demo_database: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningPortal]:
    """A running portal whose searches are answered by the database, then one with Elasticsearch."""
    url = request.getfixturevalue("elasticsearch_url") if request.param == "elasticsearch" else ""
    with run_portal(tmp_path_factory.mktemp("portal"), demo_database, url) as running:
        yield running
