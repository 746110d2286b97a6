"""Reports on cluster profiles: which are stale, whose label has expired."""

from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn

from clusters.completeness import percent
from clusters.listings import lacking, with_missing
from clusters.models import ClusterPage, CountryPage
from partners.reports import PartnerReport
from portal.own_part import own_pages
from translation.sources import originals
from vocabularies.registry import get_vocabulary


def stale_profiles(user: object) -> QuerySet:
    """Public profiles in somebody's part that were not confirmed for twelve months; the oldest first."""
    profiles = originals(own_pages(user, ClusterPage).live()).filter(lacking("last_confirmed"))
    return profiles.order_by(F("last_confirmed").asc(nulls_first=True), "title")


def expired_labels(user: object) -> QuerySet:
    """Profiles in somebody's part whose label has expired; the oldest first."""
    profiles = originals(own_pages(user, ClusterPage))
    return profiles.filter(label_expires__lt=timezone.localdate()).exclude(label=[]).order_by("label_expires")


def label_names(profile: ClusterPage) -> str:
    """Names of the profile's labels."""
    names = get_vocabulary("label")
    return ", ".join(names.label(code) for code in profile.label)


class StaleProfilesReport(PartnerReport):
    """Profiles that nobody has confirmed for twelve months, with how complete they are."""

    slug = "stale-profiles"
    page_title = _("Stale profiles")
    header_icon = "history"
    owner = CountryPage
    own_columns = [
        DateColumn("last_confirmed", label=_("Last confirmed")),
        Column("completeness", label=_("Completeness"), accessor=lambda page: f"{percent(page.missing)} %"),
    ]
    own_headings = {"last_confirmed": _("Last confirmed"), "missing": _("Things missing")}

    def find(self, user: object) -> QuerySet:
        """See ``stale_profiles``."""
        return with_missing(stale_profiles(user))


class ExpiredLabelsReport(PartnerReport):
    """Profiles that carry a label that has expired."""

    slug = "expired-labels"
    page_title = _("Expired labels")
    header_icon = "tag"
    owner = CountryPage
    own_columns = [
        Column("label", label=_("Label"), accessor=label_names),
        DateColumn("label_expires", label=_("Expired on")),
    ]
    own_headings = {"label": _("Label"), "label_expires": _("Expired on")}

    def find(self, user: object) -> QuerySet:
        """See ``expired_labels``."""
        return expired_labels(user)
