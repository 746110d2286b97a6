"""What the partners publish."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable

from partners.models import Partner, PartnerOwnedPage
from portal.blocks.text import RICH_TEXT_FEATURES
from portal.pages import BasePage, ProsePage, SummaryMixin
from portal.structured_data import picture
from search.criteria import Criteria
from search.pages import ListingPage
from search.previews import ListedPreviews
from search.related import related
from search.service import hits_for, search
from vocabularies.fields import CodeListField
from vocabularies.registry import labelled


class NewsIndexPage(ListingPage):
    """All news."""

    kind = "news"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["news.NewsSectionPage"]

    class Meta:
        verbose_name = _("news index")
        verbose_name_plural = _("news indexes")


class NewsSectionPage(PartnerOwnedPage, SummaryMixin, BasePage):
    """The news of one partner."""

    parent_page_types = ["news.NewsIndexPage"]
    subpage_types = ["news.NewsPage"]
    every_partner_has_one = True

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
        turned = {"page": request.GET.get("page", "")}
        criteria = Criteria.parse("news", turned, request.LANGUAGE_CODE).narrowed("section", self.slug)
        context["results"] = search(criteria, aggregate=False)
        return context


class NewsPage(ListedPreviews, ProsePage):
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
        """Refuse a deadline on anything but a call; the kind may come later."""
        super().clean()
        if self.deadline and self.kind not in ([], ["call"]):
            raise ValidationError({"deadline": _("Only a call has a deadline.")})

    def required_to_publish(self) -> list[str]:
        """See ``BasePage``: the lead; of a call the deadline, and of a deadline what it is of."""
        needed = {"deadline": self.kind == ["call"], "kind": bool(self.deadline)}
        return ["summary", *(name for name, is_needed in needed.items() if is_needed)]

    def linked_data(self, url: str) -> dict[str, Any]:
        """See ``BasePage.linked_data``: a NewsArticle."""
        changed = self.last_published_at
        return {
            "@type": "NewsArticle",
            "@id": url,
            "url": url,
            "headline": self.title,
            "description": self.summary,
            "image": picture(self.image),
            "inLanguage": self.locale.language_code,
            "datePublished": self.date.isoformat(),
            "dateModified": changed.isoformat() if changed else None,
            "author": self._author(),
            "license": settings.DATA_LICENCE,
            "isBasedOn": {"@type": "CreativeWork", "name": self.source_name, "url": self.source_url}
            if self.source_name or self.source_url
            else None,
            "mentions": [{"@type": "Organization", "name": name} for name in self.organisation_names],
        }

    def _author(self) -> dict[str, str] | None:
        """The editor: an organisation when the article or the portal knows it as one, else a person."""
        if not self.editor:
            return None
        is_one = self.editor in self.organisation_names or Partner.called(self.editor).exists()
        return {"@type": "Organization" if is_one else "Person", "name": self.editor}

    def card_words(self) -> dict[str, Any]:
        """See ``BasePage.card_words``: kind, day, sectors."""
        return {
            "kind": ", ".join(label for _code, label in labelled("news_kind", self.kind)),
            "line": date_format(self.date, "DATE_FORMAT"),
            "sectors": labelled("sector", self.sectors),
        }

    @property
    def organisation_names(self) -> list[str]:
        """The organisations, one an entry."""
        return [line.strip() for line in self.organisations.splitlines() if line.strip()]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context |= {
            "related": related(
                self.translation_key,
                request.LANGUAGE_CODE,
                [
                    ("news", {"topic": self.topics}),
                    ("news", {"sector": self.sectors}),
                    ("news", {"country": self.countries}),
                    ("event", {"sort": "start", "when": "upcoming", "sector": self.sectors}),
                ],
            ),
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
