"""The site-wide search."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from search import log
from search.criteria import Criteria
from search.kinds import SearchKind, all_kinds
from search.service import search_kinds

SHOWN = 5


def site_search(request: HttpRequest) -> HttpResponse:
    """Everything that has the words, grouped by kind, each group linked to its own listing."""
    kinds = all_kinds()
    searches = [_criteria(kind, request) for kind in kinds]
    text = searches[0].text
    groups = search_kinds(searches) if text else []
    log.note(*groups)
    context = {
        "text": text,
        "groups": groups,
        "total": sum(results.total for results in groups),
        # Each kind may have meant another word by a typing error; said once where it is the same.
        "relaxed": {each.relaxed.text: each for each in groups if each.relaxed and each.total}.values(),
        "listings": [kind for kind in kinds if kind.path],
    }
    return render(request, "search/site_search.html", context)


def _criteria(kind: SearchKind, request: HttpRequest) -> Criteria:
    """The words alone: filters belong to the listings. What has no listing is seen here or nowhere."""
    words = {name: request.GET.get(name, "") for name in ("q", "exact")}
    criteria = Criteria.parse(kind.name, words, request.LANGUAGE_CODE)
    return criteria.replace(per_page=SHOWN) if kind.path else criteria
