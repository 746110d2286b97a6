"""The search in Elasticsearch: analysis by language, one request a page."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.conf import settings
from elasticsearch import ApiError, Elasticsearch, TransportError

from search.backends.base import Answer, BackendUnavailable, Found, clamped, last_page
from search.backends.query import read_counts, search_body
from search.criteria import WINDOW, Criteria

# A visitor does not wait longer.
TIMEOUT = 2.0
_BATCH = 500
_KEEP_ALIVE = "1m"


@lru_cache(maxsize=4)
def client(url: str) -> Elasticsearch:
    """The client for a server: short time-outs, no retries; whoever asks decides what to do without."""
    return Elasticsearch(url, request_timeout=TIMEOUT, max_retries=0, retry_on_timeout=False)


def is_configured() -> bool:
    """Whether the portal has an Elasticsearch."""
    return bool(settings.ELASTICSEARCH_URL)


def alias_of(kind: str) -> str:
    """Name under which the index of a kind is searched and written to."""
    return f"{settings.ELASTICSEARCH_PREFIX}-{kind}"


class ElasticsearchBackend:
    """The Elasticsearch backend."""

    name = "elasticsearch"

    def search(self, criteria: Criteria, *, aggregate: bool) -> Answer:
        """See ``Backend.search``. One request; a second one only if the page asked for is beyond the last."""
        size = criteria.hits_per_page
        # Nothing beyond the window can be asked for.
        page = min(criteria.page, last_page(WINDOW, size))
        response = self._search(criteria, size, page, aggregate)
        total = response["hits"]["total"]["value"]
        last = clamped(criteria, total)
        hits = response["hits"]["hits"]
        if last != page:
            hits = self._search(criteria, size, last, aggregate=False)["hits"]["hits"]
        counts = read_counts(criteria, response["aggregations"]) if aggregate else {}
        return Answer(total=total, page=last, found=[_found(hit) for hit in hits], counts=counts)

    def every(self, criteria: Criteria) -> Iterator[Found]:
        """See ``Backend.every``. A point in time keeps the result the same from first to last."""
        opened = _answered(client(settings.ELASTICSEARCH_URL).open_point_in_time)(
            index=alias_of(criteria.kind), keep_alive=_KEEP_ALIVE
        )
        body = search_body(criteria, size=_BATCH, start=0, aggregate=False) | {"track_total_hits": False}
        body["pit"] = {"id": opened["id"], "keep_alive": _KEEP_ALIVE}
        try:
            while True:
                hits = _complete(_answered(client(settings.ELASTICSEARCH_URL).search)(body=body))["hits"][
                    "hits"
                ]
                yield from (_found(hit) for hit in hits)
                if len(hits) < _BATCH:
                    return
                body["search_after"] = hits[-1]["sort"]
        finally:
            _close(opened["id"])

    def _search(self, criteria: Criteria, size: int, page: int, aggregate: bool) -> Any:
        body = search_body(criteria, size=size, start=(page - 1) * size, aggregate=aggregate)
        search = _answered(client(settings.ELASTICSEARCH_URL).search)
        return _complete(search(index=alias_of(criteria.kind), body=body, request_cache=True))


def _answered(call: Any) -> Any:
    """The call, with whatever goes wrong between us and an answer turned into BackendUnavailable."""

    def asked(**arguments: Any) -> Any:
        try:
            return call(**arguments)
        except (ApiError, TransportError) as error:
            raise BackendUnavailable(str(error)) from error

    return asked


def _complete(response: Any) -> Any:
    """The response, if it is whole: counts of a part of the index would be wrong."""
    if response["timed_out"] or response["_shards"]["failed"]:
        raise BackendUnavailable("Elasticsearch answered for a part of the index only.")
    return response


def _found(hit: Any) -> Found:
    return Found(key=UUID(hit["_id"]), content=hit["_source"])


def _close(point_in_time: str) -> None:
    try:
        client(settings.ELASTICSEARCH_URL).close_point_in_time(id=point_in_time)
    except (ApiError, TransportError):
        # It ends by itself.
        return
