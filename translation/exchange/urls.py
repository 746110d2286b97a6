"""Addresses below ``/admin/translations/``."""

from django.urls import path

from translation.exchange import views

app_name = "translation_exchange"
urlpatterns = [
    path("export/page/<int:translation_id>/<slug:name>/", views.export_page, name="page"),
    path("export/<str:language>/<slug:name>/", views.export_language, name="language"),
    path("help/", views.show_help, name="help"),
    path("import/", views.import_file, name="import"),
]
