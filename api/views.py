"""API v1: the portal's content for programs, read-only."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from ninja import NinjaAPI

import clusters.records
import events.records
import news.records
from api import schemas
from api.describing import described
from api.documentation import Documentation
from api.questions import Problem, Refused, criteria_of, language_of
from clusters.models import CountryPage
from portal.paths import absolute_url
from search.collation import sort_key
from search.results import Hit, Results
from search.service import hits_by_path, search
from vocabularies.registry import TermVocabulary, get_vocabulary, vocabulary_names

ERRORS = {422: schemas.ErrorOut, 429: schemas.ErrorOut}


class PortalAPI(NinjaAPI):
    """Django Ninja's API, described by what the search declares."""

    def get_openapi_schema(self, **kwargs: Any) -> Any:
        """The OpenAPI document with the parameters, and the codes that they take now."""
        return described(super().get_openapi_schema(**kwargs))


api = PortalAPI(
    title="Cluster Portal",
    version="1.0.0",
    urls_namespace="api_v1",
    description="Clusters, news and events of the portal, read-only and without a key.",
    docs=Documentation(),
)


@api.exception_handler(Refused)
def refused(request: HttpRequest, error: Refused) -> HttpResponse:
    """422 with every reason."""
    problems = [{"parameter": each.parameter, "reason": each.reason} for each in error.problems]
    return api.create_response(
        request, {"detail": "Parameters are refused.", "problems": problems}, status=422
    )


@api.exception_handler(Http404)
def not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    """404 with its reason."""
    return api.create_response(request, {"detail": str(error) or "Not found.", "problems": []}, status=404)


@api.get("/clusters", response={200: schemas.ClusterListingOut, **ERRORS}, operation_id="clusters")
def list_clusters(request: HttpRequest) -> dict[str, Any]:
    """Clusters that a search finds, with the counts of the filters."""
    return _listing(request, "cluster", clusters.records.record)


@api.get(
    "/clusters/{slug}",
    response={200: schemas.ClusterDetailOut, 404: schemas.ErrorOut, **ERRORS},
    operation_id="cluster",
)
def get_cluster(request: HttpRequest, slug: str) -> dict[str, Any]:
    """One cluster."""
    language = language_of(request.GET)
    hits = []
    if slug.isprintable():
        # The path holds the country too; there are some forty, and paths are indexed.
        countries = CountryPage.objects.values_list("slug", flat=True).distinct()
        hits = hits_by_path("cluster", [f"clusters/{country}/{slug}/" for country in countries], language)
    if not hits:
        raise Http404(f"There is no cluster “{slug}”.")
    return clusters.records.record(hits[0]) | {"contacts": hits[0].data["contacts"]}


@api.get("/news", response={200: schemas.NewsListingOut, **ERRORS}, operation_id="news")
def list_news(request: HttpRequest) -> dict[str, Any]:
    """News that a search finds, with the counts of the filters."""
    return _listing(request, "news", news.records.record)


@api.get("/events", response={200: schemas.EventListingOut, **ERRORS}, operation_id="events")
def list_events(request: HttpRequest) -> dict[str, Any]:
    """Events that a search finds, with the counts of the filters."""
    return _listing(request, "event", events.records.record)


@api.get(
    "/vocabularies/{name}",
    response={200: schemas.VocabularyOut, 404: schemas.ErrorOut, 429: schemas.ErrorOut},
    operation_id="vocabulary",
)
def get_vocabulary_terms(request: HttpRequest, name: str) -> dict[str, Any]:
    """The codes of a vocabulary with their labels in every language."""
    if name not in vocabulary_names():
        raise Http404(f"There is no vocabulary “{name}”. There are: {', '.join(vocabulary_names())}.")
    vocabulary = get_vocabulary(name)
    offered = set(vocabulary.codes())
    # Terms have an order of their own; countries and languages have none but that of their names.
    placed = {code: number for number, code in enumerate(TermVocabulary(name).all_codes())}
    language = settings.LANGUAGE_CODE
    return {
        "name": name,
        "terms": [
            {
                "code": code,
                "labels": vocabulary.labels(code),
                "parent": vocabulary.parent(code),
                "offered": code in offered,
            }
            for code in sorted(
                vocabulary.all_codes(),
                key=lambda code: (
                    placed.get(code, len(placed)),
                    sort_key(vocabulary.label(code, language), language),
                ),
            )
        ],
    }


def _listing(request: HttpRequest, kind: str, record: Callable[[Hit], dict[str, Any]]) -> dict[str, Any]:
    criteria = criteria_of(kind, request.GET)
    with translation.override(criteria.language):
        results = search(criteria)
        if results.page != criteria.page:
            reason = f"Page {criteria.page} is beyond the last one, {results.pages}."
            raise Refused(Problem("page", reason))
        return {
            "total": results.total,
            "page": results.page,
            "pages": results.pages,
            "per_page": criteria.hits_per_page,
            "next": _page_url(request, results, results.page + 1),
            "previous": _page_url(request, results, results.page - 1),
            "html": absolute_url(results.listing_url),
            "engine": results.engine,
            "degraded": results.degraded,
            "searched_for": results.relaxed.text if results.relaxed else criteria.text,
            "results": [record(hit) for hit in results.hits],
            "facets": {
                facet.name: [
                    {
                        "code": value.code,
                        "label": value.label,
                        "count": value.count,
                        "selected": value.selected,
                    }
                    for value in facet.values
                ]
                for facet in results.facets
            },
        }


def _page_url(request: HttpRequest, results: Results, number: int) -> str | None:
    if not 1 <= number <= results.pages:
        return None
    query = request.GET.copy()
    query["page"] = str(number)
    return absolute_url(f"{request.path}?{query.urlencode()}")
