"""The search in the portal's own database: the embedded default, and the stand-in for Elasticsearch.

The same documents and the same counts; words are compared folded, without stemming; the ranking is plainer.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection

from search.backends.base import Answer, Found, clamped
from search.criteria import Criteria
from search.folding import folded_words
from search.kinds import RELEVANCE, SORTS, Facet, SearchKind, get_kind
from search.models import LONGEST_CODE, WHOLE_NAME
from search.word_table import Match

_BATCH = 500


@dataclass
class _Sql:
    """A piece of SQL and its parameters, which stay together however pieces are joined."""

    text: str
    params: list[Any] = field(default_factory=list)

    def __add__(self, other: "_Sql") -> "_Sql":
        return _Sql(f"{self.text} {other.text}".strip(), [*self.params, *other.params])


def _joined(pieces: Sequence[_Sql], separator: str) -> _Sql:
    return _Sql(separator.join(piece.text for piece in pieces), [p for piece in pieces for p in piece.params])


class DatabaseBackend:
    """The database backend, on SQLite and PostgreSQL."""

    name = "database"

    def search(self, criteria: Criteria, *, aggregate: bool) -> Answer:
        """See ``Backend.search``. Two statements, whatever is chosen."""
        plan = _Plan(criteria)
        counts: dict[str, dict[str, int]] = {}
        total = 0
        for facet, code, number in _rows(plan.counts(aggregate)):
            if facet:
                counts.setdefault(facet, {})[code] = number
            else:
                total = number
        page = clamped(criteria, total)
        size = criteria.hits_per_page
        found = _documents(plan.hits(size, (page - 1) * size)) if total else []
        return Answer(total=total, page=page, found=found, counts=counts)

    def every(self, criteria: Criteria) -> Iterator[Found]:
        """See ``Backend.every``. The order is fixed at the start; documents are read in batches."""
        keys = [pk for (pk,) in _rows(_Plan(criteria).ordered_ids())]
        for some in _batches(keys, _BATCH):
            statement = _Sql("SELECT id, key, document FROM search_searchdocument WHERE public AND")
            rows = _rows(statement + _in("id", some))
            by_id = {pk: _found(key, document) for pk, key, document in rows}
            yield from (by_id[pk] for pk in some if pk in by_id)


class _Plan:
    """The statements for some criteria."""

    def __init__(self, criteria: Criteria) -> None:
        self.criteria = criteria
        self.kind: SearchKind = get_kind(criteria.kind)
        self.match = Match(folded_words(criteria.text)) if criteria.text else None

    def counts(self, aggregate: bool) -> _Sql:
        """Rows (facet, code, number), and ("", "", total)."""
        parts = [_Sql("SELECT '' AS facet, '' AS code, COUNT(*) AS number FROM matched d") + self._chosen()]
        if aggregate:
            parts += self._facet_counts()
        return _Sql("WITH matched AS (") + self._matched() + _Sql(")") + _joined(parts, " UNION ALL ")

    def hits(self, limit: int, offset: int) -> _Sql:
        """Rows (key, document) of a page."""
        page = self._ordered("d.id AS id", extra=_Sql("LIMIT %s OFFSET %s", [limit, offset]))
        return (
            _Sql("WITH page AS (")
            + page
            + _Sql(
                ") SELECT s.key, s.document FROM page JOIN search_searchdocument s ON s.id = page.id ORDER BY"
            )
            + _order(self._descending(), "page.")
        )

    def ordered_ids(self) -> _Sql:
        """Rows (id) of the whole result."""
        rows = _Sql("WITH page AS (") + self._ordered("d.id AS id") + _Sql(") SELECT id FROM page ORDER BY")
        return rows + _order(self._descending(), "page.")

    def _ordered(self, columns: str, extra: _Sql | None = None) -> _Sql:
        value, join = self._sort_value()
        statement = _Sql(f"SELECT {columns}, d.key AS key,") + value + _Sql("AS value FROM") + self._source()
        statement += join
        conditions = [*self._base_conditions(), *self._selections().values()]
        statement += _Sql("WHERE") + _joined(conditions, " AND ")
        return statement + _Sql("ORDER BY") + _order(self._descending()) + (extra or _Sql(""))

    def _sort_value(self) -> tuple[_Sql, _Sql]:
        if self.criteria.sort == RELEVANCE and self.match:
            return self._relevance(self.match), _Sql("")
        sort = SORTS[self.criteria.sort]
        join = _Sql(
            "LEFT JOIN search_sortkey k ON k.document_id = d.id AND k.name = %s",
            [sort.key(self.criteria.language)],
        )
        return _Sql("k.number" if sort.number else "k.text"), join

    def _relevance(self, match: Match) -> _Sql:
        """The rank of the words; what bears exactly this name goes before everything else."""
        name = " ".join(folded_words(self.criteria.text))[:LONGEST_CODE]
        exact = _Sql(
            "+ CASE WHEN EXISTS (SELECT 1 FROM search_facetentry n WHERE n.document_id = d.id"
            " AND n.kind = %s AND n.facet = %s AND n.code = %s) THEN 1000000 ELSE 0 END",
            [self.kind.name, WHOLE_NAME, name],
        )
        return _Sql(match.rank, match.rank_params) + exact

    def _descending(self) -> bool:
        return self.criteria.sort == RELEVANCE or SORTS[self.criteria.sort].descending

    def _matched(self) -> _Sql:
        """Ids of what has the words, before the visitor's filters."""
        conditions = _joined(self._base_conditions(), " AND ")
        return _Sql("SELECT d.id AS id FROM") + self._source() + _Sql("WHERE") + conditions

    def _source(self) -> _Sql:
        return _Sql(self.match.source if self.match else "search_searchdocument d")

    def _base_conditions(self) -> list[_Sql]:
        conditions = [_Sql("d.kind = %s AND d.public", [self.kind.name])]
        conditions += [
            self._having(self.kind.facet(name), codes) for name, codes in self.criteria.scope.items()
        ]
        if self.match:
            conditions.append(_Sql(self.match.where, self.match.params))
        return conditions

    def _selections(self) -> dict[str, _Sql]:
        return {
            name: self._having(self.kind.facet(name), codes) for name, codes in self.criteria.filters.items()
        }

    def _chosen(self, but: str | None = None) -> _Sql:
        """WHERE clause of the visitor's filters, except those of one facet; empty without any."""
        conditions = [condition for name, condition in self._selections().items() if name != but]
        return _Sql("WHERE") + _joined(conditions, " AND ") if conditions else _Sql("")

    def _having(self, facet: Facet, codes: Sequence[str]) -> _Sql:
        if facet.range_field:
            return _joined(
                [_Sql("(") + _joined([self._within(facet, c) for c in codes], " OR ") + _Sql(")")], ""
            )
        entries = _Sql(
            "d.id IN (SELECT document_id FROM search_facetentry WHERE kind = %s AND facet = %s AND",
            [self.kind.name, facet.name],
        )
        return entries + _in("code", codes) + _Sql(")")

    def _within(self, facet: Facet, code: str) -> _Sql:
        keys = _Sql("d.id IN (SELECT document_id FROM search_sortkey WHERE name = %s", [facet.range_field])
        for comparison, bound in zip(("AND text >= %s", "AND text < %s"), facet.range_of(code), strict=True):
            if bound is not None:
                keys += _Sql(comparison, [bound])
        return keys + _Sql(")")

    def _facet_counts(self) -> list[_Sql]:
        """One part for all stored facets without a selection, one for each with one, one for each range."""
        shown = self.kind.shown_facets
        stored = [facet for facet in shown if not facet.range_field]
        free = [facet.name for facet in stored if facet.name not in self.criteria.filters]
        parts = [self._entries(free, self._chosen())] if free else []
        parts += [
            self._entries([facet.name], self._chosen(but=facet.name))
            for facet in stored
            if facet.name in self.criteria.filters
        ]
        for facet in shown:
            for code in facet.ranges() if facet.ranges else ():
                others = self._chosen(but=facet.name)
                condition = _Sql("AND" if others.text else "WHERE") + self._within(facet, code)
                head = _Sql("SELECT %s, %s, COUNT(*) FROM matched d", [facet.name, code])
                parts.append(head + others + condition)
        return parts

    def _entries(self, facets: Sequence[str], chosen: _Sql) -> _Sql:
        statement = _Sql(
            "SELECT e.facet, e.code, COUNT(*) FROM search_facetentry e WHERE e.kind = %s AND",
            [self.kind.name],
        ) + _in("e.facet", facets)
        if self.match or self.criteria.scope or chosen.text:
            statement += _Sql("AND e.document_id IN (SELECT d.id FROM matched d") + chosen + _Sql(")")
        return statement + _Sql("GROUP BY e.facet, e.code")


def _order(descending: bool, table: str = "") -> _Sql:
    return _Sql(f"{table}value {'DESC' if descending else 'ASC'} NULLS LAST, {table}key")


def _in(column: str, values: Sequence[Any]) -> _Sql:
    return _Sql(f"{column} IN ({', '.join(['%s'] * len(values))})", list(values))


def _rows(statement: _Sql) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement.text, statement.params)
        return cursor.fetchall()


def _documents(statement: _Sql) -> list[Found]:
    return [_found(key, document) for key, document in _rows(statement)]


def _found(key: Any, document: Any) -> Found:
    # PostgreSQL gives a UUID, SQLite its digits; JSON comes as text from both.
    content = json.loads(document) if isinstance(document, str) else document
    return Found(key=key if isinstance(key, UUID) else UUID(key), content=content)


def _batches(items: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
