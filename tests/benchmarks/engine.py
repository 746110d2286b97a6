"""Our search against the bare request, and the page around it against a page of text."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import cycle
from typing import Any
from uuid import UUID

from django.conf import settings
from django.test import Client
from elasticsearch import Elasticsearch

from clusters.matching.facts import Facts
from clusters.matching.lists import suggestions
from demo.synthetic.clusters import synthetic_cluster
from search.backends.elasticsearch import alias_of
from search.backends.query import search_bodies
from search.criteria import Criteria
from search.service import search
from tests.benchmarks.dataset import SEED, content_of, texts
from tests.benchmarks.measuring import Times, ratio, take_turns
from tests.benchmarks.rows import Options, Row, compared

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
# One facet and two, with values that many documents have.
SELECTIONS: tuple[dict[str, tuple[str, ...]], ...] = (
    {},
    {"sector": ("aerospace-defence", "agri-food")},
    {"sector": ("aerospace-defence", "agri-food"), "country": ("DE", "FR", "ES")},
)


def questions(options: Options, languages: Sequence[str] = ("en",)) -> Iterator[Criteria]:
    """Searches with none, one and two facets chosen in turn, each with a text of its own.

    Exact: a second pass for typing errors would be a second request, which the peers do not make.

    Arguments:
        options: the sizes of this run.
        languages: asked in, all selections in one before the next.
    """
    asked = {language: texts(options.clusters, language) for language in languages}
    for language in cycle(languages):
        for filters in SELECTIONS:
            yield Criteria(
                kind="cluster", language=language, text=next(asked[language]), filters=filters, exact=True
            )


def full_search(criteria: Criteria) -> None:
    """Hits and facets, ready for a page. Raises RuntimeError when Elasticsearch did not answer."""
    results = search(criteria)
    if results.engine != "elasticsearch":
        raise RuntimeError("Elasticsearch was away: the figures would be those of the database.")
    for facet in results.facets:
        assert facet.values is not None


def run_engine(options: Options) -> list[Row]:
    """Our search and the bare request, with the same body."""
    bare = Elasticsearch(settings.ELASTICSEARCH_URL, request_timeout=30)
    header = {"index": alias_of("cluster"), "request_cache": True}

    def prepared() -> Iterator[tuple[Criteria, list[dict[str, Any]]]]:
        for criteria in questions(options, LANGUAGES):
            bodies = search_bodies(criteria, aggregate=True)
            yield criteria, [line for body in bodies.values() for line in (header, body)]

    times = take_turns(
        {
            "ours": lambda question: full_search(question[0]),
            "bare": lambda question: bare.msearch(searches=question[1]),
        },
        prepared(),
        rounds=options.rounds,
    )
    plain = take_turns(
        {"relaxed": full_search},
        (criteria.replace(exact=False, filters={}) for criteria in questions(options, LANGUAGES)),
        rounds=max(1, options.rounds // 4),
    )
    return [
        compared("full search / bare Elasticsearch request", times["ours"], times["bare"], 1.3),
        Row("full search, typing errors forgiven", plain["relaxed"].summary()),
    ]


def run_page(options: Options) -> list[Row]:
    """The page of a search without the search, and a page of text; both without any page cache."""
    client = Client()

    def page(path: str) -> None:
        answer = client.get(path)
        if answer.status_code != 200:
            raise RuntimeError(f"{path} answered {answer.status_code}.")

    sides = {
        "page": lambda criteria: page(f"/en/clusters/?{criteria.query_string()}"),
        "engine": full_search,
        "standard": lambda _criteria: page("/en/about-us/"),
    }
    times = take_turns(sides, questions(options), rounds=options.rounds)
    # Medians of differences are not differences of medians; with turns taken it comes to the same.
    rest = max(0.0, times["page"].percentile(0.5) - times["engine"].percentile(0.5))
    rest_of_page = Times((rest,))
    return [
        Row(
            "search page without its search / standard page",
            rest_of_page.summary(),
            times["standard"].summary(),
            ratio(rest_of_page, times["standard"]),
            2.0,
        ),
        Row("whole search page", times["page"].summary()),
    ]


def run_growth(options: Options) -> list[Row]:
    """The same search, and the partner suggestions of the same profiles, over few and over many clusters."""
    large = settings.ELASTICSEARCH_PREFIX
    small = large.replace(f"-{options.clusters}", f"-{options.few_clusters}")

    def grown(what: str, ask: Callable[[Any], None], asked: Iterable[Any], rounds: int) -> Row:
        def over(prefix: str, question: Any) -> None:
            settings.ELASTICSEARCH_PREFIX = prefix
            ask(question)

        times = take_turns(
            {"many": lambda question: over(large, question), "few": lambda question: over(small, question)},
            asked,
            rounds=rounds,
        )
        settings.ELASTICSEARCH_PREFIX = large
        name = f"{what} over {options.clusters:,} / over {options.few_clusters:,} clusters"
        return compared(name, times["many"], times["few"], 3.0)

    return [
        grown("search", full_search, questions(options, LANGUAGES), options.rounds),
        grown(
            "partner suggestions",
            lambda profile: suggestions(*profile, "en"),
            _profiles(options.few_clusters),
            max(1, options.rounds // 4),
        ),
    ]


def _profiles(count: int) -> Iterator[tuple[UUID, Facts]]:
    """Clusters that partners are suggested for, no two alike before all had their turn."""
    for number in cycle(range(1, count + 1)):
        key, _path, document = content_of(synthetic_cluster(number, SEED))
        yield UUID(key), Facts.of(document["facets"])
