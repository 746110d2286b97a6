"""What waits for one person: on the dashboard, and in the daily e-mail."""

from dataclasses import dataclass
from typing import Any

from translation.access import access_of
from translation.board import Language, Row, load
from translation.review import waiting_for
from translation.states import State


@dataclass(frozen=True)
class OpenWork:
    """What a language has to do that is nobody's in particular.

    Arguments:
        language: the language.
        count: pages, whatever their state, that wait and are not in review.
    """

    language: Language
    count: int


@dataclass(frozen=True)
class Waiting:
    """What waits for somebody.

    Arguments:
        mine: translations assigned to them that wait, not for review; what is due first comes first.
        to_review: translations that wait for their approval.
        open: by language, what is assigned to nobody; only languages whose whole tree is theirs.
    """

    mine: list[Row]
    to_review: list[Row]
    open: list[OpenWork]

    def __bool__(self) -> bool:
        return bool(self.mine or self.to_review or self.open)


def waiting(user: Any) -> Waiting:
    """What waits for somebody; nine queries at most."""
    board = load(access_of(user))
    if not board.languages:
        return Waiting([], [], [])
    reviews = waiting_for(user)
    to_do = [row for row in board.rows if row.state.waits and row.state is not State.REVIEW]
    mine = sorted(
        (row for row in to_do if row.assignee_id == user.pk), key=lambda row: (row.due is None, row.due)
    )
    open_work = {
        language.locale_id: sum(
            row.assignee_id is None and row.locale_id == language.locale_id for row in to_do
        )
        for language in board.languages
        if language.whole_tree
    }
    return Waiting(
        mine,
        [row for row in board.rows if row.state is State.REVIEW and row.target_id in reviews],
        [
            OpenWork(language, open_work[language.locale_id])
            for language in board.languages
            if open_work.get(language.locale_id)
        ],
    )
