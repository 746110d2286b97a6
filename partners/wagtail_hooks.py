from wagtail import hooks

from partners import approval_guard as _approval_guard  # noqa: F401  (its hooks)
from partners.viewsets import PartnerViewSet, partner_viewset


@hooks.register("register_admin_viewset")
def register_partners() -> PartnerViewSet:
    return partner_viewset
