from django.urls import path

from clusters import views
from clusters.feeds import ClusterFeed

urlpatterns = [
    path("export.csv", views.export_csv, name="clusters_export_csv"),
    path("export.json", views.export_json, name="clusters_export_json"),
    path("feed/", ClusterFeed(), name="clusters_feed"),
]
