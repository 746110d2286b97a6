"""What the listings of the admin show of series and events, and what they can be filtered by."""

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.ui.tables.pages import ParentPageColumn
from wagtail.admin.views.pages.listing import ExplorableIndexView, IndexView

from events.models import EventPage, EventSeriesPage
from partners.listings import (
    OwnerFilterSet,
    PartnerFilter,
    WithPartnerAbove,
    labels_of,
    owner_columns,
    page_columns,
)
from portal.page_filters import SearchablePageFilterSet
from translation.language_states import LanguagesColumn, LanguageStateFilter
from vocabularies.filters import CodeFilter


class EventFilterSet(SearchablePageFilterSet):
    """Filters of events; Wagtail's own come after them."""

    when = django_filters.ChoiceFilter(
        label=_("When"), choices=[("upcoming", _("Upcoming")), ("past", _("Past"))], method="at_time"
    )
    country = CodeFilter(label=_("Country"), field_name="country", vocabulary="country")
    sector = CodeFilter(label=_("Sector"), field_name="sectors", vocabulary="sector")
    event_type = CodeFilter(label=_("Type"), field_name="event_type", vocabulary="event_type")
    partner = PartnerFilter()
    translation = LanguageStateFilter()

    class Meta:
        model = EventPage
        fields: list[str] = []

    def at_time(self, rows: QuerySet, _name: str, when: str) -> QuerySet:
        """Events that begin from now on, or began before."""
        now = timezone.now()
        return rows.filter(start__gte=now) if when == "upcoming" else rows.filter(start__lt=now)


class SeriesFilterSet(OwnerFilterSet):
    """Filters of series."""

    class Meta(OwnerFilterSet.Meta):
        model = EventSeriesPage


_countries = labels_of("country", "country")


def _place(page: EventPage) -> str:
    return _countries(page) or (str(_("Online")) if page.online else "")


def start(page: EventPage) -> str:
    """When an event starts, as the clock reads there; empty for a draft that has no time yet."""
    return page.start.astimezone(page.zone).strftime("%Y-%m-%d %H:%M") if page.start else ""


EVENT_COLUMNS = page_columns(
    ParentPageColumn("parent", label=_("Series")),
    Column("start", label=_("Start"), accessor=start, sort_key="start"),
    Column("country", label=_("Country"), accessor=_place),
    LanguagesColumn("languages", label=_("Languages")),
    Column("partner_code", label=_("Partner")),
)
SERIES_COLUMNS = owner_columns("events", _("Events"))


class EventIndexView(WithPartnerAbove, IndexView):
    """All events."""

    owner = EventSeriesPage


class EventsBelowView(WithPartnerAbove, ExplorableIndexView):
    """The events of a series, in the page explorer."""

    owner = EventSeriesPage
