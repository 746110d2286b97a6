import pytest

from tests.relevance.ndcg import dcg, ndcg


def test_an_example_that_was_computed_by_hand():
    # Gains of 3, 2, 1: 7, 3, 1. Discounts of ranks 1 to 4: 1, 1/1.58496, 1/2, 1/2.32193.
    judged = {"a": 3, "b": 2, "c": 1}
    # b at 1, nothing at 2, a at 3, c at 4: 3 + 0 + 7/2 + 1/2.32193 = 6.93068
    assert dcg([2, 0, 3, 1]) == pytest.approx(6.93068, abs=1e-5)
    # The best order: 7 + 3/1.58496 + 1/2 = 9.39279
    assert dcg([3, 2, 1]) == pytest.approx(9.39279, abs=1e-5)
    assert ndcg(["b", "x", "a", "c"], judged) == pytest.approx(6.93068 / 9.39279, abs=1e-5)


def test_the_best_order_is_one_and_nothing_relevant_is_zero():
    judged = {"a": 3, "b": 1}
    assert ndcg(["a", "b", "x"], judged) == 1
    assert ndcg(["x", "y"], judged) == 0
    assert ndcg([], judged) == 0


def test_what_comes_after_the_depth_does_not_count():
    judged = {f"d{number}": 2 for number in range(12)}
    assert ndcg([f"d{number}" for number in range(10)], judged) == 1
    assert ndcg(["x"] * 10 + ["d1"], judged) == 0


def test_without_a_relevant_document_there_is_no_answer():
    with pytest.raises(ValueError, match="No document is judged relevant"):
        ndcg(["a"], {"a": 0})
