from clusters.models.cluster import ClusterPage
from clusters.models.contact import ClusterContact
from clusters.models.country import CountryPage
from clusters.models.imports import ClusterImport, ClusterImportRow
from clusters.models.index import ClusterIndexPage

__all__ = [
    "ClusterContact",
    "ClusterImport",
    "ClusterImportRow",
    "ClusterIndexPage",
    "ClusterPage",
    "CountryPage",
]
