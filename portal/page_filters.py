"""Filters of page listings that can be searched, too."""

from django.db.models import QuerySet
from wagtail.admin.views.pages.listing import PageFilterSet


class SearchablePageFilterSet(PageFilterSet):
    """Wagtail's filters of pages. What they leave is named by its keys: Wagtail's search, which comes after
    them, takes conditions on indexed fields only, and raises an error at any other.
    """

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        """The pages that all filters leave."""
        found = super().filter_queryset(queryset)
        return queryset if found is queryset else queryset.filter(pk__in=found.order_by().values("pk"))
