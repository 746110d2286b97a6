"""A country and its clusters."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from partners.models import PartnerOwnedPage, PartnerPage
from portal.counterparts import Version, best, versions
from portal.pages import BasePage, SummaryMixin
from search.criteria import Criteria
from search.service import first_of, search, search_kinds
from vocabularies.fields import CodeListField
from vocabularies.registry import get_vocabulary

# Clusters on the small map; of a country with more the first ones.
MOST_MAPPED = 100


class CountryPage(PartnerOwnedPage, SummaryMixin, BasePage):
    """A country: its clusters live below it, a partner looks after it."""

    parent_page_types = ["clusters.ClusterIndexPage"]
    subpage_types = ["clusters.ClusterPage"]

    country = CodeListField(verbose_name=_("country"), vocabulary="country", limit=1, blank=False)

    facts = ["partner", "country"]
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel(
            [
                FieldPanel("country", permission="partners.change_partner"),
                FieldPanel("partner", permission="partners.change_partner"),
            ],
            heading=_("Facts"),
        ),
    ]

    class Meta:
        verbose_name = _("country page")
        verbose_name_plural = _("country pages")

    def clean(self) -> None:
        """Refuse a second page for the same country in the same language."""
        super().clean()
        twins = CountryPage.objects.filter(locale=self.locale_id, country=self.country).exclude(pk=self.pk)
        if self.country and twins.exists():
            raise ValidationError(
                {"country": _("There is already a page for this country: %(page)s.") % {"page": twins[0]}}
            )

    @property
    def code(self) -> str:
        """ISO 3166-1 code of the country, empty while none is chosen."""
        return self.country[0] if self.country else ""

    def card_words(self) -> dict[str, Any]:
        """See ``BasePage.card_words``."""
        return {"kind": gettext("Country")}

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        language = request.LANGUAGE_CODE
        # Nothing is chosen or typed on this page: its address only turns the pages.
        turned = {"page": request.GET.get("page", "")}
        criteria = Criteria.parse("cluster", turned, language).narrowed("country", self.code)
        results = search(criteria)
        name = get_vocabulary("country").label(self.code)
        news, events, mapped = search_kinds(
            [
                first_of("news", language, 3, country=self.code),
                first_of("event", language, 3, sort="start", country=self.code, when="upcoming"),
                first_of("cluster", language, MOST_MAPPED, country=self.code),
            ]
        )
        sectors = [
            value
            for facet in results.facets
            if facet.name == "sector"
            for value in facet.values
            if value.count
        ]
        context |= {
            "numbers": _numbers(results.total, len(sectors), events.total),
            "sectors": sectors,
            "country_codes": [self.code],
            "map_hits": mapped.hits,
            "results": results,
            "news": news.hits,
            "events": events.hits,
            "country_name": name,
            "description": _description(name, results.total),
            "partner_page": self._partner_page(language),
        }
        return context

    def _partner_page(self, language: str) -> Version | None:
        """The public page of the partner, in the reader's language where there is one."""
        if self.partner_id is None:
            return None
        pages = versions(PartnerPage.objects.filter(partner=self.partner_id))
        return best((each for each in pages if not each.is_private), language)


def _description(country: str, clusters: int) -> str:
    """A sentence on the page of a country of which nobody wrote one."""
    if not clusters:
        return f"{country}: {gettext('No cluster of this country has a profile yet.')}"
    text = ngettext(
        "%(count)d cluster in %(country)s, with its sectors, events and news.",
        "%(count)d clusters in %(country)s, with their sectors, events and news.",
        clusters,
    )
    return text % {"count": clusters, "country": country}


def _numbers(clusters: int, sectors: int, events: int) -> list[dict[str, Any]]:
    """Numbers with their words; what there is none of is left out, but for the clusters."""
    found = [
        (clusters, ngettext("cluster", "clusters", clusters)),
        (sectors, ngettext("sector", "sectors", sectors)),
        (events, ngettext("upcoming event", "upcoming events", events)),
    ]
    return [{"value": value, "label": label} for value, label in found if value or label is found[0][1]]
