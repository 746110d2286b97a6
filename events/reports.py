"""A report on events that visitors do not find by country."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from events.listings import start
from events.models import EventPage, EventSeriesPage
from partners.reports import PartnerReport
from portal.own_part import own_pages
from translation.sources import originals


def events_without_country(user: object) -> QuerySet:
    """Events in somebody's part that take place somewhere and say no country; the latest first."""
    events = originals(own_pages(user, EventPage))
    return events.filter(country=[]).exclude(online=True, venue="", city="").order_by("-start")


class EventsWithoutCountryReport(PartnerReport):
    """Events without a country, which no filter and no map shows."""

    slug = "events-without-country"
    page_title = _("Events without country")
    header_icon = "date"
    owner = EventSeriesPage
    own_columns = [Column("start", label=_("Start"), accessor=start), Column("city", label=_("Town"))]
    own_headings = {"start": _("Start"), "city": _("Town"), "venue": _("Venue")}

    def find(self, user: object) -> QuerySet:
        """See ``events_without_country``."""
        return events_without_country(user)
