"""Two partners with a page of every kind each, written in English and translated into French."""

from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import Group
from django.core import serializers
from wagtail.models import GroupPagePermission, Page, PageViewRestriction, Revision
from wagtail_localize.models import StringTranslation, Translation

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


def state(part: Part) -> list[str]:
    """Everything that is stored of a part, line by line: compare before and after."""
    pages = [Page.objects.get(pk=page.pk).specific for page in part.pages if Page.objects.filter(pk=page.pk)]
    below = Page.objects.filter(
        pk__in=[each.pk for page in pages for each in page.get_descendants(inclusive=True)]
    )
    keys = set(below.values_list("translation_key", flat=True))
    rows = [
        *(page.specific for page in below),
        *below,
        *Revision.objects.filter(object_id__in=[str(page.pk) for page in below]),
        *PageViewRestriction.objects.filter(page__in=below),
        *GroupPagePermission.objects.filter(page__in=below),
        *Translation.objects.filter(source__object_id__in=keys),
        *StringTranslation.objects.filter(context__object_id__in=keys),
        *Group.objects.filter(partner=part.partner),
    ]
    everywhere = Page.objects.filter(translation_key__in=keys).values_list("pk", "path", "url_path")
    return [*serializers.serialize("jsonl", rows).splitlines(), *map(str, everywhere.order_by("pk"))]
