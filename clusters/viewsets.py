"""Countries and cluster profiles in the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.pages import PageListingViewSet, PageViewSet

from clusters.editing import ClusterCreateView, ClusterEditView
from clusters.listings import (
    CLUSTER_COLUMNS,
    COUNTRY_COLUMNS,
    ClusterFilterSet,
    ClusterIndexView,
    ClustersBelowView,
    CountryFilterSet,
)
from clusters.models import ClusterIndexPage, ClusterPage, CountryPage
from partners.listings import OwnersBelowView


class ClusterPageViewSet(PageViewSet):
    """A profile's editor with its completeness, and a country's profiles in the explorer."""

    model = ClusterPage
    parent_models = [CountryPage]
    index_view_class = ClustersBelowView
    columns = CLUSTER_COLUMNS
    filterset_class = ClusterFilterSet
    add_view_class = ClusterCreateView
    edit_view_class = ClusterEditView


class CountryPageViewSet(PageViewSet):
    """The countries in the explorer."""

    model = CountryPage
    parent_models = [ClusterIndexPage]
    index_view_class = OwnersBelowView
    columns = COUNTRY_COLUMNS
    filterset_class = CountryFilterSet


class ClusterListingViewSet(PageListingViewSet):
    """All profiles, of every country, for the main menu."""

    model = ClusterPage
    index_view_class = ClusterIndexView
    columns = CLUSTER_COLUMNS
    filterset_class = ClusterFilterSet
    name = "cluster_pages"
    url_prefix = "cluster-profiles"
    menu_label = _("Cluster profiles")
    menu_order = 110
    add_to_admin_menu = True
    icon = "site"


cluster_viewsets = [ClusterPageViewSet(), CountryPageViewSet(), ClusterListingViewSet()]
