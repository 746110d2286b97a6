"""What a search found, ready for a page: labels in the visitor's language, a query string for every link."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any
from uuid import UUID

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from portal.paths import public_path
from search.backends.base import Answer, Found, last_page
from search.criteria import Criteria, Relaxation
from search.documents import SortValue, shown_text
from search.facets import FacetCounts, counted_facets, label_language
from search.folding import fold
from search.highlighting import OPEN, Marker, as_html, without_marks
from search.kinds import SORTS, Label, SearchKind, get_kind
from search.relaxing import ENOUGH
from search.ways_out import FILTERS, WayOut, offered
from search.wording import units_of

_NEIGHBOURS = 2
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Hit:
    """A document as the visitor sees it.

    Attributes:
        title_marked: the title as HTML, with <mark> around what was searched for.
        summary_marked: the summary, likewise.
        excerpt: a passage of the text with what was searched for, likewise; "" when there is none to show.
        language: of the content: the visitor's, or that of the original.
        source_language: of the original.
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
    title_marked: SafeString
    summary_marked: SafeString
    excerpt: SafeString
    language: str
    url: str
    languages: list[str]
    facets: dict[str, list[str]]
    sort: dict[str, SortValue]
    data: dict[str, Any]
    source_language: str = ""

    @property
    def title_language(self) -> str:
        """Code of the language that the title is in: the source's when it was published untranslated."""
        return self._language_of("title")

    @property
    def summary_language(self) -> str:
        """The same of the summary."""
        return self._language_of("summary")

    def _language_of(self, name: str) -> str:
        untranslated = self.data.get("untranslated", {}).get(self.language, ())
        return self.source_language if name in untranslated else self.language

    @property
    def item_template(self) -> str:
        """The template that shows it in a list."""
        return get_kind(self.kind).item_template


@dataclass(frozen=True)
class Chip:
    """A chosen value, and the query string without it; ``language`` of the label as in ``FacetValue``."""

    facet: str
    facet_label: Label
    code: str
    label: str
    query: str
    language: str = ""


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
        relaxed: what was searched for instead of the text; None when it is what was typed.
        less: hits of the ``searches_for_less``, known when there is no hit and facets were asked for.
    """

    criteria: Criteria
    hits: list[Hit]
    total: int
    engine: str
    degraded: bool = False
    facets: list[FacetCounts] = field(default_factory=list)
    relaxed: Relaxation | None = None
    less: dict[str, int] = field(default_factory=dict)

    @cached_property
    def ways_out(self) -> list[WayOut]:
        """When there is no hit: what to drop, and what that would give."""
        return [] if self.total else offered(self.criteria, self.less)

    @property
    def words_fail(self) -> bool:
        """Whether there is no hit for the words, whatever the filters."""
        return bool(self.criteria.text and not self.total and not self.less.get(FILTERS))

    @property
    def kind(self) -> SearchKind:
        """What was searched."""
        return get_kind(self.criteria.kind)

    @property
    def listing_url(self) -> str:
        """Path and query string of the listing with the same criteria; "" when the kind has no listing."""
        if not self.kind.path:
            return ""
        # What finds enough among all kinds would be corrected among the few hits of one.
        exact = self.criteria.exact or (not self.criteria.relaxation and 0 < self.total < ENOUGH)
        query = self.criteria.query_string(per_page=None, exact=exact)
        return f"{public_path(self.criteria.language, self.kind.path)}?{query}"

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
        return chips_of(self.criteria)

    @property
    def exact_query(self) -> str:
        """What was typed and nothing else."""
        return self.criteria.query_string(exact=True)

    @property
    def clear_query(self) -> str:
        """Without any chosen value; text and order stay."""
        return self.criteria.query_string(filters={})

    @property
    def list_query(self) -> str:
        """The same search as a list."""
        return self.criteria.query_string(view="list")

    @property
    def map_query(self) -> str:
        """The same search as a map."""
        return self.criteria.query_string(view="map")

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
    shown = criteria.replace(page=answer.page, relaxation=None)
    marker = Marker(units_of(criteria)) if criteria.text else None
    hits = [hit_of(found, criteria.kind, criteria.language, marker) for found in answer.found]
    return Results(
        criteria=shown,
        hits=hits,
        total=answer.total,
        engine=engine,
        degraded=degraded,
        facets=[] if occurring is None else counted_facets(shown, answer.counts, occurring),
        less=answer.less,
        relaxed=criteria.relaxation and _as_written(criteria.relaxation, hits),
    )


def hit_of(found: Found, kind: str, language: str, marker: Marker | None = None) -> Hit:
    """A found document in the visitor's language.

    Arguments:
        found: the document.
        kind: name of its kind.
        language: the visitor's.
        marker: marks what was searched for, where the backend did not.
    """
    content = found.content
    shown, title, summary = shown_text(content["texts"], content["source_language"], language)
    # What a backend marked is in the visitor's language.
    known = found.marked if shown == language else {}
    title_marked = _marked(title, known.get("title", ""), marker)
    summary_marked = _marked(summary, known.get("summary", ""), marker)
    excerpt = ""
    if marker and OPEN not in title_marked + summary_marked:
        excerpt = known.get("body") or marker.excerpt(content["texts"].get(shown, {}).get("body", ""))
    return Hit(
        key=found.key,
        kind=kind,
        slug=content["slug"],
        title=title,
        summary=summary,
        title_marked=as_html(title_marked),
        summary_marked=as_html(summary_marked),
        excerpt=as_html(excerpt),
        language=shown,
        url=public_path(language, content["path"]),
        languages=[code for code, text in content["texts"].items() if text["title"]],
        facets=content["facets"],
        sort=content["sort"],
        data=content["data"],
        source_language=content["source_language"],
    )


def _marked(text: str, known: str, marker: Marker | None) -> str:
    # Characters of a text that look like marks are not trusted; the marks of a backend are.
    text = known if known and without_marks(known) == text else without_marks(text)
    return marker.marked(text) if marker else text


def _as_written(relaxation: Relaxation, hits: Sequence[Hit]) -> Relaxation:
    """The relaxation with its words as the hits write them: corrections are found folded."""
    folded = {instead for _typed, instead in relaxation.corrected}
    written: dict[str, str] = {}
    for hit in hits if folded else ():
        for word in _WORD.findall(f"{hit.title} {hit.summary}"):
            if (plain := fold(word)) in folded:
                written.setdefault(plain, word.lower())
    return replace(
        relaxation,
        text=" ".join(written.get(word, word) for word in relaxation.text.split()),
        corrected=tuple((typed, written.get(word, word)) for typed, word in relaxation.corrected),
    )


def chips_of(criteria: Criteria) -> list[Chip]:
    """The chosen values of a search."""
    return [
        Chip(
            facet=facet.name,
            facet_label=facet.label,
            code=code,
            label=terms.label(code, criteria.language),
            query=criteria.without(facet.name, code).query_string(),
            language=label_language(terms, code, criteria.language),
        )
        for facet in get_kind(criteria.kind).shown_facets
        for terms in [facet.terms]
        for code in criteria.filters.get(facet.name, ())
    ]


def name_of(criteria: Criteria) -> str:
    """What a search is called where several are kept side by side, as readers of feeds do: the kind, what is
    chosen, the words, and the portal.
    """
    parts = [str(get_kind(criteria.kind).label), *(chip.label for chip in chips_of(criteria))]
    if criteria.text:
        parts.append(f"“{criteria.text}”")
    return f"{', '.join(parts)} – {gettext('Cluster Portal')}"
