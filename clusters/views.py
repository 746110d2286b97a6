"""Suggestions for the search box, and clusters side by side."""

from collections.abc import Iterable
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from clusters.compare import LEAST, MOST, clusters_called, compare
from clusters.suggest import suggestions
from search.criteria import Criteria
from search.limits import limited
from search.service import search

# Seconds: who goes back a letter asks nobody, and a new cluster is soon suggested.
SUGGESTIONS_KEPT = 60
# Clusters offered to be added to a comparison.
MOST_FOUND = 8
# Of the addresses that are asked to be compared: more are not looked at.
_MOST_ASKED = 12
_LONGEST_SLUG = 255


@limited("suggest")
@require_safe
@cache_control(public=True, max_age=SUGGESTIONS_KEPT)
def suggest(request: HttpRequest) -> JsonResponse:
    """Suggestions for what is typed so far, see ``suggestions``."""
    return JsonResponse(suggestions(request.GET.get("q", ""), request.LANGUAGE_CODE))


@require_safe
def comparison(request: HttpRequest) -> HttpResponse:
    """Two to four clusters side by side, named by ``cluster``; with fewer, the way to choose them.

    ``q`` finds clusters to add. What is no cluster, or one too many, is said; never an error.
    """
    named = (slug[:_LONGEST_SLUG] for slug in request.GET.getlist("cluster") if slug and slug.isprintable())
    asked = list(dict.fromkeys(named))[:_MOST_ASKED]
    found = clusters_called(asked, request.LANGUAGE_CODE)
    chosen = found[:MOST]
    criteria = Criteria.parse("cluster", {"q": request.GET.get("q", "")}, request.LANGUAGE_CODE)
    results = search(criteria.replace(per_page=MOST_FOUND), aggregate=False) if criteria.text else None
    slugs = [hit.slug for hit in chosen]
    context = {
        "chosen": [
            {"hit": hit, "without": _query(slug for slug in slugs if slug != hit.slug)} for hit in chosen
        ],
        "unknown": [slug for slug in asked if slug not in {hit.slug for hit in found}],
        "left_out": found[MOST:],
        "comparison": compare(chosen) if len(chosen) >= LEAST else None,
        "room": MOST - len(chosen),
        "most": MOST,
        "results": results,
        "found": [
            {"hit": hit, "query": _query([*slugs, hit.slug])} for hit in results.hits if hit.slug not in slugs
        ]
        if results
        else [],
    }
    return render(request, "clusters/compare.html", context)


def _query(slugs: Iterable[str]) -> str:
    return urlencode([("cluster", slug) for slug in slugs])
