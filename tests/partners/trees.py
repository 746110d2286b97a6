"""Two partners with a page of every kind each, written in English and translated into French."""

from dataclasses import dataclass, field
from typing import Any

from wagtail.models import Page

from partners.models import Partner
from tests import builders


@dataclass
class Part:
    """What one partner looks after.

    Arguments:
        partner: the partner.
        editor: a user in its group.
        english: its pages in English: the ones that name it, and one below each.
        french: their translations, in the same order.
    """

    partner: Partner
    editor: Any
    english: list[Page] = field(default_factory=list)
    french: list[Page] = field(default_factory=list)

    @property
    def pages(self) -> list[Page]:
        """All of them."""
        return [*self.english, *self.french]


def build_part(code: str, country: str) -> Part:
    """The part of a partner that looks after a country (ISO code)."""
    partner = builders.partner(code)
    part = Part(partner, builders.user(f"editor-{code}", partner.group))
    part.english = [
        builders.country_page(country, partner=partner),
        builders.cluster_page(
            f"Cluster of {code}", country=country, contacts=[{"name": f"Contact of {code}"}]
        ),
        section := builders.news_section(code, partner=partner),
        builders.news_page(f"News of {code}", section=section),
        series := builders.event_series(code, partner=partner),
        builders.event_page(f"Event of {code}", series=series),
        builders.partner_page(f"Page of {code}", partner=partner),
    ]
    part.french = [builders.translate(page, "fr") for page in part.english]
    return part
