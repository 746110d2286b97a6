"""The SQL of a search, and of what it is worth to look at when a search finds nothing."""

from collections.abc import Sequence

from search.backends.sql import Sql, joined, within
from search.criteria import Criteria
from search.kinds import RELEVANCE, SORTS, Facet, SearchKind, get_kind
from search.models import LONGEST_CODE, WHOLE_NAME
from search.word_table import Match
from search.wording import Unit, folded_name, typed_units, units_of

# "Facets" of rows that are no counts of a facet; no real facet can have these names.
TOTAL, TEXT_TOTAL, HIT = "=total", "=text", "=hit"


class Plan:
    """The statements for some criteria."""

    def __init__(self, criteria: Criteria) -> None:
        self.criteria = criteria
        self.kind: SearchKind = get_kind(criteria.kind)
        self.match = Match(units_of(criteria)) if criteria.text else None

    def page(self, aggregate: bool, limit: int, offset: int) -> Sql:
        """Rows (facet, code, number, document) of a page of hits and of all counts, in one statement.

        Counts of facets have no document. Under ``HIT`` come key, position and document; under ``TOTAL`` and
        ``TEXT_TOTAL`` the number of documents with and without the visitor's filters.
        """
        parts = [self._total(TOTAL, self._chosen())]
        if self.match and self.criteria.filters:
            parts.append(self._total(TEXT_TOTAL, Sql("")))
        if aggregate:
            parts += self._facet_counts()
        counts = Sql("SELECT facet, code, number, NULL FROM (") + joined(parts, " UNION ALL ") + Sql(") c")
        matched = Sql("WITH matched AS (") + self._matched() + Sql("), page AS (")
        hits = self._ordered("d.id AS id", extra=Sql("LIMIT %s OFFSET %s", [limit, offset]))
        shown = (
            Sql(") SELECT %s, CAST(s.key AS text), ROW_NUMBER() OVER (ORDER BY", [HIT])
            + Sql(self._order("page."))
            + Sql("), CAST(s.document AS text) FROM page JOIN search_searchdocument s ON s.id = page.id")
        )
        return matched + hits + shown + Sql("UNION ALL") + counts

    def ordered_ids(self) -> Sql:
        """Rows (id) of the whole result."""
        rows = Sql("WITH page AS (") + self._ordered("d.id AS id") + Sql(") SELECT id FROM page ORDER BY")
        return rows + Sql(self._order("page."))

    def having(self, unit: Unit, number: int = 0) -> Sql:
        """Rows (id, unit) of the documents that have a unit, whatever the visitor chose."""
        match = Match([unit])
        conditions = [*self._scope(), Sql(match.where, match.params)]
        source = Sql("SELECT d.id AS id, CAST(%s AS integer) AS unit FROM", [number]) + Sql(match.source)
        return source + Sql("WHERE") + joined(conditions, " AND ")

    def counted(self, name: str) -> Sql:
        """A row (name, number) with the number of hits."""
        conditions = [*self._base_conditions(), *self._selections().values()]
        head = Sql("SELECT %s AS name, COUNT(*) AS number FROM", [name])
        return head + self._source() + Sql("WHERE") + joined(conditions, " AND ")

    def _ordered(self, columns: str, extra: Sql | None = None) -> Sql:
        value, join = self._sort_value()
        statement = Sql(f"SELECT {columns}, d.key AS key,") + value + Sql("AS value") + self._sooner()
        statement += Sql("FROM") + self._source() + join
        conditions = [*self._base_conditions(), *self._selections().values()]
        statement += Sql("WHERE") + joined(conditions, " AND ")
        return statement + Sql(f"ORDER BY {self._order()}") + (extra or Sql(""))

    def _sort_value(self) -> tuple[Sql, Sql]:
        if self.criteria.sort == RELEVANCE and self.match:
            return self._relevance(self.match), Sql("")
        sort = SORTS[self.criteria.sort]
        join = Sql(
            "LEFT JOIN search_sortkey k ON k.document_id = d.id AND k.name = %s",
            [sort.key(self.criteria.language)],
        )
        return Sql("k.number" if sort.number else "k.text"), join

    def _sooner(self) -> Sql:
        """A column with the sort key of what comes first in ascending order, where the order has such."""
        first = SORTS[self.criteria.sort].first
        if not first:
            return Sql("")
        facet, code = self.kind.facet(first[0]), first[1]
        return Sql(", CASE WHEN") + self._in_range(facet, code) + Sql("THEN k.text END AS sooner")

    def _relevance(self, match: Match) -> Sql:
        """The rank of the words; what bears exactly this name goes before everything else."""
        exact = Sql("+ CASE WHEN") + self.exact_name() + Sql("THEN 1000000 ELSE 0 END")
        return Sql(match.rank, match.rank_params) + exact + self._typed()

    def _typed(self) -> Sql:
        units = typed_units(self.criteria)
        if not units:
            return Sql("")
        match = Match(units)
        having = Sql("SELECT d.id FROM") + Sql(match.source) + Sql("WHERE") + Sql(match.where, match.params)
        return Sql("+ CASE WHEN d.id IN (") + having + Sql(") THEN 1000 ELSE 0 END")

    def exact_name(self) -> Sql:
        """The condition that the document ``d`` bears the text as one of its names."""
        return Sql(
            "EXISTS (SELECT 1 FROM search_facetentry n WHERE n.document_id = d.id"
            " AND n.kind = %s AND n.facet = %s AND n.code = %s)",
            [self.kind.name, WHOLE_NAME, folded_name(self.criteria.text)[:LONGEST_CODE]],
        )

    def _order(self, table: str = "") -> str:
        sort = SORTS[self.criteria.sort]
        descending = self.criteria.sort == RELEVANCE or sort.descending
        order = f"{table}value {'DESC' if descending else 'ASC'} NULLS LAST, {table}key"
        return f"{table}sooner ASC NULLS LAST, {order}" if sort.first else order

    @staticmethod
    def _total(name: str, condition: Sql) -> Sql:
        return Sql("SELECT %s AS facet, '' AS code, COUNT(*) AS number FROM matched d", [name]) + condition

    def _matched(self) -> Sql:
        """Ids of what has the words, before the visitor's filters."""
        conditions = joined(self._base_conditions(), " AND ")
        return Sql("SELECT d.id AS id FROM") + self._source() + Sql("WHERE") + conditions

    def _source(self) -> Sql:
        return Sql(self.match.source if self.match else "search_searchdocument d")

    def _scope(self) -> list[Sql]:
        fixed = [self._having(self.kind.facet(name), codes) for name, codes in self.criteria.scope.items()]
        return [Sql("d.kind = %s AND d.public", [self.kind.name]), *fixed]

    def _base_conditions(self) -> list[Sql]:
        conditions = self._scope()
        if self.match:
            conditions.append(Sql(self.match.where, self.match.params))
        return conditions

    def _selections(self) -> dict[str, Sql]:
        return {
            name: self._having(self.kind.facet(name), codes) for name, codes in self.criteria.filters.items()
        }

    def _chosen(self, but: str | None = None) -> Sql:
        """WHERE clause of the visitor's filters, except those of one facet; empty without any."""
        conditions = [condition for name, condition in self._selections().items() if name != but]
        return Sql("WHERE") + joined(conditions, " AND ") if conditions else Sql("")

    def _having(self, facet: Facet, codes: Sequence[str]) -> Sql:
        if facet.range_field:
            return joined(
                [Sql("(") + joined([self._in_range(facet, c) for c in codes], " OR ") + Sql(")")], ""
            )
        entries = Sql(
            "d.id IN (SELECT document_id FROM search_facetentry WHERE kind = %s AND facet = %s AND",
            [self.kind.name, facet.name],
        )
        return entries + within("code", codes) + Sql(")")

    def _in_range(self, facet: Facet, code: str) -> Sql:
        keys = Sql("d.id IN (SELECT document_id FROM search_sortkey WHERE name = %s", [facet.range_field])
        for comparison, bound in zip(("AND text >= %s", "AND text < %s"), facet.range_of(code), strict=True):
            if bound is not None:
                keys += Sql(comparison, [bound])
        return keys + Sql(")")

    def _facet_counts(self) -> list[Sql]:
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
                condition = Sql("AND" if others.text else "WHERE") + self._in_range(facet, code)
                head = Sql("SELECT %s, %s, COUNT(*) FROM matched d", [facet.name, code])
                parts.append(head + others + condition)
        return parts

    def _entries(self, facets: Sequence[str], chosen: Sql) -> Sql:
        statement = Sql(
            "SELECT e.facet, e.code, COUNT(*) FROM search_facetentry e WHERE e.kind = %s AND",
            [self.kind.name],
        ) + within("e.facet", facets)
        if self.match or self.criteria.scope or chosen.text:
            statement += Sql("AND e.document_id IN (SELECT d.id FROM matched d") + chosen + Sql(")")
        return statement + Sql("GROUP BY e.facet, e.code")
