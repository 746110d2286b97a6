"""Walks through everything that an Elasticsearch search finds, as it was at one moment."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from elasticsearch import ApiError, Elasticsearch, TransportError

Ask = Callable[..., Any]


def walk(
    elastic: Elasticsearch,
    index: str,
    body: dict[str, Any],
    *,
    keep_alive: str,
    ask: Callable[[Ask], Ask] = lambda call: call,
) -> Iterator[Any]:
    """The responses with the hits, one after the other.

    Arguments:
        elastic: the client.
        index: what is searched.
        body: of the search: its ``sort`` must be total, ``size`` is how many hits come at a time.
        keep_alive: how long Elasticsearch keeps the moment while the next ones are not asked for.
        ask: what a call of the client is wrapped in, for errors of one's own.
    """
    pit = {"id": ask(elastic.open_point_in_time)(index=index, keep_alive=keep_alive)["id"]}
    body = body | {"track_total_hits": False}
    try:
        while True:
            response = ask(elastic.search)(body=body | {"pit": pit | {"keep_alive": keep_alive}})
            yield response
            hits = response["hits"]["hits"]
            if len(hits) < body["size"]:
                return
            body = body | {"search_after": hits[-1]["sort"]}
            # It may change on the way.
            pit = {"id": response["pit_id"]}
    finally:
        # Where that fails it ends by itself.
        with suppress(ApiError, TransportError):
            elastic.close_point_in_time(**pit)
