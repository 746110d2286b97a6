"""How good an order of documents is, compared with the best one possible."""

from collections.abc import Mapping, Sequence
from math import log2


def dcg(grades: Sequence[int]) -> float:
    """Discounted cumulative gain: the sum of (2^grade - 1) / log2(rank + 1), ranks from 1.

    The discount is that of Järvelin and Kekäläinen, "Cumulated gain-based evaluation of IR techniques", ACM
    TOIS 20(4), 2002; the gain, which sets "exactly this" far above "touches it", that of Burges et al.,
    "Learning to rank using gradient descent", ICML 2005.
    """
    return sum((2**grade - 1) / log2(rank + 1) for rank, grade in enumerate(grades, start=1))


def ndcg(found: Sequence[str], judged: Mapping[str, int], depth: int = 10) -> float:
    """Normalised discounted cumulative gain of the first ``depth`` documents, 0 to 1 (the best order).

    Arguments:
        found: keys of the documents, best first.
        judged: grade (0 to 3) by key; what is not judged has grade 0. At least one grade is above 0,
            otherwise ValueError: there is no best order then.
    """
    best = dcg(sorted(judged.values(), reverse=True)[:depth])
    if not best:
        raise ValueError("No document is judged relevant, so no order is better than another.")
    return dcg([judged.get(key, 0) for key in found[:depth]]) / best
