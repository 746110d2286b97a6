"""A country and its clusters."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from partners.models import PartnerOwnedPage, PartnerPage
from portal.pages import BasePage, SummaryMixin
from search.criteria import Criteria
from search.service import first_hits, search
from vocabularies.fields import CodeListField
from vocabularies.registry import get_vocabulary


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

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        language = request.LANGUAGE_CODE
        criteria = Criteria.parse("cluster", request.GET, language).narrowed("country", self.code)
        context |= {
            "results": search(criteria, aggregate=False),
            "news": first_hits("news", language, 3, country=self.code),
            "events": first_hits("event", language, 3, sort="start", country=self.code, when="upcoming"),
            "country_name": get_vocabulary("country").label(self.code),
            "partner_page": PartnerPage.objects.live()
            .filter(partner=self.partner_id, locale=self.locale_id)
            .first()
            if self.partner_id
            else None,
        }
        return context
