"""Typing errors: how many a word may have, and which word is meant.

The same rule as Elasticsearch's ``fuzziness: AUTO:5,8`` with ``prefix_length: 1``: none in a word of up to
four letters, one up to seven, two from eight on; never in the first letter. Two neighbours that changed
places are one error. Shorter words are like too many others: "wine" like "wie", "Sevilla" like "silla".
"""

from collections.abc import Iterable, Mapping

from rapidfuzz.distance import OSA

SHORT_WORD, LONG_WORD = 5, 8
PREFIX = 1


def errors_allowed(word: str) -> int:
    """How many errors a word may have."""
    return 0 if len(word) < SHORT_WORD else 1 if len(word) < LONG_WORD else 2


def nearest(
    word: str, candidates: Mapping[str, int], preferred: Iterable[str] = (), *, is_known: bool = False
) -> str:
    """The candidate that is meant by a word, "" when none can be.

    Arguments:
        word: folded.
        candidates: how many documents have each.
        preferred: of several that are equally near, one of these.
        is_known: whether a document has the word as it is: then it is hardly two errors away from another.
    """
    allowed = min(errors_allowed(word), 1) if is_known else errors_allowed(word)
    preferred = frozenset(preferred)
    ranked = sorted(
        (distance, candidate not in preferred, -number, candidate)
        for candidate, number in candidates.items()
        if candidate[:PREFIX] == word[:PREFIX]
        and 0 < (distance := OSA.distance(word, candidate, score_cutoff=allowed)) <= allowed
    )
    return ranked[0][-1] if ranked else ""
