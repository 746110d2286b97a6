"""Series and events in the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.pages import PageListingViewSet, PageViewSet

from events.listings import (
    EVENT_COLUMNS,
    SERIES_COLUMNS,
    EventFilterSet,
    EventIndexView,
    EventsBelowView,
    SeriesFilterSet,
)
from events.models import EventIndexPage, EventPage, EventSeriesPage
from partners.listings import OwnersBelowView


class EventPageViewSet(PageViewSet):
    """A series' events in the explorer."""

    model = EventPage
    parent_models = [EventSeriesPage]
    index_view_class = EventsBelowView
    columns = EVENT_COLUMNS
    filterset_class = EventFilterSet


class SeriesPageViewSet(PageViewSet):
    """The series in the explorer."""

    model = EventSeriesPage
    parent_models = [EventIndexPage]
    index_view_class = OwnersBelowView
    columns = SERIES_COLUMNS
    filterset_class = SeriesFilterSet


class EventListingViewSet(PageListingViewSet):
    """All events, of every series, for the main menu."""

    model = EventPage
    index_view_class = EventIndexView
    columns = EVENT_COLUMNS
    filterset_class = EventFilterSet
    name = "event_pages"
    url_prefix = "events"
    menu_label = _("Events")
    menu_order = 130
    add_to_admin_menu = True
    icon = "date"


event_viewsets = [EventPageViewSet(), SeriesPageViewSet(), EventListingViewSet()]
