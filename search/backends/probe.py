"""What a text that finds next to nothing makes us ask Elasticsearch: which words are meant, which can go."""

from search.backends.base import Probe
from search.backends.query import SERVER_TIMEOUT, Body, any_of, exact_name, has_unit, own_language, scope_of
from search.criteria import Criteria
from search.folding import folded_words
from search.typing_errors import LONG_WORD, PREFIX, SHORT_WORD
from search.wording import Unit, units_of

_EXPANSIONS = 20
_CANDIDATES = 5
# A word that more documents have is right.
_RARE = 3
_FUZZY = {
    "fuzziness": f"AUTO:{SHORT_WORD},{LONG_WORD}",
    "prefix_length": PREFIX,
    "max_expansions": _EXPANSIONS,
}


def probe_body(criteria: Criteria) -> Body:
    """Body of the request: the best document that has some of the units, typing errors forgiven."""
    units = units_of(criteria)
    own = own_language(criteria)
    typed = {str(number): has_unit(unit, own) for number, unit in enumerate(units)}
    nearly = [_nearly(unit, str(number), typed[str(number)]) for number, unit in enumerate(units)]
    return {
        "size": 1,
        "timeout": SERVER_TIMEOUT,
        "track_total_hits": False,
        "_source": ["folded"],
        "sort": [{"_score": "desc"}, {"key": "asc"}],
        "query": {"bool": {"should": nearly, "minimum_should_match": 1, "filter": scope_of(criteria)}},
        "aggs": {"units": {"filters": {"filters": typed}}, "exact": {"filter": exact_name(criteria)}},
        "suggest": {
            str(number): {
                "text": unit.words[0],
                "term": {
                    "field": "folded.all",
                    "suggest_mode": "popular",
                    "prefix_length": PREFIX,
                    "min_word_length": SHORT_WORD,
                    "max_term_freq": _RARE,
                    "size": _CANDIDATES,
                },
            }
            for number, unit in enumerate(units)
            if len(unit.words) == 1 and len(unit.words[0]) >= SHORT_WORD
        },
    }


def read_probe(criteria: Criteria, response: Body) -> Probe:
    """What the answer says."""
    numbers = response["aggregations"]["units"]["buckets"]
    count = len(units_of(criteria))
    hits = response["hits"]["hits"]
    words = folded_words(" ".join(hits[0]["_source"]["folded"].values())) if hits else []
    return Probe(
        exact=bool(response["aggregations"]["exact"]["doc_count"]),
        numbers=tuple(numbers[str(number)]["doc_count"] for number in range(count)),
        candidates=tuple(
            {option["text"]: option["freq"] for entry in entries for option in entry["options"]}
            for entries in (response.get("suggest", {}).get(str(number), []) for number in range(count))
        ),
        kept=frozenset(int(name) for name in hits[0].get("matched_queries", ())) if hits else frozenset(),
        words=frozenset(words),
    )


def _nearly(unit: Unit, name: str, typed: Body) -> Body:
    """The unit with typing errors: one point for having it, and a little for how near and how rare."""
    if len(unit.words) > 1:
        return {"constant_score": {"filter": typed, "_name": name}}
    near = {"query": unit.words[0], **_FUZZY}
    has = {"constant_score": {"filter": any_of([typed, {"match": {"folded.all": near}}]), "_name": name}}
    rank = {"match": {"folded.all": near | {"boost": 0.001}}}
    return {"bool": {"must": [has], "should": [rank]}}
