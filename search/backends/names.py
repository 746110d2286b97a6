"""Names that begin with what somebody types, in Elasticsearch: the fields they need, and the search."""

from typing import Any

from search.backends.base import SHORTEST_BEGINNING, NameQuestion
from search.backends.query import Body, first_hits_body

_LONGEST = 15
# A name that is exactly so, and one that begins so, before one in which a later word begins so.
_WHOLE, _BEGINNING = 4, 2

# The beginnings are indexed; what is typed is compared as it is.
ANALYSIS: Body = {
    "filter": {
        "beginnings": {"type": "edge_ngram", "min_gram": SHORTEST_BEGINNING, "max_gram": _LONGEST},
        "cut": {"type": "truncate", "length": _LONGEST},
    },
    "analyzer": {
        f"{of}_{name}": {"type": "custom", "tokenizer": tokenizer, "filter": [filter_name]}
        for of, tokenizer in (("word", "whitespace"), ("name", "keyword"))
        for name, filter_name in (("beginnings", "beginnings"), ("typed", "cut"))
    },
}


def beginnings(of: str) -> Body:
    """The sub-field "starts": beginnings of each "word", or of the whole "name"."""
    return {
        "starts": {
            "type": "text",
            "analyzer": f"{of}_beginnings",
            "search_analyzer": f"{of}_typed",
            "norms": False,
            "index_options": "docs",
        }
    }


def names_body(question: NameQuestion) -> Body:
    """Body of the search for the names."""
    better = (("exact", _WHOLE), ("exact.starts", _BEGINNING))
    query = {
        "bool": {
            "filter": [
                {"match": {"folded.title.starts": {"query": " ".join(question.words), "operator": "and"}}}
            ],
            "should": [
                {"constant_score": {"filter": {"match": {field: question.whole}}, "boost": boost}}
                for field, boost in better
            ],
        }
    }
    by_name = {f"sort.name_{question.language}": {"order": "asc", "unmapped_type": "keyword"}}
    return first_hits_body(question.number, query, [{"_score": "desc"}, by_name, {"key": "asc"}])


def read_codes(question: NameQuestion, response: Any) -> dict[str, dict[str, int]]:
    """Counts of the codes asked for, from the response to ``codes_body``."""
    counts = {}
    for name, codes in question.codes.items():
        buckets = response["aggregations"][name]["buckets"]
        counts[name] = {b["key"]: b["doc_count"] for b in buckets if b["key"] in set(codes)}
    return counts
