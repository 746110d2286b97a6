"""Documents that deserve a closer look: the few that are worth being scored one by one."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from search.backends.base import CandidateQuestion
from search.kinds import get_kind
from search.results import Hit, hit_of
from search.service import ask

Pool = Mapping[str, Mapping[str, float]]


def candidates(kind: str, key: UUID, language: str, pools: Sequence[Pool], number: int) -> list[Hit]:
    """The public documents that have the most points in one of the pools; always the same ones, by key.

    One request to Elasticsearch or one query, whatever the number of documents.

    Arguments:
        kind: name of the kind.
        key: translation key of the document they are compared with, which is no candidate.
        language: the visitor's.
        pools: points by facet and code, in multiples of 1/8. Raises KeyError for an unknown facet.
        number: how many at most from each pool.
    """
    for pool in pools:
        for facet in pool:
            get_kind(kind).facet(facet)
    question = CandidateQuestion(kind, key, pools, number)
    answer, _engine, _degraded = ask(lambda backend: backend.candidates(question))
    return [hit_of(found, kind, language) for found in answer]
