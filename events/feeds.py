"""Atom feed of the events."""

from django.http import HttpRequest

from search.criteria import Criteria
from search.feeds import SearchFeed


class EventFeed(SearchFeed):
    """The next events that a filter finds; past ones where the filter asks for them."""

    kind = "event"
    sort = "start"

    def get_object(self, request: HttpRequest) -> Criteria:
        criteria = super().get_object(request)
        if criteria.filters.get("when") == ("past",):
            return criteria.replace(sort="latest")
        if "when" in criteria.filters:
            return criteria
        return criteria.replace(filters={**criteria.filters, "when": ("upcoming",)})
