"""Events for calendars, and a month of them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from events.calendar import calendar_of
from events.months import code_of, first_day, month_of
from search.criteria import Criteria
from search.limits import limited
from search.occurrences import occurring_values
from search.results import name_of
from search.service import every_hit, hits_by_path, search

# Seconds that a calendar may be kept without asking again.
FRESH = 300
# Events on a page of a month.
MOST_IN_A_MONTH = 200


def _answer(hits: list, name: str, filename: str) -> HttpResponse:
    response = HttpResponse(calendar_of(hits, name), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{filename}.ics"'
    return response


@limited("export")
@conditional_page
@require_safe
@cache_control(public=True, max_age=FRESH)
def calendar(request: HttpRequest) -> HttpResponse:
    """Every event that the query string finds, as a calendar to subscribe to."""
    criteria = Criteria.parse("event", request.GET, request.LANGUAGE_CODE)
    return _answer(list(every_hit(criteria)), name_of(criteria), "events")


@conditional_page
@require_safe
@cache_control(public=True, max_age=FRESH)
def event(request: HttpRequest, path: str) -> HttpResponse:
    """One event, by its address; 404 unless it is public."""
    hits = hits_by_path("event", [f"events/{path}/"], request.LANGUAGE_CODE)
    if not hits:
        raise Http404
    return _answer(hits, hits[0].title, hits[0].slug)


@require_safe
def month(request: HttpRequest, code: str = "") -> HttpResponse:
    """The events of a month that the query string finds, as a table and as a list.

    Arguments:
        request: its query string filters, as that of the listing does.
        code: the month, ``2031-05``; "" for this one.
    """
    code = code or code_of(timezone.localdate())
    asked = Criteria.parse("event", request.GET, request.LANGUAGE_CODE)
    asked = asked.replace(sort="start", per_page=MOST_IN_A_MONTH, page=asked.page)
    results = search(asked.narrowed("month", code), aggregate=False)
    with_events = occurring_values("event", ["month"])["month"]
    context = {
        "results": results,
        "month": month_of(first_day(code), results.hits, with_events),
        "query": asked.query_string(sort=""),
    }
    return render(request, "events/event_calendar.html", context)
