from django.urls import path, re_path

from events import views

urlpatterns = [
    path("calendar.ics", views.calendar, name="events_calendar"),
    re_path(r"^(?P<path>[\w-]+(?:/[\w-]+)*)/event\.ics\Z", views.event, name="event_ics"),
]
