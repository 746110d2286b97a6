"""The facets of a result: which values are listed, in which order, with which counts."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from search.collation import sort_key
from search.criteria import Criteria
from search.kinds import Facet, Label, get_kind
from search.vocabularies import PlainCodes


@dataclass(frozen=True)
class FacetValue:
    """A value of a facet.

    Attributes:
        count: documents that carry it, with the text and all other facets applied.
        selected: chosen by the visitor.
    """

    facet: str
    code: str
    label: str
    count: int
    selected: bool
    criteria: Criteria = field(repr=False)

    @property
    def query(self) -> str:
        """Query string that chooses the value, or drops it when it is chosen."""
        return self.criteria.toggled(self.facet, self.code).query_string()


@dataclass(frozen=True)
class FacetCounts:
    """A facet and its values."""

    name: str
    label: Label
    values: list[FacetValue]

    @property
    def selected(self) -> int:
        """How many values are chosen."""
        return sum(value.selected for value in self.values)


def counted_facets(
    criteria: Criteria, counts: Mapping[str, Mapping[str, int]], occurring: Mapping[str, set[str]]
) -> list[FacetCounts]:
    """The shown facets, in order.

    Arguments:
        criteria: what was searched for.
        counts: by facet and code; a code that is missing has none.
        occurring: codes that any public document has, by facet.
    """
    facets = []
    for facet in get_kind(criteria.kind).shown_facets:
        counted = counts.get(facet.name, {})
        codes = _listed(facet, criteria, {*occurring.get(facet.name, ()), *counted})
        facets.append(
            FacetCounts(
                name=facet.name,
                label=facet.label,
                values=[
                    FacetValue(
                        facet=facet.name,
                        code=code,
                        label=label,
                        count=counted.get(code, 0),
                        selected=criteria.is_selected(facet.name, code),
                        criteria=criteria,
                    )
                    for code, label in _in_order(facet, criteria.language, codes)
                ],
            )
        )
    return facets


def _listed(facet: Facet, criteria: Criteria, present: set[str]) -> set[str]:
    codes = present | set(facet.terms.codes()) if facet.list_all else present
    if facet.parent_facet:
        parents = criteria.filters.get(facet.parent_facet, ())
        codes = {code for code in codes if facet.terms.parent(code) in parents}
    return codes | set(criteria.filters.get(facet.name, ()))


def _in_order(facet: Facet, language: str, codes: set[str]) -> list[tuple[str, str]]:
    terms = facet.terms
    labelled = [(code, terms.label(code, language)) for code in codes]
    if isinstance(terms, PlainCodes) and terms.newest_first:
        return sorted(labelled, reverse=True)
    by_label = sorted(labelled, key=lambda pair: (sort_key(pair[1], language), pair[0]))
    if not facet.list_all:
        return by_label
    position = {code: number for number, code in enumerate(terms.all_codes())}
    return sorted(by_label, key=lambda pair: position.get(pair[0], len(position)))
