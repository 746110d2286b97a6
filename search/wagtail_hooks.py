from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from search.dashboard import SearchesWithoutHitsPanel
from search.reports import SearchesWithoutHitsView
from search.viewsets import SynonymsViewSet, synonyms_viewset


@hooks.register("register_admin_viewset")
def register_synonyms() -> SynonymsViewSet:
    return synonyms_viewset


@hooks.register("construct_homepage_panels")
def dashboard(request: HttpRequest, panels: list[Component]) -> None:
    panels.append(SearchesWithoutHitsPanel())


@hooks.register("register_admin_urls")
def register_report_urls() -> list[URLPattern]:
    view = SearchesWithoutHitsView
    return [
        path("reports/searches/", view.as_view(), name="searches_without_hits"),
        path(
            "reports/searches/results/", view.as_view(results_only=True), name="searches_without_hits_results"
        ),
    ]


class ReportMenuItem(MenuItem):
    """Only for whoever may see the report."""

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm("search.view_searchedtext")


@hooks.register("register_reports_menu_item")
def register_report() -> MenuItem:
    return ReportMenuItem(
        _("Searches without hits"),
        reverse("searches_without_hits"),
        name="searches-without-hits",
        icon_name="search",
        order=1200,
    )


@hooks.register("register_permissions")
def register_permissions() -> QuerySet[Permission]:
    return Permission.objects.filter(content_type__app_label="search", codename="view_searchedtext")
