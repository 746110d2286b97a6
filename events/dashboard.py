"""The next events, on the dashboard."""

from collections.abc import Sequence
from datetime import timedelta

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.listings import start
from events.models import EventPage
from portal.dashboard import SHOWN, Line, ListPanel
from portal.own_part import own_pages, own_paths
from portal.reports import edit_url
from translation.sources import originals

SOON = timedelta(days=14)


def events_soon(user: object) -> QuerySet:
    """Events in somebody's part, published or not, that begin in the next 14 days; the next first."""
    now = timezone.now()
    return originals(own_pages(user, EventPage)).filter(start__range=(now, now + SOON)).order_by("start")


class EventsSoonPanel(ListPanel):
    """Events of the next 14 days."""

    name = "events-soon"
    order = 235
    heading = _("Your events in the next 14 days")
    empty = _("No event of your part begins in the next 14 days.")

    def concerns(self, request: HttpRequest) -> bool:
        """Who looks after pages."""
        return bool(own_paths(request.user))

    def lines(self, request: HttpRequest) -> tuple[Sequence[Line], int, str]:
        """The next first. Two queries."""
        events = events_soon(request.user)
        lines = [
            Line(
                event.title,
                edit_url(event),
                f"{start(event)} · {event.city}".rstrip(" ·"),
                event.locale.language_code,
            )
            for event in events[:SHOWN]
        ]
        return lines, events.count(), reverse("event_pages:index") + "?when=upcoming"
