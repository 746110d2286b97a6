"""The one entrance to searching: chooses the backend; the database stands in when Elasticsearch fails."""

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import TypeVar
from uuid import UUID

from search.backends.base import Backend, BackendUnavailable, Found
from search.backends.breaker import CircuitBreaker
from search.backends.database import DatabaseBackend
from search.backends.delivery import is_behind
from search.backends.elasticsearch import ElasticsearchBackend, is_configured, probe
from search.criteria import Criteria
from search.facets import listed_facets
from search.kinds import get_kind
from search.models import SearchDocument
from search.occurrences import occurring_values
from search.relaxing import relaxed_criteria, search_relaxed
from search.results import Hit, Results, hit_of, results_of

T = TypeVar("T")

breaker = CircuitBreaker("Elasticsearch", probe, is_behind)


def search(criteria: Criteria, aggregate: bool = True) -> Results:
    """One page of a search.

    Arguments:
        criteria: what to search for.
        aggregate: count the facets too.

    Never fails because Elasticsearch does: then the database answers and ``degraded`` is set.
    """
    return search_kinds([criteria], aggregate)[0]


def search_kinds(criteria: Sequence[Criteria], aggregate: bool = False) -> list[Results]:
    """Several searches at once, of one kind or of several: one request for all of them.

    Arguments:
        criteria: what to search for, each on its own.
        aggregate: count the facets too.

    Returns:
        The results in the order of the criteria. All come from the same backend, see ``search``.
    """
    if not criteria:
        return []
    (final, answers), engine, degraded = ask(
        lambda backend: search_relaxed(backend, criteria, aggregate=aggregate)
    )
    results = []
    for searched, answer in zip(final, answers, strict=True):
        occurring = answer.occurring
        if aggregate and occurring is None:
            occurring = occurring_values(searched.kind, listed_facets(searched))
        results.append(results_of(searched, answer, engine=engine, degraded=degraded, occurring=occurring))
    return results


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
    return search(first_of(kind, language, number, sort, **filters), aggregate=False).hits


def first_of(
    kind: str, language: str, number: int, sort: str = "", **filters: str | Collection[str]
) -> Criteria:
    """The criteria of ``first_hits``: several kinds are asked for at once with ``search_kinds``."""
    declared = get_kind(kind)
    scope = {}
    for name, codes in filters.items():
        declared.facet(name)
        scope[name] = (codes,) if isinstance(codes, str) else tuple(codes)
    return Criteria(kind=kind, language=language, scope=scope, sort=sort, per_page=number)


def hits_for(kind: str, keys: Sequence[UUID], language: str) -> list[Hit]:
    """The public documents with these translation keys, in this order. One query, of the database.

    Arguments:
        kind: name of the kind; "" for whatever they are.
        keys: of the documents.
        language: the visitor's.
    """
    rows = SearchDocument.objects.filter(public=True, key__in=keys, **({"kind": kind} if kind else {}))
    by_key = {row.key: hit_of(Found(row.key, row.content), row.kind, language) for row in rows}
    return [by_key[key] for key in keys if key in by_key]


def hits_by_path(kind: str, paths: Sequence[str], language: str) -> list[Hit]:
    """The public documents at these paths (no language), in this order. One query, of the database."""
    rows = SearchDocument.objects.filter(kind=kind, public=True, path__in=paths)
    by_path = {row.path: hit_of(Found(row.key, row.content), kind, language) for row in rows}
    return [by_path[path] for path in paths if path in by_path]


def ask(question: Callable[[Backend], T]) -> tuple[T, str, bool]:
    """Ask the backend that is in charge, and the database when Elasticsearch fails.

    Arguments:
        question: asks a backend; may raise BackendUnavailable.

    Returns:
        The answer, the name of the backend that gave it, and whether the database stood in.
    """
    fallback = DatabaseBackend()
    if not is_configured():
        return question(fallback), fallback.name, False
    if breaker.allows():
        backend = ElasticsearchBackend()
        try:
            answer = question(backend)
        except BackendUnavailable as reason:
            breaker.failed(reason)
        else:
            breaker.succeeded()
            return answer, backend.name, False
    return question(fallback), fallback.name, True


def _every(criteria: Criteria) -> Iterator[Found]:
    seen: set[UUID] = set()
    if is_configured() and breaker.allows():
        try:
            backend = ElasticsearchBackend()
            for found in backend.every(relaxed_criteria(backend, criteria)):
                seen.add(found.key)
                yield found
        except BackendUnavailable as reason:
            breaker.failed(reason)
        else:
            breaker.succeeded()
            return
    fallback = DatabaseBackend()
    for found in fallback.every(relaxed_criteria(fallback, criteria)):
        if found.key not in seen:
            yield found
