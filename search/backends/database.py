"""The search in the portal's own database: the embedded default, and the stand-in for Elasticsearch.

The same documents and the same counts; words are compared folded, by their beginnings instead of their
stems; the ranking is plainer.
"""

import json
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from search.backends.base import Answer, CandidateQuestion, Found, Named, NameQuestion, Probe, clamped
from search.backends.database_probe import probe
from search.backends.plan import HIT, TEXT_TOTAL, TOTAL, Plan
from search.backends.sql import Sql, joined, rows, within
from search.backends.stored_candidates import candidates_statement
from search.backends.stored_names import stored_names
from search.criteria import Criteria
from search.ways_out import searches_for_less

_BATCH = 500


class DatabaseBackend:
    """The database backend, on SQLite and PostgreSQL."""

    name = "database"

    def search(self, searches: Sequence[Criteria], *, aggregate: bool) -> list[Answer]:
        """See ``Backend.search``. One statement each, and one more for the ways out of no hit."""
        return [_answer(criteria, aggregate) for criteria in searches]

    def pages(self, searches: Sequence[Criteria]) -> list[list[Found]]:
        """See ``Backend.pages``. One statement each."""
        return [_page(criteria, False)[1] for criteria in searches]

    def probe(self, searches: Sequence[Criteria]) -> list[Probe]:
        """See ``Backend.probe``. Two statements each."""
        return [probe(criteria) for criteria in searches]

    def named(self, question: NameQuestion) -> Named:
        """See ``Backend.named``. Two queries at most."""
        return stored_names(question)

    def candidates(self, question: CandidateQuestion) -> list[Found]:
        """See ``Backend.candidates``. One statement."""
        statement = candidates_statement(question)
        return [_found(key, document) for key, document in rows(statement)] if statement else []

    def every(self, criteria: Criteria) -> Iterator[Found]:
        """See ``Backend.every``. The order is fixed at the start; documents are read in batches."""
        keys = [pk for (pk,) in rows(Plan(criteria).ordered_ids())]
        for some in _batches(keys, _BATCH):
            statement = Sql("SELECT id, key, document FROM search_searchdocument WHERE public AND")
            by_id = {pk: _found(key, document) for pk, key, document in rows(statement + within("id", some))}
            yield from (by_id[pk] for pk in some if pk in by_id)


def _answer(criteria: Criteria, aggregate: bool) -> Answer:
    counts, hits = _page(criteria, aggregate)
    total = counts.pop(TOTAL)[""]
    text_total = counts.pop(TEXT_TOTAL, {"": total})[""]
    page = clamped(criteria, total)
    less = {} if total or not aggregate else _less(criteria)
    return Answer(total=total, page=page, found=hits, text_total=text_total, counts=counts, less=less)


def _less(criteria: Criteria) -> dict[str, int]:
    """Hits of the ``searches_for_less``, in one statement."""
    parts = [Plan(search).counted(name) for name, search in searches_for_less(criteria).items()]
    return dict(rows(joined(parts, " UNION ALL "))) if parts else {}


def _page(criteria: Criteria, aggregate: bool) -> tuple[dict[str, dict[str, int]], list[Found]]:
    """Numbers by facet and code, and the hits of the page in order."""
    size, page = criteria.hits_per_page, criteria.page
    counts: dict[str, dict[str, int]] = {}
    hits = []
    for facet, code, number, document in rows(Plan(criteria).page(aggregate, size, (page - 1) * size)):
        if facet == HIT:
            hits.append((number, _found(code, document)))
        else:
            counts.setdefault(facet, {})[code] = number
    return counts, [found for _position, found in sorted(hits, key=lambda hit: hit[0])]


def _found(key: Any, document: Any) -> Found:
    # PostgreSQL gives a UUID, SQLite its digits; JSON comes as text from both.
    content = json.loads(document) if isinstance(document, str) else document
    return Found(key=key if isinstance(key, UUID) else UUID(key), content=content)


def _batches(items: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
