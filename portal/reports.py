"""What the portal's reports share: each shows its readers their own part; CSV and XLSX can be taken along."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

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


class OwnPartReport(ReportView):
    """A report on pages, for everybody who looks after some.

    Subclasses name ``slug`` (its place in the address, its file's name, the name of its address with
    underscores), ``page_title``, ``header_icon``, ``columns``, ``list_export`` and ``get_queryset``.
    """

    slug = ""
    # Titles are whatever somebody wrote.
    custom_value_preprocess = ReportView.custom_value_preprocess | {
        str: {ReportView.FORMAT_CSV: shielded, ReportView.FORMAT_XLSX: without_controls}
    }
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
