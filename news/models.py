"""What the partners publish."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable

from partners.models import PartnerOwnedPage
from portal.blocks.text import RICH_TEXT_FEATURES
from portal.pages import BasePage, ProsePage, SummaryMixin
from search.criteria import Criteria
from search.service import first_hits, hits_for, search
from vocabularies.fields import CodeListField


class NewsIndexPage(SummaryMixin, BasePage):
    """All news."""

    parent_page_types = ["home.HomePage"]
    subpage_types = ["news.NewsSectionPage"]
    max_count_per_parent = 1

    content_panels = [*BasePage.content_panels, FieldPanel("summary")]

    class Meta:
        verbose_name = _("news index")
        verbose_name_plural = _("news indexes")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["results"] = search(Criteria.parse("news", request.GET, request.LANGUAGE_CODE))
        return context


class NewsSectionPage(PartnerOwnedPage, SummaryMixin, BasePage):
    """The news of one partner."""

    parent_page_types = ["news.NewsIndexPage"]
    subpage_types = ["news.NewsPage"]

    facts = ["partner"]
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        FieldPanel("partner", permission="partners.change_partner"),
    ]

    class Meta:
        verbose_name = _("news section")
        verbose_name_plural = _("news sections")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        criteria = Criteria.parse("news", request.GET, request.LANGUAGE_CODE).narrowed("section", self.slug)
        context["results"] = search(criteria, aggregate=False)
        return context


class NewsPage(ProsePage):
    """News, a call with its deadline, a publication or a success story.

    The title is the headline, the summary is the lead.
    """

    parent_page_types = ["news.NewsSectionPage"]
    subpage_types: list[str] = []

    date = models.DateField(_("date"), default=timezone.localdate)
    kind = CodeListField(verbose_name=_("kind"), vocabulary="news_kind", limit=1)
    deadline = models.DateField(_("deadline"), null=True, blank=True, help_text=_("Of a call."))
    image = models.ForeignKey(
        "media.PortalImage",
        verbose_name=_("image"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    source_name = models.CharField(_("source"), max_length=160, blank=True)
    source_url = models.URLField(_("address of the source"), blank=True, max_length=400)
    source_date = models.DateField(_("date of the source"), null=True, blank=True)
    original_language = CodeListField(verbose_name=_("original language"), vocabulary="language", limit=1)
    editor = models.CharField(_("editor"), max_length=160, blank=True)
    countries = CodeListField(verbose_name=_("countries"), vocabulary="country")
    organisations = models.TextField(_("organisations"), blank=True, help_text=_("One a line."))
    topics = CodeListField(verbose_name=_("topics"), vocabulary="topic")
    sectors = CodeListField(verbose_name=_("sectors"), vocabulary="sector")
    further_information = RichTextField(_("further information"), blank=True, features=RICH_TEXT_FEATURES)

    facts = [
        "date",
        "kind",
        "deadline",
        "image",
        "source_name",
        "source_url",
        "source_date",
        "original_language",
        "editor",
        "countries",
        "organisations",
        "topics",
        "sectors",
        "clusters",
    ]
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("summary", heading=_("Lead")),
        FieldPanel("body"),
        FieldPanel("further_information"),
        FieldPanel("image"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("date"), FieldPanel("kind"), FieldPanel("deadline")])],
            heading=_("Kind"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("source_name"), FieldPanel("source_date")]),
                FieldPanel("source_url"),
                FieldRowPanel([FieldPanel("original_language"), FieldPanel("editor")]),
            ],
            heading=_("Source"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("topics"),
                FieldPanel("sectors"),
                FieldPanel("countries"),
                FieldPanel("organisations"),
            ],
            heading=_("What it is about"),
        ),
        InlinePanel("clusters", heading=_("Clusters"), label=_("cluster")),
    ]

    class Meta:
        verbose_name = _("news article")
        verbose_name_plural = _("news articles")

    def clean(self) -> None:
        """Refuse a deadline on anything but a call."""
        super().clean()
        if self.deadline and self.kind != ["call"]:
            raise ValidationError({"deadline": _("Only a call has a deadline.")})

    @property
    def organisation_names(self) -> list[str]:
        """The organisations, one an entry."""
        return [line.strip() for line in self.organisations.splitlines() if line.strip()]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        related = first_hits("news", request.LANGUAGE_CODE, 4, topic=self.topics) if self.topics else []
        context |= {
            "related": [hit for hit in related if hit.slug != self.slug][:3],
            "clusters": hits_for(
                "cluster",
                [row.cluster.translation_key for row in self.clusters.select_related("cluster")],
                request.LANGUAGE_CODE,
            ),
        }
        return context


class NewsCluster(Orderable):
    """A cluster that the news is about."""

    page = ParentalKey(NewsPage, on_delete=models.CASCADE, related_name="clusters")
    cluster = models.ForeignKey(
        "clusters.ClusterPage", verbose_name=_("cluster"), on_delete=models.CASCADE, related_name="+"
    )

    panels = [PageChooserPanel("cluster")]
