"""The database backend against Elasticsearch, as whole pages."""

from collections.abc import Iterator
from itertools import cycle
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client

from search.criteria import Criteria
from tests.benchmarks.dataset import texts
from tests.benchmarks.engine import SELECTIONS
from tests.benchmarks.measuring import take_turns
from tests.benchmarks.rows import Options, Row, compared


def run(options: Options) -> list[Row]:
    """The page of the cluster search, with and without words, from either engine."""
    client = Client()
    url = settings.ELASTICSEARCH_URL

    def page(engine: str, criteria: Criteria) -> None:
        settings.ELASTICSEARCH_URL = url if engine == "elasticsearch" else ""
        answer = client.get(f"/en/clusters/?{criteria.query_string()}")
        settings.ELASTICSEARCH_URL = url
        if f'data-engine="{engine}"' not in answer.content.decode():
            raise RuntimeError(f"The page was not answered by {engine}.")

    rows = []
    for name, asked in (("with words", _with_words(options)), ("without words", _without_words())):
        times = take_turns(
            {
                "database": lambda criteria: page("database", criteria),
                "elasticsearch": lambda criteria: page("elasticsearch", criteria),
            },
            asked,
            rounds=options.rounds,
        )
        label = f"page {name} from {connection.vendor} / from Elasticsearch"
        rows.append(compared(label, times["database"], times["elasticsearch"], 4.0))
    return rows


def _with_words(options: Options) -> Iterator[Criteria]:
    for text, filters in zip(texts(options.stand_in_clusters), cycle(SELECTIONS), strict=False):
        yield Criteria(kind="cluster", language="en", text=text, filters=filters)


def _without_words() -> Iterator[Criteria]:
    chosen: Any = cycle(SELECTIONS)
    for number, filters in enumerate(chosen):
        yield Criteria(kind="cluster", language="en", filters=filters, page=1 + number % 7)
