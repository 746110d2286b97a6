from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from home.dashboard import FailingChecksPanel, MyDraftsPanel
from home.help import show_help
from home.reports import BrokenLinksReport, ContentByPartnerReport, PagesWithoutTranslationReport
from portal.reports import ReportMenuItem, report_urls


@hooks.register("construct_homepage_panels")
def dashboard(request: HttpRequest, panels: list[Component]) -> None:
    panels += [MyDraftsPanel(), FailingChecksPanel()]


@hooks.register("register_admin_urls")
def register_report_urls() -> list[URLPattern]:
    return [
        *report_urls(ContentByPartnerReport),
        *report_urls(PagesWithoutTranslationReport),
        *report_urls(BrokenLinksReport),
    ]


@hooks.register("register_reports_menu_item")
def register_content() -> MenuItem:
    return ReportMenuItem(ContentByPartnerReport, order=1100)


@hooks.register("register_reports_menu_item")
def register_untranslated() -> MenuItem:
    return ReportMenuItem(PagesWithoutTranslationReport, order=1110)


@hooks.register("register_reports_menu_item")
def register_broken_links() -> MenuItem:
    return ReportMenuItem(BrokenLinksReport, order=1150)


@hooks.register("register_admin_urls")
def register_help_url() -> list[URLPattern]:
    return [path("help/editors/", show_help, name="editors_help")]


@hooks.register("register_help_menu_item")
def register_help() -> MenuItem:
    return MenuItem(_("For editors"), reverse("editors_help"), icon_name="help", order=990)
