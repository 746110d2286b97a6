from django.http import HttpRequest
from django.urls import URLPattern
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.viewsets.base import ViewSet

from events.dashboard import EventsSoonPanel
from events.reports import EventsWithoutCountryReport
from events.viewsets import event_viewsets
from portal.reports import ReportMenuItem, report_urls


@hooks.register("register_admin_viewset")
def register_events() -> list[ViewSet]:
    return event_viewsets


@hooks.register("construct_homepage_panels")
def dashboard(request: HttpRequest, panels: list[Component]) -> None:
    panels.append(EventsSoonPanel())


@hooks.register("register_admin_urls")
def register_report_urls() -> list[URLPattern]:
    return report_urls(EventsWithoutCountryReport)


@hooks.register("register_reports_menu_item")
def register_report() -> MenuItem:
    return ReportMenuItem(EventsWithoutCountryReport, order=1140)
