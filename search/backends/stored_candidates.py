"""Documents that deserve a closer look, in the portal's own database: one statement for all pools."""

from collections.abc import Mapping

from django.db import connection

from search.backends.base import CandidateQuestion
from search.backends.sql import Sql, joined
from search.models import SearchDocument

MOST_ENTRIES = 2_000
"""Documents of a code that are looked at. A code that more have tells little; the cost has a limit."""


def candidates_statement(question: CandidateQuestion) -> Sql | None:
    """The statement that reads keys and documents; None when nothing is asked for."""
    pools = [pool for pool in question.pools if any(pool.values())]
    if not pools:
        return None
    best = joined([_best(question, pool) for pool in pools], " UNION ")
    return (
        Sql("SELECT key, document FROM search_searchdocument WHERE public AND id IN (")
        + best
        + Sql(") ORDER BY key")
    )


def _best(question: CandidateQuestion, pool: Mapping[str, Mapping[str, float]]) -> Sql:
    key = SearchDocument._meta.get_field("key").get_db_prep_value(question.key, connection)
    entries = joined(
        [
            _entries(question.kind, facet, code, points)
            for facet, codes in pool.items()
            for code, points in codes.items()
        ],
        " UNION ALL ",
    )
    return (
        Sql(
            "SELECT id FROM (SELECT scored.document_id AS id FROM"
            " (SELECT document_id, SUM(points) AS points FROM ("
        )
        + entries
        + Sql(
            ") AS entries GROUP BY document_id) AS scored"
            " JOIN search_searchdocument AS document ON document.id = scored.document_id"
            " WHERE document.key <> %s ORDER BY scored.points DESC, document.key LIMIT %s) AS best",
            [key, question.number],
        )
    )


def _entries(kind: str, facet: str, code: str, points: float) -> Sql:
    # In the order of the index, so that no more is read than is taken.
    return Sql(
        "SELECT document_id, points FROM (SELECT document_id, CAST(%s AS double precision) AS points"
        " FROM search_facetentry WHERE kind = %s AND facet = %s AND code = %s"
        " ORDER BY document_id LIMIT %s) AS entry",
        [points, kind, facet, code, MOST_ENTRIES],
    )
