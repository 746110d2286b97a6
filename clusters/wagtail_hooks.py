from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.viewsets.base import ViewSet

from clusters.dashboard import StaleProfilesPanel
from clusters.importing import hooks as _importing  # noqa: F401  (registers import and export)
from clusters.reports import ExpiredLabelsReport, StaleProfilesReport
from clusters.viewsets import cluster_viewsets
from portal.reports import ReportMenuItem, report_urls


@hooks.register("register_admin_viewset")
def register_clusters() -> list[ViewSet]:
    return cluster_viewsets


@hooks.register("insert_global_admin_css")
def admin_css() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("clusters/admin.css"))


@hooks.register("construct_homepage_panels")
def dashboard(request: HttpRequest, panels: list[Component]) -> None:
    panels.append(StaleProfilesPanel())


@hooks.register("register_admin_urls")
def register_report_urls() -> list[URLPattern]:
    return [*report_urls(StaleProfilesReport), *report_urls(ExpiredLabelsReport)]


@hooks.register("register_reports_menu_item")
def register_stale_profiles() -> MenuItem:
    return ReportMenuItem(StaleProfilesReport, order=1120)


@hooks.register("register_reports_menu_item")
def register_expired_labels() -> MenuItem:
    return ReportMenuItem(ExpiredLabelsReport, order=1130)
