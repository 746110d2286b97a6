"""The search in Elasticsearch: analysis by language, one request a page."""

import time
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.conf import settings
from elasticsearch import ApiError, Elasticsearch, TransportError

from search.backends.base import (
    Answer,
    BackendUnavailable,
    CandidateQuestion,
    Found,
    Named,
    NameQuestion,
    Probe,
    QuestionRefused,
    clamped,
)
from search.backends.candidates import candidates_bodies
from search.backends.names import names_body, read_codes
from search.backends.probe import probe_body, read_probe
from search.backends.query import (
    HITS,
    Body,
    codes_body,
    hits_body,
    page_body,
    read_counts,
    read_hits,
    read_less,
    read_occurring,
    read_text_total,
    read_total,
    search_bodies,
)
from search.backends.timed_node import TimedNode
from search.backends.walking import walk
from search.criteria import Criteria
from search.kinds import all_kinds

# A visitor does not wait longer, seconds, however many requests an answer takes.
TIMEOUT = 2.0
_BATCH = 500
_KEEP_ALIVE = "1m"
_BAD_REQUEST = 400


@lru_cache(maxsize=4)
def client(url: str) -> Elasticsearch:
    """The client for a server: short time-outs, no retries; whoever asks decides what to do without."""
    return Elasticsearch(
        url, node_class=TimedNode, request_timeout=TIMEOUT, max_retries=0, retry_on_timeout=False
    )


def is_configured() -> bool:
    """Whether the portal has an Elasticsearch."""
    return bool(settings.ELASTICSEARCH_URL)


def probe() -> None:
    """Ask for nothing, of everything that is searched. Raises BackendUnavailable, saying why."""
    aliases = [alias_of(kind.name) for kind in all_kinds()]
    _complete(_answered(client(settings.ELASTICSEARCH_URL).search)(index=aliases, size=0))


def alias_of(kind: str) -> str:
    """Name under which the index of a kind is searched and written to."""
    return f"{settings.ELASTICSEARCH_PREFIX}-{kind}"


class ElasticsearchBackend:
    """The Elasticsearch backend, for one question: all that it asks for must be there within the time-out."""

    name = "elasticsearch"

    def __init__(self) -> None:
        self._until = time.monotonic() + TIMEOUT

    def search(self, searches: Sequence[Criteria], *, aggregate: bool) -> list[Answer]:
        """See ``Backend.search``. One request; the last page is known of what is relaxed."""
        bodies = [search_bodies(criteria, aggregate=aggregate) for criteria in searches]
        flat = [
            (criteria.kind, body)
            for criteria, parts in zip(searches, bodies, strict=True)
            for body in parts.values()
        ]
        answered = iter(self._responses_to(flat))
        responses = [{name: next(answered) for name in parts} for parts in bodies]
        return [
            Answer(
                total=read_total(parts[HITS]),
                page=clamped(criteria, read_total(parts[HITS])),
                text_total=read_text_total(parts),
                found=[found_in(hit) for hit in read_hits(criteria, parts)],
                counts=read_counts(criteria, parts) if aggregate else {},
                less=read_less(criteria, parts) if aggregate else {},
                occurring=read_occurring(parts) if aggregate else None,
            )
            for criteria, parts in zip(searches, responses, strict=True)
        ]

    def pages(self, searches: Sequence[Criteria]) -> list[list[Found]]:
        """See ``Backend.pages``. One request."""
        responses = self._responses_to([(criteria.kind, page_body(criteria)) for criteria in searches])
        return [[found_in(hit) for hit in response["hits"]["hits"]] for response in responses]

    def named(self, question: NameQuestion) -> Named:
        """See ``Backend.named``. One request."""
        bodies = [(question.kind, names_body(question))]
        counted = any(question.codes.values())
        if counted:
            bodies.append((question.kind, codes_body(list(question.codes))))
        responses = self._responses_to(bodies)
        return Named(
            found=[found_in(hit) for hit in responses[0]["hits"]["hits"]],
            counts=read_codes(question, responses[1]) if counted else {},
        )

    def candidates(self, question: CandidateQuestion) -> list[Found]:
        """See ``Backend.candidates``. One request."""
        bodies = [(question.kind, body) for body in candidates_bodies(question)]
        responses = self._responses_to(bodies) if bodies else []
        found = (found_in(hit) for response in responses for hit in response["hits"]["hits"])
        by_key = {each.key: each for each in found}
        return [by_key[key] for key in sorted(by_key)]

    def probe(self, searches: Sequence[Criteria]) -> list[Probe]:
        """See ``Backend.probe``. One request."""
        responses = self._responses_to([(criteria.kind, probe_body(criteria)) for criteria in searches])
        return [
            read_probe(criteria, response) for criteria, response in zip(searches, responses, strict=True)
        ]

    def every(self, criteria: Criteria) -> Iterator[Found]:
        """See ``Backend.every``. A point in time keeps the result the same from first to last."""
        body = hits_body(criteria, size=_BATCH)
        body.pop("highlight", None)
        elastic = client(settings.ELASTICSEARCH_URL)
        for response in walk(elastic, alias_of(criteria.kind), body, keep_alive=_KEEP_ALIVE, ask=_answered):
            yield from (found_in(hit) for hit in _complete(response)["hits"]["hits"])

    def _responses_to(self, bodies: Sequence[tuple[str, Body]]) -> list[Any]:
        """The whole responses to several searches, in order: one request for all of them.

        Arguments:
            bodies: (name of the kind, body of the search). Of a search that many ask alike, Elasticsearch
                keeps the response until the index changes.
        Raises BackendUnavailable when any of them cannot be answered in the time that is left.
        """
        left = self._until - time.monotonic()
        if left <= 0:
            raise BackendUnavailable("Elasticsearch takes too long, for all requests together.")
        lines: list[Body] = []
        for kind, body in bodies:
            lines += [{"index": alias_of(kind), "request_cache": True}, body]
        elastic = client(settings.ELASTICSEARCH_URL).options(request_timeout=left)
        return [_complete(response) for response in _answered(elastic.msearch)(searches=lines)["responses"]]


def _answered(call: Any) -> Any:
    """The call, with whatever goes wrong between us and an answer turned into BackendUnavailable."""

    def asked(**arguments: Any) -> Any:
        try:
            response = call(**arguments)
        except (ApiError, TransportError) as error:
            refused = isinstance(error, ApiError) and error.status_code == _BAD_REQUEST
            raise (QuestionRefused if refused else BackendUnavailable)(str(error)) from error
        if response.meta.headers.get("x-elastic-product") != "Elasticsearch":
            raise BackendUnavailable("Something else answers in place of Elasticsearch.")
        return response

    return asked


def _complete(response: Any) -> Any:
    """The response, if it is whole: counts of a part of the index would be wrong."""
    if "error" in response:
        refused = response["status"] == _BAD_REQUEST
        raise (QuestionRefused if refused else BackendUnavailable)(str(response["error"]))
    if response["timed_out"] or response["_shards"]["failed"]:
        raise BackendUnavailable("Elasticsearch answered for a part of the index only.")
    return response


def found_in(hit: Any) -> Found:
    """The document of a hit of a response."""
    # "texts.de.title" -> "title"; only the visitor's language is asked for.
    marked = {field.rsplit(".", 1)[-1]: parts[0] for field, parts in hit.get("highlight", {}).items()}
    return Found(key=UUID(hit["_id"]), content=hit["_source"], marked=marked)
