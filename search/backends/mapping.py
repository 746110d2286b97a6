"""Settings and mapping of the Elasticsearch index of a kind.

Only what every distribution has: no plugin, no optional module.
"""

import hashlib
import json
from typing import Any

from portal.settings.languages import PORTAL_LANGUAGES, Language
from search import compounds
from search.backends import names
from search.backends.query import PARTS
from search.kinds import SORTS, SearchKind

# For languages without an analyser of their own: words, lower case, accents folded.
_PLAIN = "plain"
# Words that arrive folded and separated by spaces.
_FOLDED = "folded"


def index_body(kind: SearchKind) -> dict[str, Any]:
    """Body of the request that creates the index of a kind."""
    return {
        "settings": {
            "number_of_shards": 1,
            # A search wakes an index without this only after a pause: new content would be late.
            "refresh_interval": "1s",
            "analysis": {
                "analyzer": {
                    _PLAIN: {
                        "type": "custom",
                        "tokenizer": "standard",
                        "filter": ["lowercase", "asciifolding"],
                    },
                    _FOLDED: {"type": "custom", "tokenizer": "whitespace"},
                    **names.ANALYSIS["analyzer"],
                    PARTS: {
                        "type": "custom",
                        "tokenizer": "standard",
                        # The list has the words as they are written, so it comes before they are normalised.
                        "filter": ["lowercase", PARTS, "german_normalization", "german_light"],
                    },
                },
                "filter": {
                    **names.ANALYSIS["filter"],
                    PARTS: {
                        "type": "dictionary_decompounder",
                        "word_list": compounds.part_list(),
                        "min_word_size": compounds.SHORTEST_COMPOUND,
                        "min_subword_size": compounds.SHORTEST_PART,
                        # "Wasserstoff" is not about water.
                        "only_longest_match": True,
                    },
                    "german_light": {"type": "stemmer", "language": "light_german"},
                },
            },
        },
        "mappings": {"dynamic": False, "properties": _properties(kind)},
    }


def fingerprint(kind: SearchKind) -> str:
    """Eight characters that change with the settings or the mapping."""
    return _digest(index_body(kind))


def fingerprint_without_words(kind: SearchKind) -> str:
    """Eight characters that change with all that questions rely on: not with the parts of compounds."""
    body = index_body(kind)
    del body["settings"]["analysis"]["filter"][PARTS]["word_list"]
    return _digest(body)


def _digest(body: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()[:8]


def _properties(kind: SearchKind) -> dict[str, Any]:
    words = {"type": "text", "analyzer": _FOLDED}
    return {
        "key": {"type": "keyword"},
        "slug": {"type": "keyword", "index": False, "doc_values": False},
        "path": {"type": "keyword", "index": False, "doc_values": False},
        "source_language": {"type": "keyword"},
        "texts": {"properties": {language.code: _texts(language) for language in PORTAL_LANGUAGES}},
        "labels": {
            "properties": {lang.code: _text(lang, copy_to=f"all.{lang.code}") for lang in PORTAL_LANGUAGES}
        },
        # One field a language for "has this word", so that a search asks few fields.
        "all": {"properties": {language.code: _all(language) for language in PORTAL_LANGUAGES}},
        "folded": {
            "properties": {
                "title": words | {"copy_to": "folded.all", "fields": names.beginnings("word")},
                "summary": words | {"copy_to": "folded.all"},
                "rest": words | {"copy_to": "folded.all"},
                "all": words,
            }
        },
        "exact": {"type": "keyword", "fields": names.beginnings("name")},
        "facets": {
            "properties": {
                facet.name: {"type": "keyword", "eager_global_ordinals": True}
                for facet in kind.facets
                if facet.range_field is None
            }
        },
        "sort": {"properties": _sort_keys(kind)},
        "data": {"type": "object", "enabled": False},
    }


def _text(language: Language, **options: str) -> dict[str, Any]:
    return {"type": "text", "analyzer": language.analyzer or _PLAIN} | options


def _all(language: Language) -> dict[str, Any]:
    field = _text(language)
    if language.code == compounds.LANGUAGE:
        field["fields"] = {PARTS: {"type": "text", "analyzer": PARTS, "search_analyzer": field["analyzer"]}}
    return field


def _texts(language: Language) -> dict[str, Any]:
    # With offsets in the index, marks cost next to nothing: a text need not be analysed again for them.
    field = _text(language, copy_to=f"all.{language.code}", index_options="offsets")
    return {"properties": {"title": field, "summary": field, "body": field}}


def _sort_keys(kind: SearchKind) -> dict[str, Any]:
    # Sorted and compared, never searched; a keyword's limit of 32 kB is far away.
    keys: dict[str, Any] = {}
    for sort in (SORTS[name] for name in kind.sorts):
        for name in (
            [sort.key(language.code) for language in PORTAL_LANGUAGES] if sort.per_language else [sort.field]
        ):
            if name:
                keys[name] = {"type": "long" if sort.number else "keyword"}
    for facet in kind.facets:
        if facet.range_field:
            keys[facet.range_field] = {"type": "keyword"}
    return keys
