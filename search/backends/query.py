"""The body of an Elasticsearch search, built by hand.

One filter aggregation counts all facets without a selection, one more each facet with one; the selections
themselves are a ``post_filter``. What a visitor types reaches match queries only.
"""

from collections.abc import Sequence
from typing import Any

from portal.settings.languages import PORTAL_LANGUAGES
from search import compounds
from search.criteria import Criteria
from search.highlighting import CLOSE, EXCERPT, OPEN
from search.kinds import RELEVANCE, SORTS, Facet, get_kind
from search.synonyms import Phrase
from search.ways_out import WORDS, searches_for_less
from search.wording import Unit, folded_name, is_acronym, telling_words, typed_units, units_of

# More values than any vocabulary has.
MOST_BUCKETS = 5_000
# The server gives up a little before the client does.
SERVER_TIMEOUT = "1500ms"
SHOWN = ["slug", "path", "source_language", "texts.*.title", "texts.*.summary", "facets", "sort", "data"]
# German words and the parts of the compounds among them; a search asks for them as for any German word.
PARTS = "parts"
_PARTS_FIELD = f"all.{compounds.LANGUAGE}.{PARTS}"
_FREE, _TEXT = "free", "text"
_LESS, _WORDLESS = "less", "wordless"
# Characters of a text that are looked through for a passage to show.
_LONGEST_MARKED = 50_000
# Above every sum of scores that words can reach.
_FIRST = 1_000

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
    filters += scope_of(criteria)
    body: Body = {
        "size": size,
        "from": start,
        "timeout": SERVER_TIMEOUT,
        "track_total_hits": True,
        "sort": _sort(criteria),
        "_source": SHOWN,
    }
    aggregations = _aggregations(criteria, selections) if aggregate else {}
    if criteria.text and selections:
        # How many have the words, whatever is chosen: that decides whether the words are right.
        aggregations[_TEXT] = {"filter": {"match_all": {}}}
    if aggregations:
        body["aggs"] = aggregations
    if aggregations and selections:
        body["post_filter"] = all_of(selections.values())
    else:
        filters += selections.values()
    if criteria.text and size:
        body["highlight"] = _highlight(criteria)
    body["query"] = {"bool": {"must": must, "filter": filters}} if must or filters else {"match_all": {}}
    return body


def first_hits_body(number: int, query: Body, sort: list[Body]) -> Body:
    """Body of a search for the first hits alone, whatever their number."""
    return {
        "size": number,
        "timeout": SERVER_TIMEOUT,
        "track_total_hits": False,
        "_source": SHOWN,
        "query": query,
        "sort": sort,
    }


def read_text_total(response: Body) -> int:
    """How many documents have the words, whatever is chosen."""
    aggregation = response.get("aggregations", {}).get(_TEXT)
    return int(aggregation["doc_count"] if aggregation else response["hits"]["total"]["value"])


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


def read_less(criteria: Criteria, aggregations: Body) -> dict[str, int]:
    """Hits of the ``searches_for_less``."""
    if not criteria.filters:
        return {}
    totals = {name: bucket["doc_count"] for name, bucket in aggregations[_LESS]["buckets"].items()}
    if _WORDLESS in aggregations:
        totals[WORDS] = aggregations[_WORDLESS][WORDS]["doc_count"]
    return totals


def _text_query(criteria: Criteria) -> tuple[list[Body], list[Body]]:
    """What ranks, and what is required: every unit, in whatever language or field."""
    if not criteria.text:
        return [], []
    units = units_of(criteria)
    if not units:
        return [], [{"match_none": {}}]
    own = own_language(criteria)
    typed = " ".join(unit.typed for unit in units)
    words = " ".join(word for unit in units for word in unit.words)
    ranked = [
        exact_name(criteria),
        {"match": {"folded.title": {"query": words, "boost": 4}}},
        {"match": {"folded.all": {"query": words, "boost": 0.5}}},
        {"multi_match": {"query": typed, "fields": _foreign(own), "boost": 0.3}},
    ]
    if own:
        texts = [f"texts.{own}.title^6", f"texts.{own}.summary^3", f"labels.{own}^2", f"all.{own}"]
        ranked.append({"multi_match": {"query": typed, "fields": texts, "type": "most_fields"}})
    if before := typed_units(criteria):
        as_typed = all_of([has_unit(unit, own) for unit in before])
        ranked.append({"constant_score": {"filter": as_typed, "boost": _FIRST / 2}})
    for unit in units:
        ranked += [_ranked_equivalent(phrase, own) for phrase in unit.equivalents]
        if unit.parts:
            ranked.append({"match": {"folded.all": {"query": " ".join(unit.parts), "boost": 0.5}}})
    return [any_of(ranked)], [has_unit(unit, own) for unit in units]


def own_language(criteria: Criteria) -> str:
    """The visitor's language, if the index knows it."""
    return criteria.language if any(lang.code == criteria.language for lang in PORTAL_LANGUAGES) else ""


def _foreign(own: str) -> list[str]:
    """Fields with all texts of each language but the visitor's, and with the parts of German compounds."""
    return [*(f"all.{language.code}" for language in PORTAL_LANGUAGES if language.code != own), _PARTS_FIELD]


