"""A page and its French translation; tests that need others make their own."""

import pytest

from tests import builders


@pytest.fixture
def page():
    return builders.standard_page("Missions", summary="Where to go.")


@pytest.fixture
def french(page):
    return builders.translate(page, "fr")
