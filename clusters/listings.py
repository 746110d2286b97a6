"""What the listings of the admin show of countries and cluster profiles, and what they can be filtered by."""

from functools import reduce
from operator import add
from typing import Any

import django_filters
from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BaseColumn, Column, DateColumn
from wagtail.admin.views.pages.listing import ExplorableIndexView, IndexView

from clusters.completeness import CONFIRMED, CONTACTS, ITEMS, percent, stale_before
from clusters.models import ClusterContact, ClusterPage, CountryPage
from clusters.models.cluster import Visibility
from partners.listings import (
    OwnerFilterSet,
    PartnerFilter,
    WithPartnerAbove,
    labels_of,
    owner_columns,
    page_columns,
)
from portal.page_filters import SearchablePageFilterSet
from portal.subtrees import at_or_below
from translation.language_states import LanguagesColumn, LanguageStateFilter
from vocabularies.filters import CodeFilter
from vocabularies.registry import get_vocabulary, labelled


def lacking(field: str) -> Any:
    """Condition for the profiles that lack an item of ``clusters.completeness``.

    Arguments:
        field: of the item.
    """
    if field == CONTACTS:
        public = ClusterContact.objects.filter(page=OuterRef("pk"), visibility=Visibility.PUBLIC)
        return ~Exists(public)
    if field == CONFIRMED:
        return Q(last_confirmed=None) | Q(last_confirmed__lt=stale_before(timezone.localdate()))
    column = ClusterPage._meta.get_field(field)
    if column.null:
        return Q(**{field: None})
    return Q(**{field: [] if column.get_internal_type() == "JSONField" else ""})


def with_missing(profiles: QuerySet) -> QuerySet:
    """Profiles with ``missing``: how many items they lack."""
    counted = [
        Case(When(lacking(item.field), then=Value(1)), default=Value(0), output_field=IntegerField())
        for item in ITEMS
    ]
    return profiles.annotate(missing=reduce(add, counted))


class CompletenessColumn(BaseColumn):
    """How complete a profile is, as a bar with its figure."""

    cell_template_name = "clusters/admin/completeness_cell.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        """The per cent, from the number that the database counted.

        Wagtail shows the column in its list of the pages of a type too, where it is counted here.
        """
        context = super().get_cell_context_data(instance, parent_context)
        missing = getattr(instance, "missing", None)
        if missing is None:
            missing = with_missing(ClusterPage.objects.filter(pk=instance.pk)).values_list(
                "missing", flat=True
            )[0]
        return context | {"percent": percent(missing)}


def _countries() -> list[tuple[str, str]]:
    names = get_vocabulary("country")
    codes = {code for codes in CountryPage.objects.values_list("country", flat=True) for code in codes}
    return sorted(((code, names.label(code)) for code in codes), key=lambda choice: choice[1])


class ClusterFilterSet(SearchablePageFilterSet):
    """Filters of cluster profiles; Wagtail's own come after them."""

    country = django_filters.ChoiceFilter(label=_("Country"), choices=_countries, method="in_country")
    sector = CodeFilter(label=_("Sector"), field_name="sectors", vocabulary="sector")
    partner = PartnerFilter()
    lacks = django_filters.ChoiceFilter(
        label=_("Missing"), choices=[(item.field, item.label) for item in ITEMS], method="that_lack"
    )
    translation = LanguageStateFilter()

    class Meta:
        model = ClusterPage
        fields: list[str] = []

    def in_country(self, rows: QuerySet, _name: str, code: str) -> QuerySet:
        """Clusters of a country, in every language."""
        pages = CountryPage.objects.filter(country=[code])
        return rows.filter(at_or_below(list(pages.values_list("path", flat=True))))

    def that_lack(self, rows: QuerySet, _name: str, field: str) -> QuerySet:
        """Profiles without an item."""
        return rows.filter(lacking(field))


class _ClusterListing(WithPartnerAbove):
    """What both listings of clusters add to Wagtail's."""

    owner = CountryPage

    def annotate_queryset(self, pages: QuerySet) -> QuerySet:
        """Wagtail's annotations, the partner, the country and what is missing."""
        above = CountryPage.objects.filter(path=OuterRef("path_above"))
        pages = super().annotate_queryset(pages)
        return with_missing(pages.annotate(country_above=Subquery(above.values("country")[:1])))

    def get_valid_orderings(self) -> list[str]:
        """While searching, what is counted cannot be ordered by."""
        orderings = super().get_valid_orderings()  # type: ignore[misc]
        if self.is_searching:  # type: ignore[attr-defined]
            return [each for each in orderings if each.lstrip("-") not in ("missing", "partner_code")]
        return orderings


def _country(page: ClusterPage) -> str:
    """The country in the editor's language, whatever language the profile is in.

    Wagtail shows the column in its list of the pages of a type too, where the database has not told it.
    """
    codes = getattr(page, "country_above", None) or [page.country_code]
    return ", ".join(label for _code, label in labelled("country", filter(None, codes)))


CLUSTER_COLUMNS = page_columns(
    Column("country", label=_("Country"), accessor=_country),
    Column("sectors", label=_("Sectors"), accessor=labels_of("sectors", "sector")),
    LanguagesColumn("languages", label=_("Languages")),
    CompletenessColumn("completeness", label=_("Completeness"), sort_key="missing"),
    DateColumn("last_confirmed", label=_("Last confirmed"), sort_key="last_confirmed"),
    Column("partner_code", label=_("Partner"), sort_key="partner_code"),
)


class ClusterIndexView(_ClusterListing, IndexView):
    """All cluster profiles."""


class ClustersBelowView(_ClusterListing, ExplorableIndexView):
    """The cluster profiles of a country, in the page explorer."""


class CountryFilterSet(OwnerFilterSet):
    """Filters of countries."""

    class Meta(OwnerFilterSet.Meta):
        model = CountryPage


COUNTRY_COLUMNS = owner_columns("clusters", _("Clusters"))
