"""The profile of a cluster organisation."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.search import index

from clusters import description
from clusters.forms import ClusterPageForm
from clusters.matching.facts import Facts
from clusters.matching.lists import suggestions
from clusters.models.contact import ClusterContact, Visibility
from clusters.models.country import CountryPage
from portal.pages import BasePage, ProsePage
from search.previews import ListedPreviews
from search.service import first_of, search_kinds
from vocabularies.fields import LARGEST_COUNT, CodeCountsField, CodeListField
from vocabularies.registry import get_vocabulary

# News and events beside a profile, of each.
SHOWN_BESIDE = 3


class ClusterPage(ListedPreviews, ProsePage):
    """A cluster organisation.

    Facts are entered once and follow into every language; summary, body and keywords are translated. The
    country is the page above: a cluster moves to another country by moving the page.
    """

    parent_page_types = ["clusters.CountryPage"]
    subpage_types: list[str] = []
    base_form_class = ClusterPageForm

    native_name = models.CharField(_("name in its own language"), max_length=255, blank=True)
    acronym = models.CharField(_("acronym"), max_length=40, blank=True)
    logo = models.ForeignKey(
        "media.PortalImage",
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    city = models.CharField(_("town"), max_length=120, blank=True)
    region = CodeListField(verbose_name=_("region"), vocabulary="region", limit=1)
    latitude = models.FloatField(
        _("latitude"), null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(90)]
    )
    longitude = models.FloatField(
        _("longitude"), null=True, blank=True, validators=[MinValueValidator(-180), MaxValueValidator(180)]
    )
    founded_year = models.PositiveSmallIntegerField(
        _("founded in"), null=True, blank=True, validators=[MinValueValidator(1800), MaxValueValidator(2100)]
    )
    legal_form = CodeListField(verbose_name=_("legal form"), vocabulary="legal_form", limit=1)
    website = models.URLField(_("website"), blank=True)
    languages = CodeListField(verbose_name=_("working languages"), vocabulary="language")

    label = CodeListField(verbose_name=_("label"), vocabulary="label")
    label_issuer = models.CharField(_("label issued by"), max_length=160, blank=True)
    label_awarded = models.DateField(_("label awarded on"), null=True, blank=True)
    label_expires = models.DateField(_("label expires on"), null=True, blank=True)
    label_reported_year = models.PositiveSmallIntegerField(
        _("label reported in"),
        null=True,
        blank=True,
        help_text=_("Year in which a source reported the label, where the award itself is not documented."),
    )

    sectors = CodeListField(verbose_name=_("sectors"), vocabulary="sector")
    sector_keywords = models.TextField(_("keywords"), blank=True, help_text=_("One a line."))
    technologies = CodeListField(verbose_name=_("technologies"), vocabulary="technology")
    value_chain = CodeListField(verbose_name=_("value-chain stages"), vocabulary="value_chain")
    markets = CodeListField(verbose_name=_("target markets"), vocabulary="market")
    offers = CodeListField(verbose_name=_("offers"), vocabulary="cooperation")
    needs = CodeListField(verbose_name=_("needs"), vocabulary="cooperation")
    members = models.PositiveIntegerField(
        _("members"), null=True, blank=True, validators=[MaxValueValidator(LARGEST_COUNT)]
    )
    member_counts = CodeCountsField(verbose_name=_("members by kind"), vocabulary="member_kind")

    last_confirmed = models.DateField(
        _("last confirmed"),
        null=True,
        blank=True,
        help_text=_("When the cluster last confirmed its profile."),
    )
    data_source = models.CharField(_("source of the data"), max_length=255, blank=True)
    data_source_url = models.URLField(_("address of the source"), blank=True)

    facts = [
        "title",
        "native_name",
        "acronym",
        "logo",
        "city",
        "region",
        "latitude",
        "longitude",
        "founded_year",
        "legal_form",
        "website",
        "contacts",
        "languages",
        "label",
        "label_issuer",
        "label_awarded",
        "label_expires",
        "label_reported_year",
        "sectors",
        "technologies",
        "value_chain",
        "markets",
        "offers",
        "needs",
        "members",
        "member_counts",
        "last_confirmed",
        "data_source",
        "data_source_url",
    ]

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("native_name"), FieldPanel("acronym")]),
                FieldPanel("logo"),
                FieldRowPanel([FieldPanel("website"), FieldPanel("founded_year")]),
                FieldPanel("legal_form"),
            ],
            heading=_("Identity"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("city"), FieldPanel("region")]),
                FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
            ],
            heading=_("Place"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("sectors"),
                FieldPanel("sector_keywords"),
                FieldPanel("technologies"),
                FieldPanel("value_chain"),
            ],
            heading=_("Focus"),
        ),
        MultiFieldPanel(
            [FieldPanel("markets"), FieldPanel("offers"), FieldPanel("needs"), FieldPanel("languages")],
            heading=_("Cooperation"),
            classname="collapsed",
        ),
        MultiFieldPanel(
            [FieldPanel("members"), FieldPanel("member_counts")], heading=_("Members"), classname="collapsed"
        ),
        MultiFieldPanel(
            [
                FieldPanel("label"),
                FieldPanel("label_issuer"),
                FieldRowPanel(
                    [
                        FieldPanel("label_awarded"),
                        FieldPanel("label_expires"),
                        FieldPanel("label_reported_year"),
                    ]
                ),
            ],
            heading=_("Label"),
            classname="collapsed",
        ),
        InlinePanel("contacts", heading=_("Contacts"), label=_("contact")),
        MultiFieldPanel(
            [FieldPanel("last_confirmed"), FieldPanel("data_source"), FieldPanel("data_source_url")],
            heading=_("Where the data comes from"),
            classname="collapsed",
        ),
        FieldPanel("body"),
    ]
    search_fields = [
        *ProsePage.search_fields,
        index.SearchField("native_name"),
        index.SearchField("acronym"),
        index.SearchField("city"),
        index.SearchField("sector_keywords"),
    ]

    class Meta:
        verbose_name = _("cluster profile")
        verbose_name_plural = _("cluster profiles")

    def clean(self) -> None:
        """Refuse another cluster's address, and facts that cannot be."""
        super().clean()
        twins = ClusterPage.objects.filter(slug=self.slug, alias_of=None).exclude(
            translation_key=self.translation_key
        )
        if self.slug and twins.exists():
            raise ValidationError(
                {
                    "slug": _("Another cluster has this address: %(page)s. Slugs of clusters are unique.")
                    % {"page": twins[0]}
                }
            )
        self.refuse_impossible()

    def refuse_impossible(self) -> None:
        """Refuse times that cannot be. No query."""
        today = timezone.localdate()
        for name in ("last_confirmed", "label_awarded"):
            if (getattr(self, name) or today) > today:
                raise ValidationError({name: _("This lies in the future.")})
        for name in ("founded_year", "label_reported_year"):
            if (getattr(self, name) or 0) > today.year:
                raise ValidationError({name: _("This lies in the future.")})
        if self.label_awarded and self.label_expires and self.label_expires <= self.label_awarded:
            raise ValidationError({"label_expires": _("The label expires before it was awarded.")})

    def required_to_publish(self) -> list[str]:
        """See ``BasePage``: the other half of a position."""
        halves = [name for name in ("latitude", "longitude") if getattr(self, name) is None]
        return halves if len(halves) == 1 else []

    @property
    def keywords(self) -> list[str]:
        """The keywords, one an entry."""
        return [line.strip() for line in self.sector_keywords.splitlines() if line.strip()]

    @cached_property
    def country_page(self) -> CountryPage | None:
        """The page of the country that the cluster is in. One query."""
        return CountryPage.objects.parent_of(self).first()

    @property
    def country_code(self) -> str:
        """ISO 3166-1 code of the country, empty while there is none."""
        return self.country_page.code if self.country_page else ""

    def public_contacts(self) -> list[ClusterContact]:
        """The contacts that everybody may see. Nothing public may be built from any other contact."""
        return [contact for contact in self.contacts.all() if contact.visibility == Visibility.PUBLIC]

    def label_state(self) -> str:
        """State of the label: expired, reported (by a source, undated), valid; empty without a label."""
        if not self.label:
            return ""
        if self.label_expires and self.label_expires < timezone.localdate():
            return "expired"
        return "valid" if self.label_awarded or self.label_expires else "reported"

    def linked_data(self, url: str) -> dict[str, Any]:
        """See ``BasePage.linked_data``: an Organization, with nothing of contacts that are not public."""
        return description.linked_data(self, url)

    def card_words(self) -> dict[str, Any]:
        """See ``BasePage.card_words``: town, country, sectors."""
        return description.card_words(self)

    @property
    def matching_facts(self) -> Facts:
        """What is compared with other clusters."""
        return Facts(
            country=self.country_code,
            sectors=self.sectors,
            stages=self.value_chain,
            markets=self.markets,
            technologies=self.technologies,
            offers=self.offers,
            needs=self.needs,
            languages=self.languages,
        )

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        language = request.LANGUAGE_CODE
        key = str(self.translation_key)
        news, upcoming, past = search_kinds(
            [
                first_of("news", language, SHOWN_BESIDE, cluster=key),
                first_of("event", language, SHOWN_BESIDE, sort="start", cluster=key, when="upcoming"),
                first_of("event", language, SHOWN_BESIDE, sort="latest", cluster=key, when="past"),
            ]
        )
        stages = get_vocabulary("value_chain")
        covered = set(self.value_chain)
        context |= {
            "country_code": self.country_code,
            "contacts": self.public_contacts(),
            "stages": [(code, stages.label(code), code in covered) for code in stages.codes()],
            "suggestions": suggestions(self.translation_key, self.matching_facts, language),
            "news": news.hits,
            "events": [*upcoming.hits, *past.hits][:SHOWN_BESIDE],
            "label_state": self.label_state(),
            "most_members": max(self.member_counts.values(), default=0) if self.member_counts else 0,
        }
        return context
