"""The worker is killed in the middle of a submission; the next one goes on, with nothing half or twice."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers.processes import wait_until
from tests.workers import Workplace, workplace

LANGUAGES = ("de", "fr", "pt", "es", "it")

pytestmark = pytest.mark.slow

SUBMIT = f"""
from tests import builders
from tests.translation.test_background import long_body
from translation.submitting import submit
page = builders.standard_page("Long", body=long_body(300))
submit(page, [builders.home(language).locale for language in {LANGUAGES}])
"""


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    """With a page of 300 blocks, submitted into five languages; no worker has run yet."""
    with workplace(tmp_path) as place:
        place.run(SUBMIT)
        yield place


def _done(place: Workplace) -> int:
    return place.rows("SELECT done FROM translation_translationjob")[0][0]


def test_a_submission_survives_the_death_of_the_worker(place):
    assert _done(place) == 0
    first = place.start_worker()
    assert wait_until(lambda: _done(place) >= 1, seconds=60)
    place.kill(first)
    assert 1 <= _done(place) < len(LANGUAGES) + 1
    place.start_worker()

    def finished() -> bool:
        return place.rows("SELECT finished_at FROM translation_translationjob") != [(None,)]

    assert wait_until(finished, seconds=90)
    assert place.rows("SELECT report FROM translation_translationjob") == [("[]",)]
    pages = place.rows(
        "SELECT language_code, count(*), count(latest_revision_id) FROM wagtailcore_page"
        " JOIN wagtailcore_locale ON wagtailcore_locale.id = locale_id WHERE title = 'Long' GROUP BY 1",
    )
    assert sorted(pages) == sorted((language, 1, 1) for language in ("en", *LANGUAGES))
    assert place.rows("SELECT count(*) FROM wagtail_localize_translation") == [(len(LANGUAGES),)]
    # The title and a paragraph a block.
    assert place.rows("SELECT count(*) FROM wagtail_localize_stringsegment") == [(301,)]
    assert place.rows("SELECT count(*) FROM wagtail_localize_translationlog") == [(len(LANGUAGES),)]
