"""What is searched for: read from a query string, and written back to one."""

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from portal.characters import without_controls
from search.kinds import RELEVANCE, Facet, SearchKind, get_kind
from search.vocabularies import PlainCodes

LONGEST_TEXT = 200
MOST_VALUES = 50
# Elasticsearch's window of hits that can be paged through.
WINDOW = 10_000
VIEWS = ("list", "map")

Codes = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Relaxation:
    """What is searched for instead of a text that finds next to nothing.

    Arguments:
        text: the words that are searched for, as a reader would write them.
        corrected: (word as typed, word that exists); what has the typed word is found as well, and first.
        dropped: words as typed that are not required any more.
    """

    text: str
    corrected: tuple[tuple[str, str], ...] = ()
    dropped: tuple[str, ...] = ()


def _nothing() -> Codes:
    return MappingProxyType({})


@dataclass(frozen=True)
class Criteria:
    """A search. Immutable and hashable; equal criteria have equal query strings.

    Arguments:
        kind: name of the kind of content.
        language: the visitor's.
        text: words, all required.
        exact: search for the text as it was typed and for nothing else, even if that finds nothing.
        filters: chosen codes by facet; OR within a facet, AND between facets.
        sort: name of a sort order; "" for the default: relevance with text, else the kind's.
        page: from 1.
        view: "list" or "map".
        per_page: hits a page; None for the kind's.
        scope: like ``filters``, but fixed by the page that shows the results (the clusters of a country): not
            in query strings, chips and facets.
        relaxation: what to search for instead of the text. Follows from the text: not in query strings.
    """

    kind: str
    language: str
    text: str = ""
    exact: bool = False
    filters: Codes = field(default_factory=_nothing)
    sort: str = ""
    page: int = 1
    view: str = VIEWS[0]
    per_page: int | None = None
    scope: Codes = field(default_factory=_nothing)
    relaxation: Relaxation | None = None

    def __post_init__(self) -> None:
        kind = get_kind(self.kind)
        fixed: dict[str, Any] = {
            "exact": self.exact and bool(self.text),
            "filters": _frozen(self.filters),
            "scope": _frozen(self.scope),
            "sort": self.sort if _possible(kind, self.sort, self.text) else _default_sort(kind, self.text),
        }
        for name, value in fixed.items():
            object.__setattr__(self, name, value)

    def __hash__(self) -> int:
        chosen = (tuple(self.filters.items()), tuple(self.scope.items()))
        shown = (self.sort, self.page, self.view, self.per_page)
        return hash((self.kind, self.language, self.text, self.exact, self.relaxation, chosen, shown))

    @classmethod
    def parse(cls, kind: str, query: QueryDict | Mapping[str, str], language: str) -> "Criteria":
        """Criteria from a query string. What it cannot mean is dropped or cut, never an error.

        Arguments:
            kind: name of the kind of content. Raises KeyError when there is none.
            query: the parameters.
            language: the visitor's.
        """
        declared = get_kind(kind)
        filters = {}
        for facet in declared.shown_facets:
            codes = (
                query.getlist(facet.name) if isinstance(query, QueryDict) else _listed(query.get(facet.name))
            )
            known = _known(declared, facet, codes)
            if known:
                filters[facet.name] = tuple(known)
        view = query.get("view", "")
        return cls(
            kind=kind,
            language=language,
            text=_clean(query.get("q", "")),
            exact=_is_exact(query),
            filters=filters,
            sort=query.get("sort", ""),
            page=_page(query.get("page", "")),
            view=view if view in VIEWS else VIEWS[0],
        )

    def replace(self, **changes: Any) -> "Criteria":
        """A copy with some fields changed; back on the first page unless the change names one."""
        fresh: dict[str, Any] = {"page": 1}
        if "text" in changes and self.sort == _default_sort(get_kind(self.kind), self.text):
            fresh["sort"] = ""
        return dataclasses.replace(self, **fresh | changes)

    def narrowed(self, facet: str, *codes: str) -> "Criteria":
        """A copy that is restricted for good to one of the codes, whatever the visitor chooses."""
        get_kind(self.kind).facet(facet)
        return self.replace(page=self.page, scope={**self.scope, facet: codes})

    @property
    def hits_per_page(self) -> int:
        """Hits a page."""
        return self.per_page or get_kind(self.kind).per_page

    def is_selected(self, facet: str, code: str) -> bool:
        """Whether the visitor chose the code."""
        return code in self.filters.get(facet, ())

    def toggled(self, facet: str, code: str) -> "Criteria":
        """A copy with the code chosen if it was not, else without it."""
        if self.is_selected(facet, code):
            return self.without(facet, code)
        return self.replace(filters={**self.filters, facet: (*self.filters.get(facet, ()), code)})

    def without(self, facet: str, code: str | None = None) -> "Criteria":
        """A copy without a code, or any of the facet, and without what is below it (a country's regions)."""
        kept = () if code is None else tuple(c for c in self.filters.get(facet, ()) if c != code)
        filters = {**self.filters, facet: kept}
        for child in get_kind(self.kind).facets:
            if child.parent_facet == facet:
                gone = set(self.filters.get(facet, ())) - set(kept)
                chosen = filters.get(child.name, ())
                filters[child.name] = tuple(c for c in chosen if child.terms.parent(c) not in gone)
        return self.replace(filters=filters)

    def query_string(self, **changes: Any) -> str:
        """The query string, without "?", in one canonical form: defaults left out, codes sorted.

        Arguments:
            changes: fields to change first, see ``replace``.
        """
        if changes:
            return self.replace(**changes).query_string()
        kind = get_kind(self.kind)
        pairs: list[tuple[str, str]] = [("q", self.text)] if self.text else []
        if self.exact:
            pairs.append(("exact", "1"))
        pairs += [
            (facet.name, code) for facet in kind.shown_facets for code in self.filters.get(facet.name, ())
        ]
        if self.sort != _default_sort(kind, self.text):
            pairs.append(("sort", self.sort))
        if self.view != VIEWS[0]:
            pairs.append(("view", self.view))
        if self.page > 1:
            pairs.append(("page", str(self.page)))
        return urlencode(pairs)


