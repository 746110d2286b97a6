"""The partner that looks after a page, as column and filter of the page listings and reports; and what the
listings have in common of pages that name a partner (countries, series, sections) and of pages below those.
"""

from collections.abc import Callable
from typing import Any

import django_filters
from django.db.models import F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Length, Substr
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BaseColumn, Column
from wagtail.admin.views.pages.listing import ExplorableIndexView, IndexView
from wagtail.models import Page

from partners.models import Partner
from partners.permissions import owned_page_types
from portal.page_filters import SearchablePageFilterSet
from portal.subtrees import at_or_below
from translation.language_states import LanguagesColumn, LanguageStateFilter, WithLanguageStates
from vocabularies.registry import labelled

STEP = Page.steplen
"""Characters of a tree path a level."""


def with_partner_above(pages: QuerySet, owner: type[Page]) -> QuerySet:
    """Pages with ``partner_name`` and ``partner_code``: of the partner that the page directly above names.

    Arguments:
        pages: children of pages of the type ``owner``.
        owner: a page type that names a partner.
    """
    above = owner._default_manager.filter(path=OuterRef("path_above"))
    return pages.alias(path_above=Substr("path", 1, Length(F("path")) - Value(STEP))).annotate(
        partner_name=Subquery(above.values("partner__name")[:1]),
        partner_code=Subquery(above.values("partner__code")[:1]),
    )


def kept_column(name: str) -> BaseColumn:
    """One of the columns of Wagtail's page listings."""
    return next(column for column in IndexView.base_columns if column.name == name)


def paths_of(partner: Partner) -> list[str]:
    """Tree paths of the pages that name a partner, in every language. A query a page type that can."""
    return [
        path
        for model in owned_page_types()
        for path in model._default_manager.filter(partner=partner).values_list("path", flat=True)
    ]


class PartnerFilter(django_filters.ModelChoiceFilter):
    """Pages that a partner looks after."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=_("Partner"), queryset=Partner.objects.all(), **kwargs)

    def filter(self, rows: QuerySet, value: Partner | None) -> QuerySet:
        """The pages that name the partner and all below them."""
        return rows.filter(at_or_below(paths_of(value))) if value else rows


class OwnerFilterSet(SearchablePageFilterSet):
    """Filters of pages that name a partner; for a type, give ``Meta`` its model."""

    partner = PartnerFilter()
    translation = LanguageStateFilter()

    class Meta:
        model = Page
        fields: list[str] = []


class OwnersBelowView(WithLanguageStates, ExplorableIndexView):
    """Pages that name a partner, in the page explorer."""

    def annotate_queryset(self, pages: QuerySet) -> QuerySet:
        """Wagtail's annotations; the partner comes along."""
        return super().annotate_queryset(pages).select_related("partner", for_specific_subqueries=True)


def page_columns(*own: BaseColumn) -> list[BaseColumn]:
    """Wagtail's columns of a page listing with those of a type between them, after the title."""
    return [
        kept_column("bulk_actions"),
        kept_column("title"),
        *own,
        kept_column("latest_revision_created_at"),
        kept_column("status"),
    ]


def _partner_code(page: Any) -> str:
    return page.partner.code if page.partner else ""


def owner_columns(name: str, label: str | Promise) -> list[BaseColumn]:
    """Columns of pages that name a partner.

    Arguments:
        name: of the column that counts the pages below.
        label: of that column.
    """
    return page_columns(
        Column(name, label=label, accessor="numchild", sort_key="numchild"),
        LanguagesColumn("languages", label=_("Languages")),
        Column("partner", label=_("Partner"), accessor=_partner_code),
    )


class WithPartnerAbove(WithLanguageStates):
    """A listing of pages below pages of the type ``owner``, which name a partner."""

    owner: type[Page]

    def annotate_queryset(self, pages: QuerySet) -> QuerySet:
        """Wagtail's annotations and the partner."""
        return with_partner_above(super().annotate_queryset(pages), self.owner)  # type: ignore[misc]


def labels_of(field: str, vocabulary: str) -> Callable[[Any], str]:
    """Accessor of a column: the first label of a page's codes, and how many more there are: rows stay low.

    Arguments:
        field: that has the codes.
        vocabulary: its name.
    """

    def labels(page: Any) -> str:
        first, *more = [label for _code, label in labelled(vocabulary, getattr(page, field))] or [""]
        return f"{first} +{len(more)}" if more else first

    return labels
