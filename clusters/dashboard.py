"""The profiles that need their editors, on the dashboard."""

from collections.abc import Sequence

from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusters.reports import StaleProfilesReport, stale_profiles
from portal.dashboard import SHOWN, Line, ListPanel
from portal.own_part import own_paths
from portal.reports import edit_url


class StaleProfilesPanel(ListPanel):
    """Profiles that nobody has confirmed for twelve months."""

    name = "stale-profiles"
    order = 230
    heading = gettext_lazy("Stale profiles: not confirmed for 12 months")
    empty = gettext_lazy("Every profile of your part was confirmed in the last 12 months.")

    def concerns(self, request: HttpRequest) -> bool:
        """Who looks after pages."""
        return bool(own_paths(request.user))

    def lines(self, request: HttpRequest) -> tuple[Sequence[Line], int, str]:
        """The oldest first. Two queries."""
        profiles = stale_profiles(request.user)
        lines = [
            Line(
                profile.title,
                edit_url(profile),
                date_format(profile.last_confirmed) if profile.last_confirmed else _("Never confirmed"),
                profile.locale.language_code,
            )
            for profile in profiles[:SHOWN]
        ]
        return lines, profiles.count(), reverse(StaleProfilesReport.url_name())
