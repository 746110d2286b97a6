"""The cluster search."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from clusters.map import MOST_POINTS
from search.criteria import Criteria
from search.pages import ListingPage


class ClusterIndexPage(ListingPage):
    """The page that searches clusters; below it the countries."""

    kind = "cluster"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["clusters.CountryPage"]

    class Meta:
        verbose_name = _("cluster search")
        verbose_name_plural = _("cluster searches")

    def get_criteria(self, request: HttpRequest) -> Criteria:
        criteria = super().get_criteria(request)
        return (
            criteria.replace(page=criteria.page, per_page=MOST_POINTS) if criteria.view == "map" else criteria
        )
