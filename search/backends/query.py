"""The body of an Elasticsearch search, built by hand.

One filter aggregation counts all facets without a selection, one more each facet with one; the selections
themselves are a ``post_filter``. What a visitor types reaches match queries only.
"""

from collections.abc import Sequence
from typing import Any

from portal.settings.languages import PORTAL_LANGUAGES
from search.criteria import Criteria
from search.folding import folded_words
from search.kinds import RELEVANCE, SORTS, Facet, get_kind

# More values than any vocabulary has.
_MOST_BUCKETS = 5_000
# The server gives up a little before the client does.
_SERVER_TIMEOUT = "1500ms"
_SHOWN = ["slug", "path", "source_language", "texts.*.title", "texts.*.summary", "facets", "sort", "data"]
_FREE = "free"

Body = dict[str, Any]


def search_body(criteria: Criteria, *, size: int, start: int, aggregate: bool) -> Body:
    """Body of a search.

    Arguments:
        criteria: what is searched for.
        size: hits wanted.
        start: hits to pass over; size and start together are 10,000 at most.
        aggregate: count the facets too.
    """
    selections = _selections(criteria)
    must, filters = _text_query(criteria)
    filters += [_having(get_kind(criteria.kind).facet(name), codes) for name, codes in criteria.scope.items()]
    body: Body = {
        "size": size,
        "from": start,
        "timeout": _SERVER_TIMEOUT,
        "track_total_hits": True,
        "sort": _sort(criteria),
        "_source": _SHOWN,
    }
    if aggregate:
        body["aggs"] = _aggregations(criteria, selections)
        if selections:
            body["post_filter"] = _all_of(selections.values())
    else:
        filters += selections.values()
    body["query"] = {"bool": {"must": must, "filter": filters}} if must or filters else {"match_all": {}}
    return body


def read_counts(criteria: Criteria, aggregations: Body) -> dict[str, dict[str, int]]:
    """Counts by facet and code from the answer's aggregations."""
    counts = {}
    for facet in get_kind(criteria.kind).shown_facets:
        holder = facet.name if facet.name in criteria.filters else _FREE
        buckets = aggregations[holder][facet.name]["buckets"]
        if facet.range_field:
            counts[facet.name] = {code: bucket["doc_count"] for code, bucket in buckets.items()}
        else:
            counts[facet.name] = {bucket["key"]: bucket["doc_count"] for bucket in buckets}
    return counts


def _text_query(criteria: Criteria) -> tuple[list[Body], list[Body]]:
    """What ranks, and what is required: every word, in whatever language or field."""
    if not criteria.text:
        return [], []
    words = " ".join(folded_words(criteria.text))
    if not words:
        return [], [{"match_none": {}}]
    own = criteria.language
    known = any(language.code == own for language in PORTAL_LANGUAGES)
    ranked: list[Body] = [{"match": {"exact": {"query": words, "boost": 30}}}]
    ranked.append({"match": {"folded.title": {"query": words, "boost": 4}}})
    ranked.append({"match": {"folded.all": {"query": words, "boost": 0.5}}})
    others = [f"all.{language.code}" for language in PORTAL_LANGUAGES if language.code != own]
    ranked.append({"multi_match": {"query": criteria.text, "fields": others, "boost": 0.3}})
    if known:
        texts = [f"texts.{own}.title^6", f"texts.{own}.summary^3", f"labels.{own}^2", f"all.{own}"]
        ranked.append({"multi_match": {"query": criteria.text, "fields": texts, "type": "most_fields"}})
    required = [_has_word(chunk, own if known else "", others) for chunk in criteria.text.split()]
    return [{"bool": {"should": ranked, "minimum_should_match": 1}}], [word for word in required if word]


def _has_word(chunk: str, own: str, others: list[str]) -> Body | None:
    """One word of the text, or several joined by an apostrophe or a hyphen: all of them are required."""
    folded = " ".join(folded_words(chunk))
    if not folded:
        return None
    anywhere: list[Body] = [
        {"match": {"folded.all": {"query": folded, "operator": "and"}}},
        {"multi_match": {"query": chunk, "fields": others, "operator": "and"}},
    ]
    if own:
        # A word that the visitor's language does not count as one ("the") is no condition.
        field = {"query": chunk, "operator": "and", "zero_terms_query": "all"}
        anywhere.append({"match": {f"all.{own}": field}})
    return {"bool": {"should": anywhere, "minimum_should_match": 1}}


def _selections(criteria: Criteria) -> dict[str, Body]:
    kind = get_kind(criteria.kind)
    return {name: _having(kind.facet(name), codes) for name, codes in criteria.filters.items()}


def _having(facet: Facet, codes: Sequence[str]) -> Body:
    if facet.range_field:
        return {"bool": {"should": [_within(facet, code) for code in codes], "minimum_should_match": 1}}
    return {"terms": {f"facets.{facet.name}": list(codes)}}


def _within(facet: Facet, code: str) -> Body:
    start, end = facet.range_of(code)
    bounds = {name: bound for name, bound in (("gte", start), ("lt", end)) if bound is not None}
    return {"range": {f"sort.{facet.range_field}": bounds}}


def _all_of(conditions: Any) -> Body:
    return {"bool": {"filter": list(conditions)}}


def _aggregations(criteria: Criteria, selections: dict[str, Body]) -> Body:
    aggregations: Body = {}
    free = {}
    for facet in get_kind(criteria.kind).shown_facets:
        if facet.name in selections:
            others = [condition for name, condition in selections.items() if name != facet.name]
            aggregations[facet.name] = {"filter": _all_of(others), "aggs": {facet.name: _buckets(facet)}}
        else:
            free[facet.name] = _buckets(facet)
    if free:
        aggregations[_FREE] = {"filter": _all_of(selections.values()), "aggs": free}
    return aggregations


def _buckets(facet: Facet) -> Body:
    if facet.ranges:
        return {"filters": {"filters": {code: _within(facet, code) for code in facet.ranges()}}}
    return {"terms": {"field": f"facets.{facet.name}", "size": _MOST_BUCKETS}}


def _sort(criteria: Criteria) -> list[Body]:
    # The key makes the order total, so that pages neither repeat nor lose a hit.
    tie_break = {"key": "asc"}
    if criteria.sort == RELEVANCE:
        return [{"_score": "desc"}, tie_break]
    sort = SORTS[criteria.sort]
    order = {
        "order": "desc" if sort.descending else "asc",
        "missing": "_last",
        "unmapped_type": "long" if sort.number else "keyword",
    }
    return [{f"sort.{sort.key(criteria.language)}": order}, tie_break]
