"""The one entrance to searching: chooses the backend; the database stands in when Elasticsearch fails."""

from collections.abc import Collection, Iterator, Sequence
from uuid import UUID

from search.backends.base import Answer, Backend, BackendUnavailable, Found
from search.backends.breaker import CircuitBreaker
from search.backends.database import DatabaseBackend
from search.backends.elasticsearch import ElasticsearchBackend, is_configured
from search.criteria import Criteria
from search.kinds import get_kind
from search.models import SearchDocument
from search.occurrences import occurring_values
from search.results import Hit, Results, hit_of, results_of

breaker = CircuitBreaker("Elasticsearch")


def search(criteria: Criteria, aggregate: bool = True) -> Results:
    """One page of a search.

    Arguments:
        criteria: what to search for.
        aggregate: count the facets too.

    Never fails because Elasticsearch does: then the database answers and ``degraded`` is set.
    """
    answer, engine, degraded = _answer(criteria, aggregate)
    stored = [facet.name for facet in get_kind(criteria.kind).shown_facets if not facet.range_field]
    occurring = occurring_values(criteria.kind, stored) if aggregate else None
    return results_of(criteria, answer, engine=engine, degraded=degraded, occurring=occurring)


def every_hit(criteria: Criteria) -> Iterator[Hit]:
    """The whole result in order, whatever its size and the page: for exports and feeds.

    When Elasticsearch fails on the way, the database goes on with what has not been seen yet.
    """
    for found in _every(criteria):
        yield hit_of(found, criteria.kind, criteria.language)


def first_hits(
    kind: str, language: str, number: int, sort: str = "", **filters: str | Collection[str]
) -> list[Hit]:
    """The first hits of a kind that have one of the codes in every facet named.

    Arguments:
        kind: name of the kind.
        language: the visitor's.
        number: how many at most.
        sort: name of a sort order; "" for the kind's default.
        filters: a code or several, by facet. Raises KeyError for a facet the kind does not have.
    """
    declared = get_kind(kind)
    scope = {}
    for name, codes in filters.items():
        declared.facet(name)
        scope[name] = (codes,) if isinstance(codes, str) else tuple(codes)
    return search(
        Criteria(kind=kind, language=language, scope=scope, sort=sort, per_page=number), aggregate=False
    ).hits


def hits_for(kind: str, keys: Sequence[UUID], language: str) -> list[Hit]:
    """The public documents with these translation keys, in this order. One query, of the database."""
    rows = SearchDocument.objects.filter(kind=kind, public=True, key__in=keys)
    by_key = {row.key: hit_of(Found(row.key, row.content), kind, language) for row in rows}
    return [by_key[key] for key in keys if key in by_key]


def hits_by_path(kind: str, paths: Sequence[str], language: str) -> list[Hit]:
    """The public documents at these paths (no language), in this order. One query, of the database."""
    rows = SearchDocument.objects.filter(kind=kind, public=True, path__in=paths)
    by_path = {row.path: hit_of(Found(row.key, row.content), kind, language) for row in rows}
    return [by_path[path] for path in paths if path in by_path]


def _answer(criteria: Criteria, aggregate: bool) -> tuple[Answer, str, bool]:
    fallback = DatabaseBackend()
    if not is_configured():
        return fallback.search(criteria, aggregate=aggregate), fallback.name, False
    if breaker.allows():
        backend: Backend = ElasticsearchBackend()
        try:
            answer = backend.search(criteria, aggregate=aggregate)
        except BackendUnavailable as reason:
            breaker.failed(reason)
        else:
            breaker.succeeded()
            return answer, backend.name, False
    return fallback.search(criteria, aggregate=aggregate), fallback.name, True


def _every(criteria: Criteria) -> Iterator[Found]:
    seen: set[UUID] = set()
    if is_configured() and breaker.allows():
        try:
            for found in ElasticsearchBackend().every(criteria):
                seen.add(found.key)
                yield found
        except BackendUnavailable as reason:
            breaker.failed(reason)
        else:
            breaker.succeeded()
            return
    for found in DatabaseBackend().every(criteria):
        if found.key not in seen:
            yield found
