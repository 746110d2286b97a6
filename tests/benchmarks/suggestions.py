"""Suggestions against a bare view with a bare request."""

import random
from collections.abc import Iterator
from functools import cache

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.test import Client
from elasticsearch import Elasticsearch

from tests.benchmarks.measuring import take_turns
from tests.benchmarks.rows import Options, Row, compared


@cache
def _server() -> Elasticsearch:
    return Elasticsearch(settings.ELASTICSEARCH_URL, request_timeout=30)


def bare_view(request: HttpRequest) -> JsonResponse:
    """The least a view can do: names with a word that begins so."""
    found = _server().search(
        index=f"{settings.ELASTICSEARCH_PREFIX}-cluster",
        body={
            "query": {"prefix": {"folded.title": request.GET["q"]}},
            "size": 6,
            "_source": ["slug", "path", "texts.*.title"],
        },
    )
    return JsonResponse({"items": [hit["_source"] for hit in found["hits"]["hits"]]})


def run(options: Options) -> list[Row]:
    """What is typed after two to five letters of a word."""
    client = Client()

    def get(path: str) -> None:
        answer = client.get(path)
        if answer.status_code != 200:
            raise RuntimeError(f"{path} answered {answer.status_code}.")

    times = take_turns(
        {
            "ours": lambda text: get(f"/en/clusters/suggest/?q={text}"),
            "bare": lambda text: get(f"/bench/suggest/?q={text}"),
        },
        _beginnings(),
        rounds=options.rounds,
    )
    return [compared("suggestions / bare view with a prefix request", times["ours"], times["bare"], 2.0)]


def _beginnings() -> Iterator[str]:
    from demo.synthetic.lexicon import lexicon
    from search.folding import fold

    chance = random.Random(5)
    while True:
        word = fold(chance.choice(lexicon(chance.choice(["en", "de", "fr"])).words))
        yield word[: chance.randint(2, 5)]
