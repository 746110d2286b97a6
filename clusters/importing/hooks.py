"""Import and export in the admin: menu, addresses, and what the history of a page says."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogFormatter

from clusters.import_views import may_import
from clusters.importing.writing import LOG_ACTION, UNDO_ACTION


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    """The history of a page names the file that changed it."""

    @actions.register_action(LOG_ACTION)
    class ImportFormatter(LogFormatter):
        label = _("Import")

        def format_message(self, log_entry: Any) -> str:
            return str(_("Imported from “%(file)s”, row %(row)s") % log_entry.data)

    @actions.register_action(UNDO_ACTION)
    class UndoFormatter(LogFormatter):
        label = _("Undo import")

        def format_message(self, log_entry: Any) -> str:
            return str(_("Import of “%(file)s”, row %(row)s, taken back") % log_entry.data)


@hooks.register("register_admin_urls")
def import_urls() -> list[URLPattern | URLResolver]:
    """Import and export at ``/admin/clusters/import/``."""
    return [path("clusters/import/", include("clusters.import_urls"))]


class ImportMenuItem(MenuItem):
    """The way to import and export, for who may make clusters of some country."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_import(request.user)


@hooks.register("register_admin_menu_item")
def import_menu_item() -> MenuItem:
    """Below the pages."""
    return ImportMenuItem(
        _("Import and export"),
        reverse_lazy("cluster_imports:index"),
        name="cluster-imports",
        icon_name="upload",
        order=450,
    )
