"""How alike two texts are, and keys by which everything that is alike enough can be found.

The measure is that of translation memories, edits in words: with n and m units (words and numbers) and d
insertions, deletions and substitutions between them, the similarity is 1 - d / max(n, m). Case, accents,
punctuation, tags and the value of a number do not count: texts that differ in nothing else are 99 % alike,
and only identical ones 100 %.

The keys follow from a counting argument (prefix filter over q-grams with q = 2, as in the literature on
similarity joins: Xiao, Wang, Lin, Yu, Wang: Efficient Similarity Joins for Near-Duplicate Detection, ACM
TODS 36(3), 2011). A text of n units has n - 1 pairs of neighbours. Every edit destroys at most two of them
(an insertion only one), so texts that are alike enough have all but ``destroyed(n)`` pairs in common. If the
pairs of both are put into one and the same order, the first ``destroyed(n) + 1`` of each must then have one
in common. Rare pairs first would be best; long ones are a good guess at rare ones and need no counting.
"""

import re
from collections import Counter
from hashlib import blake2b
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

from translation.texts import fold, plain

# Least similarity, in percent, that helps a translator more than it distracts.
THRESHOLD = 75
UNIT = re.compile(r"[^\W\d_]+|\d+(?:[.,:/'’-]\d+)*")
NUMBER = "0"


def units(data: str) -> list[str]:
    """The units of a segment (HTML with inline tags): folded words; every number the same."""
    return [NUMBER if unit[0].isdigit() else unit for unit in UNIT.findall(fold(plain(data)))]


def similarity_of_units(left: list[str], right: list[str]) -> int:
    """How alike two different segments are, in whole percent, rounded down; 0 stands for less than
    ``THRESHOLD``.

    Arguments:
        left: the units of one.
        right: those of the other.
    """
    longest = max(len(left), len(right))
    if not left or not right:
        return 0
    most = most_edits(longest)
    edits = Levenshtein.distance(left, right, score_cutoff=most)
    return min(99, 100 * (longest - edits) // longest) if edits <= most else 0


def most_edits(longest: int) -> int:
    """Edits that leave two texts alike enough, the longer of which has this many units."""
    return longest * (100 - THRESHOLD) // 100


def lengths(length: int) -> tuple[int, int]:
    """Fewest and most units of what can be alike enough to a text with this many."""
    return -(-length * THRESHOLD // 100), length * 100 // THRESHOLD


def destroyed(length: int) -> int:
    """Most pairs of a text of so many units that something alike enough can lack."""
    shorter = 2 * most_edits(length)
    longer = (2 * most_edits(other) - (other - length) for other in range(length + 1, lengths(length)[1] + 1))
    return max([shorter, *longer])


def keys(language: int, units_: list[str]) -> set[int]:
    """The keys of a text: whatever is alike enough, in the same language, has one of them too.

    Arguments:
        language: id of the locale.
        units_: the text's units.

    Returns:
        Numbers that fit a signed 64-bit column; none for a text without units.
    """
    if not units_:
        return set()
    pairs = list(pairwise(units_)) or [(units_[0], "")]
    # The second occurrence of a pair is another pair than the first: what is counted are occurrences.
    seen: Counter[tuple[str, str]] = Counter()
    numbered = []
    for pair in pairs:
        seen[pair] += 1
        numbered.append((-len(pair[0]) - len(pair[1]), *pair, seen[pair]))
    numbered.sort()
    return {_number(language, pair) for pair in numbered[: destroyed(len(units_)) + 1]}


def _number(language: int, pair: tuple[int, str, str, int]) -> int:
    _length, first, second, occurrence = pair
    text = f"{language}\0{first}\0{second}\0{occurrence}"
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), signed=True)
