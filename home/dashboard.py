"""What concerns every editor on the dashboard: their drafts, and what the checks found in their part."""

from collections.abc import Sequence

from django.db.models import CharField, Exists, OuterRef
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, WorkflowState

from clusters.reports import ExpiredLabelsReport, expired_labels
from events.reports import EventsWithoutCountryReport, events_without_country
from media.reports import ImagesWithoutAltReport, images_without_alt
from portal.dashboard import SHOWN, Line, ListPanel
from portal.own_part import own_paths
from portal.reports import edit_url


class MyDraftsPanel(ListPanel):
    """Pages whose newest version is this person's and not public, and that nobody reviews."""

    name = "my-drafts"
    order = 200
    heading = _("My drafts")
    empty = _("Everything you wrote is published or in review.")

    def concerns(self, request: HttpRequest) -> bool:
        """Who looks after pages."""
        return bool(own_paths(request.user))

    def lines(self, request: HttpRequest) -> tuple[Sequence[Line], int, str]:
        """What was changed last comes first. Two queries."""
        in_review = WorkflowState.objects.active().filter(
            base_content_type__app_label="wagtailcore",
            base_content_type__model="page",
            object_id=Cast(OuterRef("pk"), CharField()),
        )
        drafts = (
            Page.objects.filter(
                ~Exists(in_review),
                has_unpublished_changes=True,
                alias_of=None,
                latest_revision__user=request.user,
            )
            .select_related("locale")
            .order_by("-latest_revision_created_at")
        )
        lines = [
            Line(
                draft.get_admin_display_title(),
                edit_url(draft),
                date_format(draft.latest_revision_created_at, "SHORT_DATETIME_FORMAT"),
                draft.locale.language_code,
            )
            for draft in drafts[:SHOWN]
        ]
        return lines, drafts.count(), reverse("wagtailadmin_explore_root")


class FailingChecksPanel(ListPanel):
    """How much each check found in the part of this person; only checks that found something."""

    name = "failing-checks"
    order = 225
    heading = _("Failing checks")
    empty = _("All checks of your part pass.")
    checks = (
        (ImagesWithoutAltReport, images_without_alt),
        (EventsWithoutCountryReport, events_without_country),
        (ExpiredLabelsReport, expired_labels),
    )

    def concerns(self, request: HttpRequest) -> bool:
        """Who looks after pages."""
        return bool(own_paths(request.user))

    def lines(self, request: HttpRequest) -> tuple[Sequence[Line], int, str]:
        """A line a check; a query each."""
        found = [(report, rows(request.user).count()) for report, rows in self.checks]
        lines = [
            Line(str(report.page_title), reverse(report.url_name()), str(count))
            for report, count in found
            if count
        ]
        return lines, len(lines), ""
