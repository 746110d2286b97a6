from django.urls import path, re_path

from events import views
from events.feeds import EventFeed
from events.months import MONTH

urlpatterns = [
    path("feed/", EventFeed(), name="events_feed"),
    path("calendar/", views.month, name="events_month"),
    re_path(rf"^calendar/(?P<code>{MONTH})/\Z", views.month, name="events_month"),
    path("calendar.ics", views.calendar, name="events_calendar"),
    re_path(r"^(?P<path>[\w-]+(?:/[\w-]+)*)/event\.ics\Z", views.event, name="event_ics"),
]
