"""Documents that deserve a closer look, in Elasticsearch: one search for each pool."""

from search.backends.base import CandidateQuestion
from search.backends.query import Body, first_hits_body


def candidates_bodies(question: CandidateQuestion) -> list[Body]:
    """Bodies of the searches. A code gives its points whatever its rarity, as in the database."""
    return [
        first_hits_body(question.number, _having(question, conditions), [{"_score": "desc"}, {"key": "asc"}])
        for pool in question.pools
        if (
            conditions := [
                {"constant_score": {"filter": {"term": {f"facets.{facet}": code}}, "boost": points}}
                for facet, codes in pool.items()
                for code, points in codes.items()
            ]
        )
    ]


def _having(question: CandidateQuestion, conditions: list[Body]) -> Body:
    return {
        "bool": {
            "should": conditions,
            "minimum_should_match": 1,
            "must_not": [{"term": {"key": str(question.key)}}],
        }
    }
