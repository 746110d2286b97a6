"""Addresses of the desk, below ``/admin/translations/``."""

from django.urls import path

from translation.desk import actions, views

app_name = "translation_desk"

urlpatterns = [
    path("", views.DeskView.as_view(), name="index"),
    path("first/", views.first_screen, name="first_screen"),
    path("start/", actions.start, name="start"),
    path("assign/", actions.AssignView.as_view(), name="assign"),
    path("<int:translation_id>/publish/", actions.PublishView.as_view(), name="publish"),
    path("<int:translation_id>/review/", actions.ReviewView.as_view(), name="review"),
]
