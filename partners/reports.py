"""Reports on pages that stand below what a partner looks after."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.models import Page

from partners.listings import with_partner_above
from portal.reports import LANGUAGE, TITLE, OwnPartReport


class PartnerReport(OwnPartReport):
    """A report that names the partner of each page.

    Subclasses also name ``owner`` (the type of the pages above, which name a partner), ``own_columns`` and
    ``own_headings`` (by the names of what is exported after the partner), and ``find``.
    """

    owner: type[Page]
    own_columns: list[Column] = []
    own_headings: dict[str, Any] = {}

    def __init_subclass__(cls, **kwargs: object) -> None:
        super().__init_subclass__(**kwargs)
        partner = _("Partner")
        cls.columns = [TITLE, LANGUAGE, Column("partner_name", label=partner), *cls.own_columns]
        headings: dict[str, Any] = OwnPartReport.export_headings | {
            "slug": _("Slug"),
            "partner_name": partner,
        }
        cls.list_export = ["title", "slug", "locale", "partner_name", *cls.own_headings]
        cls.export_headings = headings | cls.own_headings

    def find(self, user: object) -> QuerySet:
        """The pages in somebody's part."""
        raise NotImplementedError

    def get_queryset(self) -> QuerySet:
        """What is found, with its partner."""
        return with_partner_above(self.find(self.request.user), self.owner)
