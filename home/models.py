"""The front page and the standard pages."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from partners.models import PartnerPage
from portal.blocks.body import BodyField
from portal.pages import BasePage, ProsePage
from search.criteria import Criteria
from search.service import first_hits, search


class HomePage(BasePage):
    """The front page of one language; everything in that language is below it."""

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "home.StandardPage",
        "clusters.ClusterIndexPage",
        "news.NewsIndexPage",
        "events.EventIndexPage",
        "partners.PartnersIndexPage",
    ]

    headline = models.CharField(_("headline"), max_length=160)
    lead = models.TextField(_("lead"), blank=True, max_length=400)
    body = BodyField(verbose_name=_("body"))

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("headline"),
        FieldPanel("lead"),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("front page")
        verbose_name_plural = _("front pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        language = request.LANGUAGE_CODE
        clusters = search(Criteria.parse("cluster", {}, language))
        facets = {facet.name: facet for facet in clusters.facets}
        upcoming = search(
            Criteria.parse("event", {"sort": "start"}, language).narrowed("when", "upcoming"), aggregate=False
        )
        context |= {
            "numbers": {
                "clusters": clusters.total,
                "countries": sum(value.count > 0 for value in facets["country"].values),
                "upcoming": upcoming.total,
            },
            "sectors": facets["sector"].values,
            "countries": [value for value in facets["country"].values if value.count],
            "events": upcoming.hits[:3],
            "news": first_hits("news", language, 4),
            "partners": PartnerPage.objects.live().public().filter(locale=self.locale_id, alias_of=None),
        }
        return context


class StandardPage(ProsePage):
    """A page of text."""

    parent_page_types = ["home.HomePage", "home.StandardPage"]
    subpage_types = ["home.StandardPage"]

    class Meta:
        verbose_name = _("standard page")
        verbose_name_plural = _("standard pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["children"] = self.get_children().live().public().filter(alias_of=None)
        return context
