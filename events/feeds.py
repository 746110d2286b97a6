"""Atom feed of the events."""

from datetime import datetime

from django.http import HttpRequest
from django.utils.translation import get_language, gettext

from portal.templatetags.moment_tags import date_span
from search.criteria import Criteria
from search.feeds import SearchFeed
from search.results import Hit
from vocabularies.registry import get_vocabulary


class EventFeed(SearchFeed):
    """The next events that a filter finds; past ones where the filter asks for them."""

    kind = "event"
    sort = "start"

    def get_object(self, request: HttpRequest) -> Criteria:
        criteria = super().get_object(request)
        if "past" in criteria.filters.get("when", ()):
            return criteria.replace(sort="latest")
        if "when" in criteria.filters:
            return criteria
        return criteria.replace(filters={**criteria.filters, "when": ("upcoming",)})

    def item_title(self, item: Hit) -> str:
        """Its title; what was called off says so first."""
        title = super().item_title(item)
        return f"{gettext('Cancelled:')} {title}" if item.data.get("cancelled") else title

    def item_description(self, item: Hit) -> str:
        """When and where it is, then what about."""
        data = item.data
        end = datetime.fromisoformat(data["end"]) if data["end"] else None
        labels = get_vocabulary("country").label
        places = [data["city"], *(labels(code, get_language() or "") for code in data["country"])]
        when = date_span(datetime.fromisoformat(data["start"]), end, data["time_zone"])
        facts = " · ".join(filter(None, [when, ", ".join(filter(None, places))]))
        return "\n".join(filter(None, [facts, super().item_description(item)]))
