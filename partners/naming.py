"""Which pages name a partner."""

from django.db.models import Q
from wagtail.models import Page

from partners.models import Partner
from partners.permissions import owned_page_types


def pages_naming(partner: Partner) -> list[Page]:
    """The pages that name the partner, as published or in their newest draft."""
    found: dict[int, Page] = {}
    for model in owned_page_types():
        named = Q(partner=partner) | Q(latest_revision__content__partner=partner.pk)
        found |= {page.pk: page for page in model._default_manager.filter(named)}
    return list(found.values())
