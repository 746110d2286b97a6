"""The facets of a result: which values are listed, in which order, with which counts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from search.collation import sort_key
from search.criteria import Criteria
from search.kinds import Facet, Label, get_kind
from search.vocabularies import PlainCodes
from vocabularies.registry import TermVocabulary, Vocabulary
from vocabularies.registry import terms as all_terms

# Of more values than this, only some are seen at once.
LONG = 15
SEEN_OF_LONG = 8
# Code, label, and the label's language where it is not the visitor's.
Listed = tuple[str, str, str]


@dataclass(frozen=True)
class FacetValue:
    """A value of a facet.

    Attributes:
        count: documents that carry it, with the text and all other facets applied.
        selected: chosen by the visitor.
        language: of the label, where it is not the visitor's; else "".
    """

    facet: str
    code: str
    label: str
    count: int
    selected: bool
    criteria: Criteria = field(repr=False)
    language: str = ""

    @property
    def query(self) -> str:
        """Query string that chooses the value, or drops it when it is chosen."""
        return self.criteria.toggled(self.facet, self.code).query_string()

    @property
    def only_query(self) -> str:
        """Query string that chooses the value and no other of its facet."""
        return self.criteria.without(self.facet).toggled(self.facet, self.code).query_string()


@dataclass(frozen=True)
class ValueGroup:
    """Values that are listed together: first those that are chosen, then the others.

    Attributes:
        label: what they have in common (regions: their country), "" when there is only one group.
        values: each part in the facet's order.
    """

    label: str
    values: list[FacetValue]

    @cached_property
    def first(self) -> list[FacetValue]:
        """What is seen at once: everything, or of a long list what is chosen and what most documents have."""
        if len(self.values) <= LONG:
            return self.values
        best = sorted(self.values, key=lambda value: (not value.selected, -value.count))
        seen = max(SEEN_OF_LONG, sum(value.selected for value in self.values))
        codes = {value.code for value in best[:seen]}
        return [value for value in self.values if value.code in codes]

    @property
    def more(self) -> list[FacetValue]:
        """The rest, which can be unfolded."""
        first = {value.code for value in self.first}
        return [value for value in self.values if value.code not in first]


@dataclass(frozen=True)
class FacetCounts:
    """A facet and its values.

    Attributes:
        groups: the values in display order.
        parent_label: label of the facet whose values these lie in, "" when there is none.
        waits: nothing is listed because nothing is chosen in that other facet.
    """

    name: str
    label: Label
    groups: list[ValueGroup]
    parent_label: Label = ""
    waits: bool = False

    @property
    def values(self) -> list[FacetValue]:
        """All values in order."""
        return [value for group in self.groups for value in group.values]

    @property
    def selected(self) -> int:
        """How many values are chosen."""
        return sum(value.selected for value in self.values)


def listed_facets(criteria: Criteria) -> list[str]:
    """The stored facets whose values are listed even without hits: not those that wait for a parent."""
    return [
        facet.name
        for facet in get_kind(criteria.kind).shown_facets
        if not facet.range_field and (not facet.parent_facet or facet.parent_facet in criteria.filters)
    ]


def counted_facets(
    criteria: Criteria, counts: Mapping[str, Mapping[str, int]], occurring: Mapping[str, set[str]]
) -> list[FacetCounts]:
    """The shown facets, in order.

    Arguments:
        criteria: what was searched for.
        counts: by facet and code; a code that is missing has none.
        occurring: codes that any public document has, by facet.
    """
    kind = get_kind(criteria.kind)
    facets = []
    for facet in kind.shown_facets:
        # Asked for once: some vocabularies are read anew each time.
        terms = facet.terms
        counted = counts.get(facet.name, {})
        present = frozenset(counted).union(occurring.get(facet.name, ()))
        listed = _listed(facet, terms, criteria, present)
        chosen = criteria.filters.get(facet.name, ())
        values = [
            FacetValue(
                facet=facet.name,
                code=code,
                label=label,
                count=counted.get(code, 0),
                selected=code in chosen,
                criteria=criteria,
                language=language,
            )
            for code, label, language in listed
        ]
        parent = kind.facet(facet.parent_facet) if facet.parent_facet else None
        facets.append(
            FacetCounts(
                name=facet.name,
                label=facet.label,
                groups=_groups(terms, parent, criteria.language, values),
                parent_label=parent.label if parent else "",
                waits=bool(parent and not values and not criteria.filters.get(parent.name)),
            )
        )
    return facets


def label_language(terms: Vocabulary, code: str, language: str) -> str:
    """Language of a label where it is not the reader's: labels that are titles of pages may have one, terms
    never.
    """
    found = getattr(terms, "label_language", None)
    return found(code, language) if found else ""


def _groups(
    terms: Vocabulary, parent: Facet | None, language: str, values: list[FacetValue]
) -> list[ValueGroup]:
    """One group, or one for each parent of the values when there are several."""
    values = sorted(values, key=lambda value: not value.selected)
    below: dict[str | None, list[FacetValue]] = {}
    for value in values:
        below.setdefault(terms.parent(value.code) if parent else None, []).append(value)
    if parent is None or len(below) < 2:
        return [ValueGroup("", values)] if values else []
    above = parent.terms
    labels = {code: above.label(code, language) if code else "" for code in below}
    return [
        ValueGroup(labels[code], below[code])
        for code in sorted(below, key=lambda code: (sort_key(labels[code], language), code or ""))
    ]


def _listed(facet: Facet, terms: Vocabulary, criteria: Criteria, present: frozenset[str]) -> Iterable[Listed]:
    codes = present.union(terms.codes()) if facet.list_all else present
    chosen = criteria.filters.get(facet.name, ())
    parents = None
    if facet.parent_facet:
        parents = criteria.filters.get(facet.parent_facet, ())
        # Without a parent there is nothing to list: not worth a look at every region of Europe.
        codes = codes if parents else frozenset()
    if callable(facet.vocabulary):
        return _in_order(terms, criteria.language, codes, chosen, parents, facet.list_all)
    known = all_terms() if isinstance(terms, TermVocabulary) else None
    return _kept_in_order(terms, criteria.language, codes, chosen, parents, facet.list_all, known)


def _in_order(
    terms: Vocabulary,
    language: str,
    codes: frozenset[str],
    chosen: tuple[str, ...],
    parents: tuple[str, ...] | None,
    list_all: bool,
    _known: object = None,
) -> tuple[Listed, ...]:
    """What is listed of the codes, and what is chosen."""
    if parents is not None:
        codes = frozenset(code for code in codes if terms.parent(code) in parents)
    listed = [
        (code, terms.label(code, language), label_language(terms, code, language))
        for code in codes.union(chosen)
    ]
    if isinstance(terms, PlainCodes) and terms.newest_first:
        return tuple(sorted(listed, reverse=True))
    listed.sort(key=lambda each: (sort_key(each[1], language), each[0]))
    if list_all:
        position = {code: number for number, code in enumerate(terms.all_codes())}
        listed.sort(key=lambda each: position.get(each[0], len(position)))
    return tuple(listed)


# The same for many searches: only counts differ. When the terms in memory are read anew, so is this.
_kept_in_order = lru_cache(maxsize=256)(_in_order)
