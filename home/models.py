"""The front page and the standard pages."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from home.blocks import ArrangementField, parts
from home.front import Front
from portal.counterparts import below, shown, versions
from portal.pages import BasePage, ProsePage


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
    body = ArrangementField(
        verbose_name=_("arrangement"),
        help_text=_("From top to bottom. With text alone, it is shown within the usual order."),
    )

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("headline"),
        FieldPanel("lead"),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("front page")
        verbose_name_plural = _("front pages")

    def card_words(self) -> dict[str, Any]:
        """See ``BasePage.card_words``: the headline says more than the title, which is the portal's name."""
        return {"title": self.headline}

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        arranged = parts(self.body)
        context |= {
            "front": Front(request.LANGUAGE_CODE),
            "parts": arranged,
            "has_hero": any(block.block_type == "hero" for _kind, some in arranged for block in some),
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
        children = [each for each in versions(Page.objects.filter(below(self))) if not each.is_private]
        context["children"] = shown(children, request.LANGUAGE_CODE)
        return context
