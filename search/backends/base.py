"""What both backends promise: they see criteria, never requests, and give facts, never labels or links."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID

from search.criteria import WINDOW, Criteria


class BackendUnavailable(Exception):
    """The backend cannot answer now: away, too slow, or without its index."""


@dataclass(frozen=True)
class Found:
    """A document of a result: its key, and what ``documents.complete`` made (long texts may be missing)."""

    key: UUID
    content: dict[str, Any]


@dataclass(frozen=True)
class Answer:
    """What a backend found.

    Arguments:
        total: documents with everything applied.
        page: the page the documents are of: the one asked for, or the last one.
        found: documents of that page, in order.
        counts: by facet and code; codes with none may be missing. Empty when counts were not asked for.
    """

    total: int
    page: int
    found: list[Found]
    counts: dict[str, dict[str, int]] = field(default_factory=dict)


class Backend(Protocol):
    """A way to search."""

    name: str

    def search(self, criteria: Criteria, *, aggregate: bool) -> Answer:
        """One page of documents, with facet counts if ``aggregate``. Raises BackendUnavailable."""

    def every(self, criteria: Criteria) -> Iterator[Found]:
        """All documents in order, without limit. Raises BackendUnavailable, also on the way."""


def last_page(total: int, per_page: int) -> int:
    """Number of the last page that can be looked at: 1 without hits, and within the window of 10,000 hits."""
    return max(1, -(-min(total, WINDOW - WINDOW % per_page) // per_page))


def clamped(criteria: Criteria, total: int) -> int:
    """The page asked for, or the last one there is."""
    return min(criteria.page, last_page(total, criteria.hits_per_page))
