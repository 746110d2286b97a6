"""The demo, loaded once for everything in this folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from tests.prepared import copy_database, seconds_of


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what uses the demo: pytest-django makes its database only when a test that is run asks for one."""
    for item in items:
        if "demo" in getattr(item, "fixturenames", ()):
            item.add_marker("django_db")


@pytest.fixture(scope="package")
def demo(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    demo_database: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[float]:
    """A copy of the demo in the place of the test database. Seconds of work that loading it took."""
    copy = copy_database(demo_database, tmp_path_factory.mktemp("demo") / "copy.sqlite3")
    empty = connection.settings_dict["NAME"]
    with django_db_blocker.unblock():
        connection.close()
        connection.settings_dict["NAME"] = str(copy)
        yield float(seconds_of(demo_database.parent).read_text())
        connection.close()
        connection.settings_dict["NAME"] = empty
