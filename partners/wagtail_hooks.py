from wagtail import hooks

from partners.viewsets import PartnerViewSet, partner_viewset


@hooks.register("register_admin_viewset")
def register_partners() -> PartnerViewSet:
    return partner_viewset