def _frozen(codes: Codes) -> Codes:
    chosen = {facet: tuple(sorted(set(values))) for facet, values in sorted(codes.items()) if values}
    return MappingProxyType(chosen)


def _listed(value: Any) -> list[str]:
    if value is None:
        return []
    return [value] if isinstance(value, str) else list(value)


def _known(kind: SearchKind, facet: Facet, codes: Iterable[str]) -> list[str]:
    chosen = [code for code in dict.fromkeys(codes) if code]
    if not chosen:
        return []
    terms = facet.terms
    if isinstance(terms, PlainCodes):
        from search.occurrences import (
            occurring_codes,
        )  # reads the database, which the rest of this module never does

        possible = [code for code in chosen if terms.accepts(code)][: 2 * MOST_VALUES]
        known = occurring_codes(kind.name, facet.name, possible)
    else:
        known = set(terms.all_codes())
    return [code for code in chosen if code in known][:MOST_VALUES]


def _clean(text: str) -> str:
    return " ".join(without_controls(text, " ")[:LONGEST_TEXT].split())


def _page(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        return 1
    # A longer number is beyond the last page, whatever it is.
    return max(1, min(int(text[:10]), WINDOW))


def _default_sort(kind: SearchKind, text: str) -> str:
    return RELEVANCE if text and RELEVANCE in kind.sorts else kind.default_sort


def _possible(kind: SearchKind, sort: str, text: str) -> bool:
    return sort in kind.sorts and (sort != RELEVANCE or bool(text))


def _is_exact(query: QueryDict | Mapping[str, str]) -> bool:
    """Links say ``exact=1``; a form names the text for which it holds, so that another is forgiven again."""
    return query.get("exact", "") in ("1", _clean(query.get("q", "")))
