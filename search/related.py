"""What else is worth a look from a page: what shares its topics, sectors or countries."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from search.results import Hit
from search.service import first_of, search_kinds

Likeness = tuple[str, Mapping[str, Any]]
"""Name of a kind, and what ``first_of`` takes: codes by facet, and the order."""

SHOWN = 3


def related(key: UUID, language: str, likenesses: Sequence[Likeness]) -> dict[str, list[Hit]]:
    """A few hits of each kind, all asked for at once.

    Arguments:
        key: of the page, which is not related to itself.
        language: the visitor's.
        likenesses: of each kind the closest first. One without a code in one of its facets is left out.

    Returns:
        Hits by kind: those of the first likeness come first, none comes twice.
    """
    asked = [
        first_of(kind, language, SHOWN + 1, **filters) for kind, filters in likenesses if _says_all(filters)
    ]
    found: dict[str, dict[UUID, Hit]] = {kind: {} for kind, _filters in likenesses}
    for results in search_kinds(asked):
        for hit in results.hits:
            if hit.key != key:
                found[results.criteria.kind].setdefault(hit.key, hit)
    return {kind: list(hits.values())[:SHOWN] for kind, hits in found.items()}


def _says_all(filters: Mapping[str, str | Collection[str]]) -> bool:
    return all(filters.values())
