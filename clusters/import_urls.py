"""Addresses below ``/admin/clusters/import/``."""

from django.urls import path

from clusters import import_views as views

app_name = "cluster_imports"
urlpatterns = [
    path("", views.index, name="index"),
    path("export/<str:kind>/", views.export, name="export"),
    path("<int:import_id>/", views.show, name="show"),
    path("<int:import_id>/confirm/", views.confirm_import, name="confirm"),
    path("<int:import_id>/undo/", views.undo_import, name="undo"),
]
