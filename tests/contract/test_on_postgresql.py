"""The same contract, and whatever else asks the database most, with PostgreSQL as the portal's database."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
TESTS = [
    "tests/clusters/test_import_admin.py::test_a_file_is_previewed_imported_and_taken_back",
    "tests/clusters/test_import_admin.py::test_a_row_that_no_longer_fits_takes_everything_back",
    "tests/clusters/test_importing.py::test_an_error_on_the_way_leaves_nothing",
    "tests/clusters/test_importing.py::test_pages_are_locked_before_they_are_read",
    "tests/clusters/test_importing.py::"
    "test_the_real_organisations_are_imported_and_a_corrupted_copy_changes_nothing",
    "tests/contract",
    "tests/partners/test_onboarding.py::test_a_failure_half_way_leaves_nothing",
    "tests/partners/test_onboarding.py::test_a_new_partner_works_at_once_in_every_language",
    "tests/partners/test_permissions.py::test_the_rights_of_a_language_that_is_added_come_with_it",
    "tests/relevance/test_relevance.py",
    "tests/search/test_building.py",
    "tests/search/test_log.py",
    "tests/search/test_marking.py",
    "tests/search/test_site_search.py",
    "tests/translation/desk/test_desk.py::test_totals_count_pages_words_and_segments",
    "tests/translation/desk/test_desk.py::test_a_segment_that_fails_a_check_shows_in_the_list",
    "tests/translation/test_memory.py",
    "tests/translation/test_workbench.py",
]


@pytest.mark.slow
def test_the_contract_holds_on_postgresql(postgresql_url: str, demo_database: Path) -> None:
    """A run of its own: Django decides on its database when it starts."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    env |= {"DATABASE_URL": postgresql_url, "DEMO_DATABASE": str(demo_database)}
    command = [sys.executable, "-m", "pytest", *TESTS, "-q", "-p", "no:cacheprovider"]
    marks = ["-m", "not elasticsearch and not postgresql"]
    run = subprocess.run([*command, *marks], cwd=ROOT, env=env, capture_output=True, text=True, timeout=900)
    assert run.returncode == 0, run.stdout[-6000:] + run.stderr[-2000:]
    assert " passed" in run.stdout


@pytest.mark.django_db
def test_the_words_have_the_index_that_the_database_offers() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT indexdef FROM pg_indexes WHERE tablename = 'search_words'")
            assert any("USING gin" in definition for (definition,) in cursor.fetchall())
        else:
            cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'search_words'")
            assert "fts5" in cursor.fetchone()[0]
