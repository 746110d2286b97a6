"""What visitors send cannot hurt: no operator, no error, no huge request. On the portal's own addresses."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.backends.elasticsearch import TIMEOUT
from search.criteria import LONGEST_TEXT, MOST_VALUES, WINDOW
from search.folding import folded_words
from search.outbox import build_stale
from tests import builders

pytestmark = pytest.mark.django_db

PAGES = ["clusters/", "news/", "events/", "search/"]
FOR_MACHINES = [
    "clusters/suggest/",
    "clusters/export.csv",
    "clusters/export.json",
    "clusters/feed/",
    "news/feed/",
    "events/calendar.ics",
]

# Queries that read what they are given as a language of its own, and code.
FORBIDDEN = {
    "query_string",
    "simple_query_string",
    "regexp",
    "wildcard",
    "prefix",
    "fuzzy",
    "intervals",
    "more_like_this",
    "script",
    "script_score",
    "script_fields",
    "scripted_metric",
    "runtime_mappings",
    "template",
    "include",
}
MATCHING = {"match", "multi_match", "match_phrase", "match_phrase_prefix", "match_bool_prefix"}

MARK = "zqxjk"
HOSTILE = [
    MARK,
    f"{MARK} OR *:*",
    f"title:{MARK} AND _exists_:slug",
    f"/{MARK}.*/",
    f"{MARK}* ?{MARK} {MARK}~2",
    f'"{MARK}',
    f"{MARK}\\",
    f'{MARK}"}}}},"script":{{"source":"1"}}',
    f"({MARK}",
    f"{MARK} && !wind || -{MARK}",
    f"{MARK}\x00\x1b wind",
    f"{MARK} " * 60,
    f"{MARK}-{MARK}'{MARK}",
    f"<b>{MARK}</b>",
    f"%{MARK}% ' OR 1=1 --",
]


@pytest.fixture(autouse=True)
def kind() -> None:
    """No kind but the portal's own."""


@pytest.fixture(scope="module")
def content(kept: None) -> None:
    """A little of everything."""
    builders.cluster_page("Wind cluster", summary="Wind farms", city="Bremen")
    builders.news_page("Wind news")
    builders.event_page("Wind fair")
    builders.standard_page("About wind")
    build_stale()


@pytest.fixture
def portal(either_engine: str, client: Client) -> Client:
    """The portal on each backend."""
    client.raise_request_exception = False
    return client


def walked(node: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every key and every text of a body, with the keys above it."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield (*path, key), None
            yield from walked(value, (*path, key))
    elif isinstance(node, list):
        for value in node:
            yield from walked(value, path)
    else:
        yield path, node


def bodies(requests: list[tuple[str, Any, dict[str, Any]]]) -> list[Any]:
    return [json.loads(json.dumps(body)) for _target, body, _options in requests if body is not None]


# What is read from the address is the same for both.
ON_THE_DATABASE = pytest.mark.parametrize("filled", ["database"], indirect=True)


def _asks_for_spelling(keys: tuple[str, ...], value: str) -> bool:
    """Whether it is a folded word whose spelling is asked for: the term suggester knows no operators."""
    return keys[0] == "suggest" and keys[2:] == ("text",) and folded_words(value) == [value]


ON_ELASTICSEARCH = pytest.mark.parametrize(
    "filled", [pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)], indirect=True
)


@ON_ELASTICSEARCH
def test_what_is_typed_reaches_match_queries_only(portal: Client, sent: list) -> None:
    for path in [*PAGES, *FOR_MACHINES]:
        sent.clear()
        for text in HOSTILE:
            response = portal.get(f"/en/{path}", {"q": text})
            assert response.status_code == 200
            b"".join(response)
        texts = 0
        for keys, value in walked(bodies(sent)):
            assert not FORBIDDEN.intersection(keys), keys
            if isinstance(value, str) and any(MARK in word for word in folded_words(value)):
                texts += 1
                assert MATCHING.intersection(keys) or _asks_for_spelling(keys, value), (keys, value)
        assert texts >= len(HOSTILE), path


@ON_ELASTICSEARCH
def test_no_request_may_take_longer_than_a_visitor_waits(portal: Client, sent: list) -> None:
    for path in [*PAGES, *FOR_MACHINES]:
        sent.clear()
        b"".join(portal.get(f"/en/{path}", {"q": "wind"}))
        searches = list(walked_searches(sent))
        assert searches
        for body in searches:
            assert body["timeout"].endswith("ms")
            assert float(body["timeout"][:-2]) / 1000 < TIMEOUT <= 2
            assert body.get("from", 0) + body["size"] <= WINDOW


