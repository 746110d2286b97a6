"""Which codes occur among the public documents of a kind."""

from collections.abc import Collection

from django.db import connection

from search.models import FacetEntry

# Walks the index from one code to the next, so the number of documents does not matter.
_DISTINCT = """
WITH RECURSIVE seed(facet) AS (VALUES {seeds}), found(facet, code) AS (
    SELECT facet, (
        SELECT MIN(code) FROM search_facetentry e WHERE e.kind = %s AND e.facet = seed.facet
    ) FROM seed
    UNION ALL
    SELECT facet, (
        SELECT MIN(code) FROM search_facetentry e
        WHERE e.kind = %s AND e.facet = found.facet AND e.code > found.code
    ) FROM found WHERE code IS NOT NULL
)
SELECT facet, code FROM found WHERE code IS NOT NULL
"""


def occurring_values(kind: str, facets: Collection[str]) -> dict[str, set[str]]:
    """Every code that any public document of the kind has, by facet. One query."""
    values: dict[str, set[str]] = {facet: set() for facet in facets}
    if not values:
        return values
    statement = _DISTINCT.format(seeds=", ".join(["(%s)"] * len(values)))
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, kind, kind])
        for facet, code in cursor.fetchall():
            values[facet].add(code)
    return values


def occurring_codes(kind: str, facet: str, codes: Collection[str]) -> set[str]:
    """Those of the codes that any public document of the kind has. One query."""
    if not codes:
        return set()
    entries = FacetEntry.objects.filter(kind=kind, facet=facet, code__in=codes)
    return set(entries.values_list("code", flat=True).distinct())
