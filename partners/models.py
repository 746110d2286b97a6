"""The consortium's partners: who they are, and which countries and sections they look after."""

from typing import Any

from django.contrib.auth.models import Group
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from portal.counterparts import below, pages_shown
from portal.pages import BasePage, ProsePage, SummaryMixin
from portal.structured_data import LOGO, picture, web_page
from search.criteria import Criteria
from search.service import first_hits, search
from vocabularies.fields import CodeListField
from vocabularies.registry import labelled


class Partner(models.Model):
    """A partner of the consortium. Its group may edit the pages that name the partner, and all below them."""

    code = models.SlugField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=120)
    group = models.OneToOneField(
        Group, verbose_name=_("group"), on_delete=models.PROTECT, related_name="partner"
    )

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def called(cls, text: str) -> models.QuerySet["Partner"]:
        """The partners that a text names, in full or by their code."""
        return cls.objects.filter(models.Q(name__iexact=text) | models.Q(code__iexact=text))


class PartnerOwnedPage(models.Model):
    """A page that a partner looks after, together with everything below it.

    ``every_partner_has_one``: whether a new partner gets one from the beginning.
    """

    every_partner_has_one = False

    partner = models.ForeignKey(
        Partner,
        verbose_name=_("partner"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("The partner whose editors may change this page and everything below it."),
    )

    class Meta:
        abstract = True


class PartnersIndexPage(SummaryMixin, BasePage):
    """The partners of the consortium."""

    parent_page_types = ["home.HomePage"]
    subpage_types = ["partners.PartnerPage"]
    max_count_per_parent = 1

    content_panels = [*BasePage.content_panels, FieldPanel("summary")]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        pages = PartnerPage.objects.filter(below(self)).select_related("logo")
        context["partners"] = pages_shown(pages, request.LANGUAGE_CODE)
        return context

    class Meta:
        verbose_name = _("partners index")
        verbose_name_plural = _("partners indexes")


class PartnerPage(PartnerOwnedPage, ProsePage):
    """A partner as the public sees it."""

    parent_page_types = ["partners.PartnersIndexPage"]
    subpage_types: list[str] = []
    every_partner_has_one = True

    logo = models.ForeignKey(
        "media.PortalImage",
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    country = CodeListField(verbose_name=_("country"), vocabulary="country", limit=1)
    website = models.URLField(_("website"), blank=True)

    facts = ["partner", "logo", "country", "website"]
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel(
            [
                FieldPanel("partner", permission="partners.change_partner"),
                FieldPanel("logo"),
                FieldPanel("country"),
                FieldPanel("website"),
            ],
            heading=_("Facts"),
        ),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("partner page")
        verbose_name_plural = _("partner pages")

    def linked_data(self, url: str) -> dict[str, Any]:
        """See ``BasePage.linked_data``: an Organization."""
        return {
            "@type": "Organization",
            "@id": url,
            "url": self.website or url,
            "name": self.title,
            "description": self.summary,
            "logo": picture(self.logo, LOGO),
            "address": {"@type": "PostalAddress", "addressCountry": "".join(self.country)},
            "subjectOf": web_page(url),
        }

    def card_words(self) -> dict[str, Any]:
        """See ``BasePage.card_words``: the country."""
        countries = [label for _code, label in labelled("country", self.country)]
        return {"kind": gettext("Partner"), "line": ", ".join(countries)}

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        if self.partner is None:
            return context
        language, code = request.LANGUAGE_CODE, self.partner.code
        clusters = search(Criteria("cluster", language).narrowed("partner", code))
        countries = next(facet for facet in clusters.facets if facet.name == "country")
        context |= {
            "country_names": [value.label for value in countries.values if value.count],
            "news": first_hits("news", language, 3, partner=code),
            "events": first_hits("event", language, 3, sort="start", partner=code, when="upcoming"),
        }
        return context
