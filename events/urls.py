from django.urls import path

from events import views

urlpatterns = [
    path("calendar.ics", views.calendar, name="events_calendar"),
    path("<path:path>/event.ics", views.event, name="event_ics"),
]
