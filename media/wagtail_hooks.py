from django.urls import URLPattern
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from media.reports import ImagesReportItem, ImagesWithoutAltReport
from portal.reports import report_urls


@hooks.register("register_admin_urls")
def register_report_urls() -> list[URLPattern]:
    return report_urls(ImagesWithoutAltReport)


@hooks.register("register_reports_menu_item")
def register_report() -> MenuItem:
    return ImagesReportItem(ImagesWithoutAltReport, order=1160)
