"""Which word is meant by one that hardly anything has."""

import pytest

from search.typing_errors import errors_allowed, nearest


@pytest.mark.parametrize(
    ("word", "other"),
    [("wine", "wie"), ("wein", "wenn"), ("roma", "ropa"), ("sachsen", "suchen"), ("contact", "contam")],
)
def test_a_short_word_is_not_taken_for_another_that_is_somewhat_like_it(word, other):
    assert nearest(word, {other: 20}) == ""


@pytest.mark.parametrize(
    ("word", "meant"), [("bremmen", "bremen"), ("hydrogne", "hydrogen"), ("wnids", "winds")]
)
def test_a_typing_error_is_forgiven(word, meant):
    assert nearest(word, {meant: 3}) == meant


def test_two_errors_are_too_many_for_a_word_that_some_entry_has():
    assert nearest("fondazione", {"formazione": 4}) == "formazione"
    assert nearest("fondazione", {"formazione": 4}, is_known=True) == ""
    assert nearest("manufacuring", {"manufacturing": 4}, is_known=True) == "manufacturing"


def test_longer_words_may_have_more_errors():
    assert [errors_allowed("x" * length) for length in (4, 5, 7, 8)] == [0, 1, 1, 2]
