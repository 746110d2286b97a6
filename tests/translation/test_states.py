"""What state a translation is in, case by case. No database."""

from datetime import UTC, datetime

import pytest

from translation.states import Facts, State, state_of

MONDAY, TUESDAY = datetime(2026, 11, 23, tzinfo=UTC), datetime(2026, 11, 24, tzinfo=UTC)
PUBLIC = {
    "exists": True,
    "live": True,
    "managed": True,
    "segments": 3,
    "translated": 3,
    "published_at": MONDAY,
}


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, State.NEW),
        ({"exists": True, "managed": True, "segments": 3}, State.NEW),
        ({"exists": True, "managed": True, "segments": 3, "translated": 1}, State.PROGRESS),
        (PUBLIC, State.DONE),
        (PUBLIC | {"touched_at": MONDAY}, State.DONE),
        (PUBLIC | {"touched_at": TUESDAY}, State.PROGRESS),
        (PUBLIC | {"translated": 2}, State.PROGRESS),
        (PUBLIC | {"outdated": True, "source_changed_at": TUESDAY, "translated": 2}, State.CHANGED),
        (PUBLIC | {"outdated": True, "source_changed_at": MONDAY, "touched_at": TUESDAY}, State.PROGRESS),
        (PUBLIC | {"outdated": True, "source_changed_at": TUESDAY, "touched_at": MONDAY}, State.CHANGED),
        (PUBLIC | {"failed": 1}, State.FAILED),
        (PUBLIC | {"failed": 1, "in_review": True}, State.REVIEW),
        ({"exists": True, "managed": True, "failed": 1}, State.FAILED),
        ({"exists": True, "live": True}, State.DONE),
        ({"exists": True}, State.PROGRESS),
        ({"exists": True, "live": True, "stopped": True}, State.STOPPED),
        ({"exists": True, "stopped": True}, State.STOPPED),
        ({"exists": True, "stopped": True, "in_review": True}, State.REVIEW),
    ],
)
def test_the_state_says_what_has_to_be_done_next(facts, expected):
    assert state_of(Facts(**facts)) is expected
