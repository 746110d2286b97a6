from django.urls import path

from clusters import exports, views
from clusters.feeds import ClusterFeed

urlpatterns = [
    path("export.csv", exports.export_csv, name="clusters_export_csv"),
    path("export.xlsx", exports.export_xlsx, name="clusters_export_xlsx"),
    path("export.geojson", exports.export_geojson, name="clusters_export_geojson"),
    path("export.json", exports.export_json, name="clusters_export_json"),
    path("suggest/", views.suggest, name="clusters_suggest"),
    path("compare/", views.comparison, name="clusters_compare"),
    path("feed/", ClusterFeed(), name="clusters_feed"),
]
