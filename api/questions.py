"""What the API is asked: the parameters of the portal's own listings, but nothing is guessed.

A listing for people drops what it does not know. A program that misspells a code must be told so, or it would
take every cluster for the clusters of a sector.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.http import QueryDict

from search.criteria import LONGEST_TEXT, MOST_VALUES, VIEWS, WINDOW, Criteria
from search.kinds import Facet, SearchKind, get_kind

MOST_PER_PAGE = 100

_NUMBER = re.compile(r"[1-9][0-9]{0,8}\Z", re.ASCII)


@dataclass(frozen=True)
class Problem:
    """Why a parameter is refused."""

    parameter: str
    reason: str


class Refused(Exception):
    """The question cannot be meant so. ``problems``: every one of them, not only the first."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(problems)
        self.problems = problems


def criteria_of(kind_name: str, query: QueryDict) -> Criteria:
    """The criteria of a listing for machines.

    Arguments:
        kind_name: name of the kind of content.
        query: the parameters: those of the listing for people, ``per_page`` and ``lang``.

    Raises Refused for everything that ``Criteria.parse`` would drop or cut.
    """
    kind = get_kind(kind_name)
    language = query.get("lang", settings.LANGUAGE_CODE)
    criteria = Criteria.parse(kind_name, query, language)
    problems = [*_unknown(kind, query), *_misused(kind, query), *_unknown_codes(kind, query, criteria)]
    if problems:
        raise Refused(*problems)
    return criteria.replace(page=criteria.page, per_page=int(query.get("per_page", kind.per_page)))


def language_of(query: QueryDict) -> str:
    """The language asked for, where nothing else can be asked. Raises Refused."""
    problems = [Problem(name, "The only parameter here is lang.") for name in query if name != "lang"]
    language = query.get("lang", settings.LANGUAGE_CODE)
    if language not in languages():
        problems.append(Problem("lang", f"“{language}” is none of: {', '.join(languages())}."))
    if problems:
        raise Refused(*problems)
    return language


def choices(kind: SearchKind) -> dict[str, list[str]]:
    """The parameters that have a few fixed values, with these values."""
    return {"exact": ["1"], "sort": list(kind.sorts), "view": list(VIEWS), "lang": languages()}


def languages() -> list[str]:
    """What ``lang`` may be."""
    return list(dict(settings.LANGUAGES))


def _unknown(kind: SearchKind, query: QueryDict) -> Iterator[Problem]:
    single = ["q", "page", "per_page", *choices(kind)]
    facets = [facet.name for facet in kind.shown_facets]
    for name in query:
        if name not in single and name not in facets:
            known = ", ".join([*single, *facets])
            yield Problem(name, f"There is no such parameter. There are: {known}.")
        elif name in single and len(query.getlist(name)) > 1:
            yield Problem(name, "This parameter can be given once only.")


def _misused(kind: SearchKind, query: QueryDict) -> Iterator[Problem]:
    if len(query.get("q", "")) > LONGEST_TEXT:
        yield Problem("q", f"The text is longer than {LONGEST_TEXT} characters.")
    for name, values in choices(kind).items():
        if name in query and query[name] not in values:
            yield Problem(name, f"“{query[name]}” is none of: {', '.join(values)}.")
    for name in ("page", "per_page"):
        if name in query and not _NUMBER.match(str(query[name])):
            yield Problem(name, f"“{query[name]}” is no whole number from 1.")
            return
    page, per_page = int(query.get("page", 1)), int(query.get("per_page", kind.per_page))
    if per_page > MOST_PER_PAGE:
        yield Problem("per_page", f"At most {MOST_PER_PAGE} records come at once.")
    elif page * per_page > WINDOW:
        yield Problem("page", f"Only the first {WINDOW} records can be paged through; exports have them all.")


def _unknown_codes(kind: SearchKind, query: QueryDict, criteria: Criteria) -> Iterator[Problem]:
    for facet in kind.shown_facets:
        codes = query.getlist(facet.name)
        if len(codes) > MOST_VALUES:
            yield Problem(facet.name, f"More than {MOST_VALUES} values.")
            continue
        unknown = [code for code in dict.fromkeys(codes) if not criteria.is_selected(facet.name, code)]
        if unknown:
            said = ", ".join(f"“{code}”" for code in unknown)
            yield Problem(facet.name, f"Unknown: {said}. {_known(facet)}")


def _known(facet: Facet) -> str:
    if isinstance(facet.vocabulary, str):
        return f"The codes are at /api/v1/vocabularies/{facet.vocabulary}."
    return "The values in use are in /api/v1/openapi.json."
