"""The parameters in the OpenAPI document: they follow from the kinds of content and their facets.

Codes are listed as they are at the moment, so that a program can check its own questions.
"""

from typing import Any

from api.questions import MOST_PER_PAGE, choices, languages
from search.criteria import LONGEST_TEXT, MOST_VALUES, WINDOW
from search.kinds import Facet, SearchKind, get_kind
from search.occurrences import occurring_values
from search.vocabularies import PlainCodes
from vocabularies.registry import vocabulary_names

KINDS = {"/clusters": "cluster", "/news": "news", "/events": "event"}

_WORDS = {
    "q": "Words, all required, in any language of the portal.",
    "page": f"From 1. At most {WINDOW} records can be paged through.",
    "per_page": "Records a page.",
    "exact": "Search for the words as they are typed, without forgiving typing errors.",
    "sort": "Order; “relevance” needs words.",
    "view": "Taken so that the query string of a page for people can be used; changes nothing.",
    "lang": "Language of names, summaries and labels.",
}


def described(document: Any) -> Any:
    """The OpenAPI document with what the framework does not know of the operations."""
    for path, operations in document["paths"].items():
        operation = operations["get"]
        ending = path.removeprefix("/api/v1")
        if ending in KINDS:
            operation["parameters"] = parameters(get_kind(KINDS[ending]))
        elif ending.startswith("/clusters/"):
            operation["parameters"].append(_parameter("lang", _one_of(languages())))
        else:
            operation["parameters"][0]["schema"] = _one_of(vocabulary_names())
    return document


def parameters(kind: SearchKind) -> list[dict[str, Any]]:
    """The parameters of a kind's listing. One query."""
    plain = [facet.name for facet in kind.shown_facets if isinstance(facet.vocabulary, PlainCodes)]
    occurring = occurring_values(kind.name, plain)
    listed = [_facet(facet, sorted(occurring.get(facet.name, ()))) for facet in kind.shown_facets]
    number = {"type": "integer", "minimum": 1}
    return [
        _parameter("q", {"type": "string", "maxLength": LONGEST_TEXT}),
        *listed,
        *(_parameter(name, _one_of(values)) for name, values in choices(kind).items()),
        _parameter("page", number | {"maximum": WINDOW, "default": 1}),
        _parameter("per_page", number | {"maximum": MOST_PER_PAGE, "default": kind.per_page}),
    ]


def _facet(facet: Facet, occurring: list[str]) -> dict[str, Any]:
    codes = occurring if isinstance(facet.vocabulary, PlainCodes) else facet.terms.all_codes()
    schema: dict[str, Any] = {"type": "array", "items": {"type": "string"}, "maxItems": 0}
    if codes:
        schema |= {"items": _one_of(codes), "maxItems": MOST_VALUES}
    text = f"{facet.label}: one of the codes, repeated for several."
    if isinstance(facet.vocabulary, str):
        text += f" Labels: /api/v1/vocabularies/{facet.vocabulary}."
    return {"in": "query", "name": facet.name, "description": text, "schema": schema, "explode": True}


def _parameter(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"in": "query", "name": name, "description": _WORDS[name], "schema": schema}


def _one_of(codes: list[str]) -> dict[str, Any]:
    return {"type": "string", "enum": codes}
