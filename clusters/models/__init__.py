from clusters.models.cluster import ClusterContact, ClusterPage
from clusters.models.country import CountryPage
from clusters.models.index import ClusterIndexPage

__all__ = ["ClusterContact", "ClusterIndexPage", "ClusterPage", "CountryPage"]