def walked_searches(requests: list[tuple[str, Any, dict[str, Any]]]) -> Iterator[dict[str, Any]]:
    """The bodies of searches, also those sent together."""
    for body in bodies(requests):
        for each in body if isinstance(body, list) else [body]:
            if "query" in each:
                yield each


PARAMETERS = [
    "q",
    "sector",
    "country",
    "region",
    "sort",
    "page",
    "view",
    "exact",
    "year",
    "topic",
    "when",
    "cluster",
]
VALUES = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        [
            *(
                "wind",
                "health",
                "DE",
                "PT1C",
                "relevance",
                "members",
                "map",
                "1",
                "0",
                "-1",
                "9" * 40,
                "1e9",
                "٣",
            ),
            *("\x00", "\ud800", "%00", "%s", "{}", "é" * 300, "x " * 300, "[]", "a[]=1", "𞤀", "NaN", "null"),
        ]
    ),
)
QUERIES = st.lists(st.tuples(st.one_of(st.sampled_from(PARAMETERS), st.text(max_size=8)), VALUES), max_size=8)
RAW = st.text(st.characters(max_codepoint=255), max_size=80)
ANYTHING = st.one_of(
    QUERIES.map(lambda pairs: urlencode([(name, value) for name, value in pairs], errors="replace")),
    QUERIES.map(
        lambda pairs: "&".join(
            f"{quote(n, errors='surrogatepass')}={quote(v, errors='surrogatepass')}" for n, v in pairs
        )
    ),
    RAW,
)


@pytest.mark.slow
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(path=st.sampled_from([*PAGES, *FOR_MACHINES]), query=ANYTHING)
def test_no_query_string_is_an_error(portal: Client, path: str, query: str) -> None:
    response = portal.get(f"/en/{path}", QUERY_STRING=query)
    assert response.status_code == 200, query
    b"".join(response)


ODD = [
    "q=" + "x" * 5000,
    "q=" + "x+" * 2500,
    "q=%00",
    "q=%ED%A0%80wind",
    "q=%FF%FE",
    "q=wind&q=solar",
    "q[]=wind",
    "page=99999999999999999999999999",
    "q=wind&page=10000",
    "page=-5",
    "page=1&page=2",
    "country[]=DE&country[0]=PT",
    "&".join(f"country=A{number}" for number in range(500)),
    "__proto__=1&facets.country=DE&sort=script",
    "sort=_script&sort[_script]=1",
    "size=100000&from=5&per_page=100000",
    "scope=partner&partner=spi",
    "&&&==&=",
    ";",
    "%",
]


def test_odd_parameters_are_dropped_or_cut(portal: Client) -> None:
    for path in PAGES:
        for query in ODD:
            assert portal.get(f"/en/{path}", QUERY_STRING=query).status_code == 200, (path, query)


@ON_THE_DATABASE
def test_only_declared_facets_are_filters(portal: Client) -> None:
    """The facet “partner” is for the portal's own use, the others do not exist."""
    for query in ("partner=nobody", "secret=x", "facets=x", "data.city=x", "country=ZZ", "country=<script>"):
        response = portal.get(f"/en/clusters/?{query}")
        assert response.context["results"].total == 1, query
        assert not response.context["results"].chips


@ON_THE_DATABASE
def test_texts_and_choices_are_cut_at_their_limits(portal: Client) -> None:
    many = [("country", code) for code in _countries()]
    assert len(many) > MOST_VALUES
    response = portal.get(f"/en/clusters/?{urlencode([*many, ('q', 'wind ' * 100)])}")
    criteria = response.context["results"].criteria
    assert len(criteria.filters["country"]) == MOST_VALUES
    assert len(criteria.text) <= LONGEST_TEXT


def test_a_page_that_is_out_of_reach_is_the_last_one(portal: Client, either_engine: str) -> None:
    for page in ("2", "501", "10000", "10001", "9" * 30):
        results = portal.get("/en/clusters/", {"page": page}).context["results"]
        assert (results.page, len(results.hits)) == (1, 1)
        # Elasticsearch refuses what is beyond its window.
        assert (results.engine, results.degraded) == (either_engine, False)


def _countries() -> list[str]:
    from vocabularies.registry import get_vocabulary

    return get_vocabulary("country").all_codes()
