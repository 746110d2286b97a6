"""What both backends promise: they see criteria, never requests, and give facts, never labels or links."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol
from uuid import UUID

from search.criteria import WINDOW, Criteria
from search.folding import folded_words

# Letters: a letter alone begins too many words, it says nothing yet.
SHORTEST_BEGINNING = 2


class BackendUnavailable(Exception):
    """The backend cannot answer now: away, too slow, or without its index."""


class QuestionRefused(BackendUnavailable):
    """The backend is there and will not answer this question."""


@dataclass(frozen=True)
class Found:
    """A document of a result.

    Arguments:
        key: its key.
        content: what ``documents.complete`` made; long texts may be missing.
        marked: title, summary and a passage of the body with marks (``highlighting.OPEN``), in the language
            of the search; what is missing has none, or the backend does not know.
    """

    key: UUID
    content: dict[str, Any]
    marked: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """What a backend found.

    Arguments:
        total: documents with everything applied.
        page: the page asked for, or the last one there is.
        found: documents of that page, in order; none if the page asked for is beyond the last and the backend
            did not know.
        text_total: documents that have the text, whatever filters are chosen.
        counts: by facet and code; codes with none may be missing. Empty when counts were not asked for.
        less: hits of the ``searches_for_less``, at least when there is no hit and counts were asked for.
        occurring: codes that any public document has, by facet; None where the backend does not say.
    """

    total: int
    page: int
    found: list[Found]
    text_total: int
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    less: dict[str, int] = field(default_factory=dict)
    occurring: dict[str, set[str]] | None = None


@dataclass(frozen=True)
class Named:
    """What names begin with the words, and how many documents carry the codes asked for.

    Arguments:
        found: exact names first, then those that begin with the whole text, then by name.
        counts: by facet and code; codes that no public document has are missing.
    """

    found: list[Found]
    counts: dict[str, dict[str, int]]


@dataclass(frozen=True)
class NameQuestion:
    """What to look for.

    Arguments:
        kind: name of the kind.
        text: every word of two letters or more must begin a word of a name, in any language.
        language: the visitor's, for the order.
        number: names wanted.
        codes: by facet, the codes to count.
    """

    kind: str
    text: str
    language: str
    number: int
    codes: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @cached_property
    def words(self) -> list[str]:
        """The folded words that count."""
        return [word for word in folded_words(self.text) if len(word) >= SHORTEST_BEGINNING]

    @cached_property
    def whole(self) -> str:
        """The folded text."""
        return " ".join(folded_words(self.text))


@dataclass(frozen=True)
class CandidateQuestion:
    """Which documents deserve a closer look.

    Arguments:
        kind: name of the kind.
        key: of the document they are compared with, which is no candidate.
        pools: what counts, each on its own: points by facet and code. Points are multiples of 1/8, so that
            sums are exact and the same on every backend.
        number: documents wanted from each pool.
    """

    kind: str
    key: UUID
    pools: Sequence[Mapping[str, Mapping[str, float]]]
    number: int


@dataclass(frozen=True)
class Probe:
    """What a backend has for a text that finds next to nothing. Numbers are of the text's units, in order.

    Arguments:
        exact: a document bears exactly this name.
        numbers: documents that have the unit as it was typed (or one of its equivalents).
        candidates: words that may be meant, with the number of documents that have them.
        kept: units that the best document has, typing errors forgiven.
        words: the folded words of that document.
    """

    exact: bool
    numbers: tuple[int, ...]
    candidates: tuple[dict[str, int], ...]
    kept: frozenset[int]
    words: frozenset[str]


class Backend(Protocol):
    """A way to search."""

    name: str

    def search(self, searches: Sequence[Criteria], *, aggregate: bool) -> list[Answer]:
        """One page of documents for each search, in order, with facet counts if ``aggregate``.

        Raises BackendUnavailable when any of them cannot be answered.
        """

    def pages(self, searches: Sequence[Criteria]) -> list[list[Found]]:
        """The documents of the page of each search, and nothing counted. Raises BackendUnavailable."""

    def named(self, question: NameQuestion) -> Named:
        """Names that begin so, for suggestions. Raises BackendUnavailable."""

    def candidates(self, question: CandidateQuestion) -> list[Found]:
        """Of each pool those with the most points, then by key; each document once, by key.

        Raises BackendUnavailable.
        """

    def probe(self, searches: Sequence[Criteria]) -> list[Probe]:
        """What there is for the text of each search, whatever the filters. Raises BackendUnavailable."""

    def every(self, criteria: Criteria) -> Iterator[Found]:
        """All documents in order, without limit. Raises BackendUnavailable, also on the way."""


def last_page(total: int, per_page: int) -> int:
    """Number of the last page that can be looked at: 1 without hits, and within the window of 10,000 hits."""
    return max(1, -(-min(total, WINDOW - WINDOW % per_page) // per_page))


def clamped(criteria: Criteria, total: int = WINDOW) -> int:
    """The page asked for, or the last one there is with so many hits, or with any."""
    return min(criteria.page, last_page(total, criteria.hits_per_page))
