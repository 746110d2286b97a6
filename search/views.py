"""The site-wide search."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portal.paths import public_path
from search.criteria import Criteria
from search.kinds import all_kinds
from search.service import search

SHOWN = 5


def site_search(request: HttpRequest) -> HttpResponse:
    """Everything that has the words, grouped by kind, each group linked to its own listing."""
    language = request.LANGUAGE_CODE
    groups = []
    query = ""
    for kind in all_kinds():
        criteria = Criteria.parse(kind.name, {"q": request.GET.get("q", "")}, language).replace(
            per_page=SHOWN
        )
        query = criteria.text
        if not query:
            break
        results = search(criteria, aggregate=False)
        more = ""
        if kind.path:
            more = f"{public_path(language, kind.path)}?{criteria.replace(per_page=None).query_string()}"
        groups.append({"label": kind.label, "kind": kind.name, "results": results, "url": more})
    return render(request, "search/site_search.html", {"query": query, "groups": groups})
