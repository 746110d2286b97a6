"""Ways out of a search that finds nothing: what to drop, and what that would give."""

from collections.abc import Mapping
from dataclasses import dataclass

from search.criteria import Criteria
from search.kinds import Label, get_kind

# What else than the choice in one facet can be dropped; no facet can have these names.
FILTERS, WORDS = "=filters", "=words"


@dataclass(frozen=True)
class WayOut:
    """Something to drop.

    Attributes:
        dropped: a facet's name, FILTERS or WORDS.
        facet_label: label of the facet, "" for the others.
        labels: of the chosen values of the facet.
        query: query string of what is left.
        count: hits it gives, at least 1.
    """

    dropped: str
    facet_label: Label
    labels: list[str]
    query: str
    count: int


def searches_for_less(criteria: Criteria) -> dict[str, Criteria]:
    """What is left without the choice in one facet, without all filters, and without the words.

    To drop one of several values of a facet is no way out: with fewer of them there are not more hits.
    Without filters there is nothing to choose from: only the words can be wrong.
    """
    if not criteria.filters:
        return {}
    searches = {name: criteria.without(name) for name in criteria.filters}
    searches[FILTERS] = criteria.replace(filters={})
    if criteria.text:
        searches[WORDS] = criteria.replace(text="", exact=False, relaxation=None)
    return searches


def offered(criteria: Criteria, totals: Mapping[str, int]) -> list[WayOut]:
    """The ways that lead to something, the most helpful first; all filters only if no single one will do.

    Arguments:
        criteria: what found nothing.
        totals: hits of the ``searches_for_less``; empty when they were not counted.
    """
    kind = get_kind(criteria.kind)
    ways = []
    for name, search in searches_for_less(criteria).items() if totals else ():
        facet = kind.facet(name) if name in criteria.filters else None
        codes = criteria.filters.get(name, ())
        ways.append(
            WayOut(
                dropped=name,
                facet_label=facet.label if facet else "",
                labels=[facet.terms.label(code, criteria.language) for code in codes] if facet else [],
                query=search.query_string(),
                count=totals[name],
            )
        )
    useful = [way for way in ways if way.count]
    if any(way.dropped in criteria.filters for way in useful):
        useful = [way for way in useful if way.dropped != FILTERS]
    return sorted(useful, key=lambda way: -way.count)
