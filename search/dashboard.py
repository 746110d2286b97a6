"""What visitors looked for in vain, on the dashboard."""

from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.db.models import Sum
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from portal.dashboard import SHOWN, Line, ListPanel
from search.models import SearchedText
from search.reports import search_url

DAYS = 30


class SearchesWithoutHitsPanel(ListPanel):
    """The texts that found nothing most often in the last thirty days."""

    name = "searches-without-hits"
    order = 240
    heading = _("Searches without hits in the last 30 days")
    empty = _("Everybody found something in the last 30 days.")

    def concerns(self, request: HttpRequest) -> bool:
        """Who may see the report."""
        return request.user.has_perm("search.view_searchedtext")

    def lines(self, request: HttpRequest) -> tuple[Sequence[Line], int, str]:
        """The most frequent first. Two queries."""
        since = timezone.localdate() - timedelta(days=DAYS)
        rows = (
            SearchedText.objects.filter(hits=0, day__gt=since)
            .values("text", "language", "kind")
            .annotate(times=Sum("searches"))
            .order_by("-times", "text")
        )
        names = dict(settings.LANGUAGES)
        lines = [
            Line(
                row["text"],
                search_url(dict(row)),
                f"{names.get(row['language'], row['language'])} · "
                + ngettext("%(count)d time", "%(count)d times", row["times"]) % {"count": row["times"]},
            )
            for row in rows[:SHOWN]
        ]
        return lines, rows.count(), reverse("searches_without_hits")
