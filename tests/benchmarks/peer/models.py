"""Cluster pages as Wagtail's own search would index them for a faceted search."""

from wagtail.search import index

from clusters.models import ClusterPage

# Our facets, and the fields that hold the same codes. A profile has no field for its country, which is the
# page above; the benchmark's pages carry the code in a field that they do not use otherwise.
FACETS = {
    "sector": "sectors",
    "country": "legal_form",
    "region": "region",
    "value_chain": "value_chain",
    "market": "markets",
    "technology": "technologies",
    "label": "label",
    "language": "languages",
}


class PeerCluster(ClusterPage):
    """A cluster page with the filter fields that ``filter`` and ``facet`` of Wagtail's search need."""

    parent_page_types: list[str] = []
    subpage_types: list[str] = []
    search_fields = [*ClusterPage.search_fields, *(index.FilterField(name) for name in FACETS.values())]

    class Meta:
        proxy = True
