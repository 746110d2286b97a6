"""The bodies of an Elasticsearch search, built by hand; all of a search go into one request.

What is chosen narrows the hits, so that only those are ranked, and the facets in which nothing is chosen are
counted with them. What is wider than the hits is counted beside them, without ranking: the facets with a
choice, and what there would be for less. What a visitor types reaches match queries only.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from portal.settings.languages import PORTAL_LANGUAGES
from search import compounds
from search.criteria import Criteria
from search.facets import listed_facets
from search.highlighting import CLOSE, EXCERPT, OPEN
from search.kinds import RELEVANCE, SORTS, Facet, get_kind
from search.synonyms import Phrase
from search.ways_out import FILTERS, WORDS, searches_for_less
from search.wording import Unit, folded_name, is_acronym, telling_words, typed_units, units_of

# More values than any vocabulary has.
MOST_BUCKETS = 5_000
# The server gives up a little before the client does.
SERVER_TIMEOUT = "1500ms"
SHOWN = ["slug", "path", "source_language", "texts.*.title", "texts.*.summary", "facets", "sort", "data"]
# German words and the parts of the compounds among them; a search asks for them as for any German word.
PARTS = "parts"
_PARTS_FIELD = f"all.{compounds.LANGUAGE}.{PARTS}"
# What the bodies of a search are for.
HITS, LAST, WIDER, WORDLESS, OCCURRING = "hits", "last", "wider", "wordless", "occurring"
_LESS = "less"
# Characters of a text that are looked through for a passage to show.
_LONGEST_MARKED = 50_000
# Where a document stands in an order with ``Sort.first``.
_FIRST_ASCENDING = """
if (doc[params.key].size() == 0) return params.last;
long at = ZonedDateTime.parse(doc[params.key].value).toInstant().toEpochMilli();
boolean first = doc[params.range].size() > 0 && doc[params.range].value.compareTo(params.since) >= 0;
return first ? at : params.last - at - 1;
"""
# Above every sum of scores that words can reach.
_FIRST = 1_000

Body = dict[str, Any]


def search_bodies(criteria: Criteria, *, aggregate: bool) -> dict[str, Body]:
    """Bodies of a search by what they are for, without those from which there is nothing to know.

    HITS; LAST: of a relaxed search the last hits as well, for it is the last request that may be made; WIDER:
    what has the words, whatever is chosen; WORDLESS: what is chosen, whatever the words; OCCURRING: which
    codes any document has.

    Arguments:
        criteria: what is searched for.
        aggregate: count the facets too.
    """
    bodies = {HITS: page_body(criteria)}
    if aggregate and (free := _free_facets(criteria)):
        bodies[HITS]["aggs"] = {facet.name: _buckets(facet) for facet in free}
    if criteria.relaxation and criteria.page > 1:
        bodies[LAST] = hits_body(criteria, size=criteria.hits_per_page, backwards=True)
    if criteria.filters and (aggregate or criteria.text):
        bodies[WIDER] = _count_body(criteria.replace(filters={}))
        if aggregate:
            bodies[WIDER]["aggs"] = _wider(criteria)
    if aggregate and (wordless := searches_for_less(criteria).get(WORDS)):
        bodies[WORDLESS] = _count_body(wordless)
    if aggregate and (listed := listed_facets(criteria)):
        bodies[OCCURRING] = codes_body(listed)
    return bodies


def page_body(criteria: Criteria) -> Body:
    """Body of a search for the hits of the page, which is within the window."""
    size = criteria.hits_per_page
    return hits_body(criteria, size=size, start=(criteria.page - 1) * size)


def hits_body(criteria: Criteria, *, size: int, start: int = 0, backwards: bool = False) -> Body:
    """Body of a search for hits alone.

    Arguments:
        criteria: what is searched for.
        size: hits wanted.
        start: hits to pass over; size and start together are 10,000 at most.
        backwards: from the last one.
    """
    body: Body = {
        "size": size,
        "from": start,
        "timeout": SERVER_TIMEOUT,
        "track_total_hits": True,
        "sort": _sort(criteria, backwards),
        "_source": SHOWN,
        "query": {"bool": {"must": _ranking(criteria), "filter": _conditions(criteria)}},
    }
    if criteria.text and size:
        body["highlight"] = _highlight(criteria)
    return body


def _count_body(criteria: Criteria) -> Body:
    """Body of a search that only counts."""
    return {
        "size": 0,
        "timeout": SERVER_TIMEOUT,
        "track_total_hits": True,
        # Of words that the analysis drops, the ranking asks for one at least, so the hits are those alone.
        "query": all_of([*_conditions(criteria), *_ranking(criteria)]),
    }


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


def codes_body(facets: Iterable[str]) -> Body:
    """Body of the search that counts every code of the facets.

    It is the same whatever is typed, so Elasticsearch keeps the response until the index changes.
    """
    terms = {name: {"terms": {"field": f"facets.{name}", "size": MOST_BUCKETS}} for name in facets}
    return {"size": 0, "timeout": SERVER_TIMEOUT, "track_total_hits": False, "aggs": terms}


def read_total(response: Body) -> int:
    """How many hits there are, on all pages."""
    return int(response["hits"]["total"]["value"])


def read_hits(criteria: Criteria, responses: Mapping[str, Body]) -> list[Body]:
    """The hits of the page, or of the last one where that is known."""
    hits: list[Body] = responses[HITS]["hits"]["hits"]
    if hits or LAST not in responses:
        return hits
    on_last_page = (read_total(responses[HITS]) - 1) % criteria.hits_per_page + 1
    return responses[LAST]["hits"]["hits"][:on_last_page][::-1]


def read_text_total(responses: Mapping[str, Body]) -> int:
    """How many documents have the words, whatever is chosen."""
    return read_total(responses.get(WIDER, responses[HITS]))


def read_counts(criteria: Criteria, responses: Mapping[str, Body]) -> dict[str, dict[str, int]]:
    """Counts by facet and code."""
    counts = {}
    for facet in get_kind(criteria.kind).shown_facets:
        if facet.name in criteria.filters:
            buckets = responses[WIDER]["aggregations"][facet.name][facet.name]["buckets"]
        else:
            buckets = responses[HITS]["aggregations"][facet.name]["buckets"]
        if facet.range_field:
            counts[facet.name] = {code: bucket["doc_count"] for code, bucket in buckets.items()}
        else:
            counts[facet.name] = {bucket["key"]: bucket["doc_count"] for bucket in buckets}
    return counts


def read_less(criteria: Criteria, responses: Mapping[str, Body]) -> dict[str, int]:
    """Hits of the ``searches_for_less``."""
    if not criteria.filters:
        return {}
    totals = {FILTERS: read_text_total(responses)}
    counted = responses[WIDER]["aggregations"][_LESS]["buckets"]
    totals |= {name: bucket["doc_count"] for name, bucket in counted.items()}
    if criteria.text:
        totals[WORDS] = read_total(responses[WORDLESS])
    return totals


def read_occurring(responses: Mapping[str, Body]) -> dict[str, set[str]]:
    """The codes that any document has, by facet, of the ``listed_facets``."""
    counted = responses[OCCURRING]["aggregations"] if OCCURRING in responses else {}
    return {name: {bucket["key"] for bucket in facet["buckets"]} for name, facet in counted.items()}


def _ranking(criteria: Criteria) -> list[Body]:
    """What ranks: more or less of the words, here or there."""
    units = units_of(criteria)
    if not units:
        return []
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
    return [any_of(ranked)]


def _conditions(criteria: Criteria) -> list[Body]:
    """What is required: every unit of the text in whatever field, the scope, and what is chosen."""
    units = units_of(criteria)
    if criteria.text and not units:
        return [{"match_none": {}}]
    own = own_language(criteria)
    return [*(has_unit(unit, own) for unit in units), *scope_of(criteria), *_selections(criteria).values()]


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


def _free_facets(criteria: Criteria) -> list[Facet]:
    """The facets to count in which nothing is chosen."""
    return [facet for facet in get_kind(criteria.kind).shown_facets if facet.name not in criteria.filters]


def _wider(criteria: Criteria) -> Body:
    """The counts of each facet with a choice, in spite of it, and the hits that there would be for less."""
    kind, selections = get_kind(criteria.kind), _selections(criteria)
    aggregations: Body = {}
    for name in selections:
        others = [condition for other, condition in selections.items() if other != name]
        aggregations[name] = {"filter": all_of(others), "aggs": {name: _buckets(kind.facet(name))}}
    less = {name: search for name, search in searches_for_less(criteria).items() if name in selections}
    conditions = {name: all_of(_selections(search).values()) for name, search in less.items()}
    return aggregations | {_LESS: {"filters": {"filters": conditions}}}


def _buckets(facet: Facet) -> Body:
    if facet.ranges:
        return {"filters": {"filters": {code: _within(facet, code) for code in facet.ranges()}}}
    return {"terms": {"field": f"facets.{facet.name}", "size": MOST_BUCKETS}}


def _first_ascending(criteria: Criteria, first: tuple[str, str]) -> Body:
    """The script of an order with ``Sort.first``. Always the same, so that it is compiled once."""
    name, code = first
    facet = get_kind(criteria.kind).facet(name)
    params = {
        "key": f"sort.{SORTS[criteria.sort].key(criteria.language)}",
        "range": f"sort.{facet.range_field}",
        "since": facet.range_of(code)[0],
        # Milliseconds beyond every date, and still exact as a floating-point number.
        "last": 9_000_000_000_000_000,
    }
    return {"type": "number", "script": {"source": _FIRST_ASCENDING, "params": params}}


def _sort(criteria: Criteria, backwards: bool) -> list[Body]:
    up, down, last = ("desc", "asc", "_first") if backwards else ("asc", "desc", "_last")
    # The key makes the order total, so that pages neither repeat nor lose a hit.
    tie_break = {"key": up}
    if criteria.sort == RELEVANCE:
        return [{"_score": down}, tie_break]
    sort = SORTS[criteria.sort]
    if sort.first:
        return [{"_script": _first_ascending(criteria, sort.first) | {"order": up}}, tie_break]
    order = {
        "order": down if sort.descending else up,
        "missing": last,
        "unmapped_type": "long" if sort.number else "keyword",
    }
    return [{f"sort.{sort.key(criteria.language)}": order}, tie_break]
