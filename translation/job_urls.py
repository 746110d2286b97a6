"""Addresses below ``/admin/translations/jobs/``."""

from django.urls import path

from translation import job_views

app_name = "translation_jobs"
urlpatterns = [
    path("", job_views.index, name="index"),
    path("<int:job_id>/", job_views.job, name="job"),
]
