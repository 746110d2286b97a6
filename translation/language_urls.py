"""Addresses below ``/admin/translations/languages/``."""

from django.urls import path

from translation import language_views

app_name = "translation_languages"
urlpatterns = [
    path("", language_views.index, name="index"),
    path("start/", language_views.start_one, name="start"),
    path("check/", language_views.check, name="check"),
]
