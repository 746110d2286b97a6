"""Events for calendars."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from events.calendar import calendar_of
from search.criteria import Criteria
from search.service import every_hit, hits_by_path


def _answer(hits: list, language: str, filename: str) -> HttpResponse:
    response = HttpResponse(calendar_of(hits, language), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{filename}.ics"'
    return response


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """Every event that the query string finds, as a calendar to subscribe to."""
    criteria = Criteria.parse("event", request.GET, request.LANGUAGE_CODE)
    return _answer(list(every_hit(criteria)), request.LANGUAGE_CODE, "events")


@require_safe
def event(request: HttpRequest, path: str) -> HttpResponse:
    """One event, by its address; 404 unless it is public."""
    hits = hits_by_path("event", [f"events/{path}/"], request.LANGUAGE_CODE)
    if not hits:
        raise Http404
    return _answer(hits, request.LANGUAGE_CODE, hits[0].slug)
