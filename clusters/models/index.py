"""The cluster search."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from portal.pages import BasePage, SummaryMixin
from search.criteria import Criteria
from search.service import search


class ClusterIndexPage(SummaryMixin, BasePage):
    """The page that searches clusters; below it the countries."""

    parent_page_types = ["home.HomePage"]
    subpage_types = ["clusters.CountryPage"]
    max_count_per_parent = 1

    content_panels = [*BasePage.content_panels, FieldPanel("summary")]

    class Meta:
        verbose_name = _("cluster search")
        verbose_name_plural = _("cluster searches")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["results"] = search(Criteria.parse("cluster", request.GET, request.LANGUAGE_CODE))
        return context