def exact_name(criteria: Criteria) -> Body:
    """What bears exactly this name goes before everything else, however often others have its words."""
    name = {"match": {"exact": folded_name(criteria.text)}}
    return {"constant_score": {"filter": name, "boost": _FIRST}}


def has_unit(unit: Unit, own: str) -> Body:
    """A unit as it was typed, or one of its equivalents."""
    typed = [unit.typed] if len(unit.words) == 1 else unit.words
    forms = [all_of([_has_word(*word, own) for word in zip(typed, unit.words, strict=True)])]
    forms += [_equivalent(phrase, _anywhere(own)) for phrase in unit.equivalents]
    if unit.parts:
        forms.append(all_of([_has_word(part, part, own) for part in unit.parts]))
    return any_of(forms) if len(forms) > 1 else forms[0]


def _equivalent(phrase: Phrase, fields: list[str], **options: float) -> Body:
    """An equivalent in one of the fields, its words in a row; a very short one in names only."""
    if is_acronym(phrase):
        fields = ["folded.title"]
    return {"multi_match": {"query": " ".join(phrase), "fields": fields, "type": "phrase", **options}}


def _ranked_equivalent(phrase: Phrase, own: str) -> Body:
    fields = ["folded.title^2", "folded.summary", *(f"{field}^0.5" for field in _anywhere(own))]
    return _equivalent(phrase, fields, boost=0.6)


def _anywhere(own: str) -> list[str]:
    return ["folded.all", *_foreign(own), *([f"all.{own}"] if own else [])]


def _has_word(typed: str, folded: str, own: str) -> Body:
    """A word, in one of the forms that any language gives it."""
    anywhere: list[Body] = [
        {"match": {"folded.all": folded}},
        {"multi_match": {"query": typed, "fields": _foreign(own), "operator": "and"}},
    ]
    if own:
        # A word that the visitor's language does not count as one ("the") is no condition.
        field = {"query": typed, "operator": "and", "zero_terms_query": "all"}
        anywhere.append({"match": {f"all.{own}": field}})
    return any_of(anywhere)


def any_of(conditions: list[Body]) -> Body:
    return {"bool": {"should": conditions, "minimum_should_match": 1}}


def _highlight(criteria: Criteria) -> Body:
    """Marks in the texts of the visitor's language; those of other languages are marked in Python."""
    own = own_language(criteria) or PORTAL_LANGUAGES[0].code
    units = units_of(criteria)
    typed = " ".join(unit.typed for unit in units)
    words = " ".join(sorted(telling_words(units)))
    # Its own query, else the codes of a scope and every other language would be marked too.
    marked = [{"match": {f"all.{own}": f"{typed} {words}"}}, {"match": {"folded.all": words}}]
    whole = {"number_of_fragments": 0}
    return {
        "pre_tags": [OPEN],
        "post_tags": [CLOSE],
        "require_field_match": False,
        "max_analyzed_offset": _LONGEST_MARKED,
        "highlight_query": any_of(marked),
        "fields": {
            f"texts.{own}.title": whole,
            f"texts.{own}.summary": whole,
            f"texts.{own}.body": {"number_of_fragments": 1, "fragment_size": EXCERPT},
        },
    }


def scope_of(criteria: Criteria) -> list[Body]:
    """Conditions that the page sets, whatever the visitor chooses."""
    kind = get_kind(criteria.kind)
    return [_having(kind.facet(name), codes) for name, codes in criteria.scope.items()]


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


def all_of(conditions: Any) -> Body:
    return {"bool": {"filter": list(conditions)}}


def _aggregations(criteria: Criteria, selections: dict[str, Body]) -> Body:
    aggregations: Body = {}
    free = {}
    for facet in get_kind(criteria.kind).shown_facets:
        if facet.name in selections:
            others = [condition for name, condition in selections.items() if name != facet.name]
            aggregations[facet.name] = {"filter": all_of(others), "aggs": {facet.name: _buckets(facet)}}
        else:
            free[facet.name] = _buckets(facet)
    if free:
        aggregations[_FREE] = {"filter": all_of(selections.values()), "aggs": free}
    return aggregations | _less(criteria)


def _less(criteria: Criteria) -> Body:
    """How many hits there would be for less: known with the answer, if it is needed."""
    searches = searches_for_less(criteria)
    wordless = searches.pop(WORDS, None)
    aggregations: Body = {}
    if searches:
        conditions = {name: all_of(_selections(search).values()) for name, search in searches.items()}
        aggregations[_LESS] = {"filters": {"filters": conditions}}
    if wordless:
        condition = all_of([*scope_of(wordless), *_selections(wordless).values()])
        aggregations[_WORDLESS] = {"global": {}, "aggs": {WORDS: {"filter": condition}}}
    return aggregations


def _buckets(facet: Facet) -> Body:
    if facet.ranges:
        return {"filters": {"filters": {code: _within(facet, code) for code in facet.ranges()}}}
    return {"terms": {"field": f"facets.{facet.name}", "size": MOST_BUCKETS}}


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
