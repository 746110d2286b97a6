"""What a search found, ready for a page: labels in the visitor's language, a query string for every link."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from portal.paths import public_path
from search.backends.base import Answer, Found, last_page
from search.criteria import Criteria
from search.documents import SortValue, shown_text
from search.facets import FacetCounts, counted_facets
from search.kinds import SORTS, Label, get_kind

_NEIGHBOURS = 2


@dataclass(frozen=True)
class Hit:
    """A document as the visitor sees it.

    Attributes:
        language: of the title and summary: the visitor's, or that of the original.
        url: path in the visitor's language.
        languages: those the content really exists in.
        facets: codes by facet.
        sort: sort keys.
        data: public facts.
    """

    key: UUID
    kind: str
    slug: str
    title: str
    summary: str
    language: str
    url: str
    languages: list[str]
    facets: dict[str, list[str]]
    sort: dict[str, SortValue]
    data: dict[str, Any]


@dataclass(frozen=True)
class Chip:
    """A chosen value, and the query string without it."""

    facet: str
    facet_label: Label
    code: str
    label: str
    query: str


@dataclass(frozen=True)
class PageLink:
    """A page of the result; ``number`` is None for the gap between pages that are not listed."""

    number: int | None
    query: str = ""
    current: bool = False


@dataclass(frozen=True)
class SortLink:
    """A sort order on offer."""

    name: str
    label: Label
    query: str
    current: bool


@dataclass(frozen=True)
class Results:
    """The result of a search. Queries are query strings without "?".

    Attributes:
        criteria: what was searched for, with the page that is shown.
        hits: of this page.
        total: hits on all pages.
        facets: the shown facets in order; empty when counts were not asked for.
        engine: "elasticsearch" or "database".
        degraded: the database stood in for Elasticsearch.
    """

    criteria: Criteria
    hits: list[Hit]
    total: int
    engine: str
    degraded: bool = False
    facets: list[FacetCounts] = field(default_factory=list)

    @property
    def page(self) -> int:
        """Number of the page, from 1."""
        return self.criteria.page

    @property
    def pages(self) -> int:
        """Number of pages that can be looked at, at least 1."""
        return last_page(self.total, self.criteria.hits_per_page)

    @cached_property
    def chips(self) -> list[Chip]:
        """The chosen values."""
        kind, criteria = get_kind(self.criteria.kind), self.criteria
        return [
            Chip(
                facet=facet.name,
                facet_label=facet.label,
                code=code,
                label=facet.terms.label(code, criteria.language),
                query=criteria.without(facet.name, code).query_string(),
            )
            for facet in kind.shown_facets
            for code in criteria.filters.get(facet.name, ())
        ]

    @property
    def clear_query(self) -> str:
        """Without any chosen value; text and order stay."""
        return self.criteria.query_string(filters={})

    @property
    def previous_query(self) -> str | None:
        """The page before, None on the first."""
        return self.criteria.query_string(page=self.page - 1) if self.page > 1 else None

    @property
    def next_query(self) -> str | None:
        """The page after, None on the last."""
        return self.criteria.query_string(page=self.page + 1) if self.page < self.pages else None

    @cached_property
    def page_links(self) -> list[PageLink]:
        """First, last and neighbouring pages with gaps between them; empty when there is one page."""
        if self.pages == 1:
            return []
        near = range(self.page - _NEIGHBOURS, self.page + _NEIGHBOURS + 1)
        numbers = sorted({1, self.pages, *(number for number in near if 1 <= number <= self.pages)})
        links: list[PageLink] = []
        for before, number in zip([0, *numbers], numbers, strict=False):
            if number - before == 2:
                links.append(self._page_link(number - 1))
            elif number - before > 2:
                links.append(PageLink(None))
            links.append(self._page_link(number))
        return links

    def _page_link(self, number: int) -> PageLink:
        return PageLink(number, self.criteria.query_string(page=number), number == self.page)

    @cached_property
    def sort_links(self) -> list[SortLink]:
        """The orders on offer: relevance only with text."""
        return [
            SortLink(name, SORTS[name].label, changed.query_string(), name == self.criteria.sort)
            for name in get_kind(self.criteria.kind).sorts
            if (changed := self.criteria.replace(sort=name)).sort == name
        ]


def results_of(
    criteria: Criteria, answer: Answer, *, engine: str, degraded: bool, occurring: dict[str, set[str]] | None
) -> Results:
    """Results from a backend's answer.

    Arguments:
        criteria: what was searched for.
        answer: what the backend found.
        engine: see ``Results``.
        degraded: see ``Results``.
        occurring: codes that occur at all, by facet; None when facets were not asked for.
    """
    shown = criteria.replace(page=answer.page)
    return Results(
        criteria=shown,
        hits=[hit_of(found, criteria.kind, criteria.language) for found in answer.found],
        total=answer.total,
        engine=engine,
        degraded=degraded,
        facets=[] if occurring is None else counted_facets(shown, answer.counts, occurring),
    )


def hit_of(found: Found, kind: str, language: str) -> Hit:
    """A found document in the visitor's language."""
    content = found.content
    shown, title, summary = shown_text(content["texts"], content["source_language"], language)
    return Hit(
        key=found.key,
        kind=kind,
        slug=content["slug"],
        title=title,
        summary=summary,
        language=shown,
        url=public_path(language, content["path"]),
        languages=[code for code, text in content["texts"].items() if text["title"]],
        facets=content["facets"],
        sort=content["sort"],
        data=content["data"],
    )
