"""What the portal's reports share: each shows its readers their own part; CSV and XLSX can be taken along."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.auth import require_admin_access
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.utils.urlpatterns import decorate_urlpatterns

from portal.characters import without_controls
from portal.own_part import own_paths
from portal.spreadsheets import shielded


def edit_url(page: Page) -> str:
    """Address of a page's editor."""
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def language(page: Page) -> str:
    """Name of the language a page is written in."""
    return str(page.locale)


TITLE = TitleColumn("title", label=_("Title"), get_url=edit_url)
LANGUAGE = Column("locale", label=_("Language"), accessor=language)


class SafeExport(SpreadsheetExportMixin):
    """Wagtail's files for spreadsheet programs: accents are read, whatever somebody wrote is text in them."""

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        """Wagtail's value; a text is no formula and has no control characters."""
        value = super().preprocess_field_value(field, value, export_format)
        if not isinstance(value, str):
            return value
        return shielded(value) if export_format == self.FORMAT_CSV else without_controls(value)

    def stream_csv(self, queryset: Any) -> Iterator[str]:
        """Wagtail's lines after a byte order mark, which lets spreadsheets read accents in UTF-8."""
        yield "\ufeff"
        yield from super().stream_csv(queryset)


class OwnPartReport(SafeExport, ReportView):
    """A report on pages, for everybody who looks after some.

    Subclasses name ``slug`` (its place in the address, its file's name, the name of its address with
    underscores), ``page_title``, ``header_icon``, ``columns``, ``list_export`` and ``get_queryset``.
    """

    slug = ""
    any_permission_required = ["add"]
    export_headings = {"title": _("Title"), "locale": _("Language")}

    @cached_property
    def permission_policy(self) -> PagePermissionPolicy:
        """The rights on pages."""
        return PagePermissionPolicy()

    @classmethod
    def url_name(cls) -> str:
        """Name of its address."""
        return cls.slug.replace("-", "_")

    @property
    def index_url_name(self) -> str:  # type: ignore[override]
        """See ``url_name``."""
        return self.url_name()

    @property
    def index_results_url_name(self) -> str:  # type: ignore[override]
        """Name of the address of the rows alone."""
        return f"{self.url_name()}_results"

    @property
    def export_filename(self) -> str:
        """Name of the file, without ending."""
        return self.slug


def with_safe_export(reports: list[URLPattern]) -> list[URLPattern]:
    """Addresses of reports, each of the same view with ``SafeExport``, for those who may enter the admin."""
    found = []
    for pattern in reports:
        given: Any = pattern.callback
        safe: Any = type(given.view_class.__name__, (SafeExport, given.view_class), {})
        found.append(path(str(pattern.pattern), safe.as_view(**given.view_initkwargs)))
    return decorate_urlpatterns(found, require_admin_access)


def report_urls(view: type[OwnPartReport]) -> list[URLPattern]:
    """The addresses of a report: the page, and its rows alone."""
    name = view.url_name()
    return [
        path(f"reports/{view.slug}/", view.as_view(), name=name),
        path(f"reports/{view.slug}/results/", view.as_view(results_only=True), name=f"{name}_results"),
    ]


class ReportMenuItem(MenuItem):
    """A report in the menu, for who looks after pages."""

    def __init__(self, view: type[OwnPartReport], order: int) -> None:
        super().__init__(
            view.page_title, reverse(view.url_name()), name=view.slug, icon_name=view.header_icon, order=order
        )

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether there is a part of their own."""
        return bool(own_paths(request.user))
