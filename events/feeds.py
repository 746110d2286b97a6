"""Atom feed of the events."""

from django.http import HttpRequest
from django.utils.translation import gettext

from events.occasion import When, where
from search.criteria import Criteria
from search.feeds import SearchFeed
from search.results import Hit


class EventFeed(SearchFeed):
    """The next events that a filter finds; past ones where the filter asks for them."""

    kind = "event"
    sort = "start"

    def get_object(self, request: HttpRequest) -> Criteria:
        criteria = super().get_object(request)
        if "past" in criteria.filters.get("when", ()):
            # Where there are upcoming ones too, they come first; what is past begins with the latest.
            return criteria.replace(sort="next")
        if "when" in criteria.filters:
            return criteria
        return criteria.replace(filters={**criteria.filters, "when": ("upcoming",)})


def entry(hit: Hit) -> tuple[str, str]:
    """An event in a feed: what was called off says so first; when and where it is, then what about."""
    data = hit.data
    title = f"{gettext('Cancelled:')} {hit.title}" if data.get("cancelled") else hit.title
    place = where(data["city"], data["country"], online=data["online"])
    facts = " · ".join(filter(None, [str(When.of_hit(hit)), place]))
    return title, "\n".join(filter(None, [facts, hit.summary]))
