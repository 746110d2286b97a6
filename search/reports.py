"""What visitors looked for and did not find, as a report in the admin."""

from datetime import timedelta
from typing import Any

import django_filters
from django.conf import settings
from django.db.models import Max, Q, QuerySet, Sum
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, NumberColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies import ModelPermissionPolicy

from portal.paths import public_path
from portal.reports import SafeExport
from search.kinds import all_kinds, get_kind
from search.models import SearchedText

Row = dict[str, Any]

NOTHING, SIMILAR = "nothing", "similar"
EVERYTHING = "everything"


def kind_label(kind: str) -> str:
    """Name of a kind as it is kept: "" is the whole portal; a kind that is gone has only its code."""
    if not kind:
        return str(_("Whole portal"))
    known = {each.name: str(each.label) for each in all_kinds()}
    return known.get(kind, kind)


def _kinds() -> list[tuple[str, str]]:
    return [
        (EVERYTHING, kind_label("")),
        *((kind.name, str(kind.label)) for kind in all_kinds() if kind.path),
    ]


class SearchedTextFilterSet(WagtailFilterSet):
    """Period, language, kind, and what was shown instead."""

    days = django_filters.ChoiceFilter(
        label=_("Period"),
        choices=[("7", _("Last 7 days")), ("30", _("Last 30 days")), ("90", _("Last 90 days"))],
        empty_label=_("Everything that is kept"),
        method="since",
    )
    language = django_filters.ChoiceFilter(label=_("Language"), choices=settings.LANGUAGES)
    kind = django_filters.ChoiceFilter(label=_("Where"), choices=_kinds, method="within")
    found = django_filters.ChoiceFilter(
        label=_("Found"),
        choices=[(NOTHING, _("Nothing")), (SIMILAR, _("Only something similar"))],
        method="with_outcome",
    )

    class Meta:
        model = SearchedText
        fields: list[str] = []

    def since(self, rows: QuerySet, _name: str, days: str) -> QuerySet:
        """Rows of the last days, today included."""
        return rows.filter(day__gt=timezone.localdate() - timedelta(days=int(days)))

    def within(self, rows: QuerySet, _name: str, kind: str) -> QuerySet:
        """Rows of a kind."""
        return rows.filter(kind="" if kind == EVERYTHING else kind)

    def with_outcome(self, rows: QuerySet, _name: str, found: str) -> QuerySet:
        """Rows where nothing was found, or something else than was asked for."""
        return rows.filter(hits=0) if found == NOTHING else rows.filter(hits__gt=0)


def search_url(row: Row) -> str:
    """Address of the search, to see what it finds now."""
    path = get_kind(row["kind"]).path if row["kind"] in {kind.name for kind in all_kinds()} else "search/"
    return f"{public_path(row['language'], path)}?{urlencode({'q': row['text']})}"


def _language(row: Row) -> str:
    return str(dict(settings.LANGUAGES).get(row["language"], row["language"]))


def _outcome(row: Row) -> str:
    return str(_("Only something similar") if row["most_hits"] else _("Nothing"))


class SearchesWithoutHitsView(SafeExport, ReportView):
    """Texts that found nothing, or only something similar; most frequent first."""

    page_title = _("Searches without hits")
    header_icon = "search"
    index_url_name = "searches_without_hits"
    index_results_url_name = "searches_without_hits_results"
    filterset_class = SearchedTextFilterSet
    any_permission_required = ["view"]
    export_filename = "searches-without-hits"
    list_export = ["text", "language", "kind", "searches", "most_hits", "last_day"]
    export_headings = {
        "text": _("Text"),
        "language": _("Language"),
        "kind": _("Where"),
        "searches": _("Searches"),
        "most_hits": _("Similar hits"),
        "last_day": _("Last on"),
    }
    columns = [
        TitleColumn("text", label=_("Text"), get_url=search_url),
        Column("language", label=_("Language"), accessor=_language),
        Column("kind", label=_("Where"), accessor=lambda row: kind_label(row["kind"])),
        Column("found", label=_("Found"), accessor=_outcome),
        NumberColumn("searches", label=_("Searches")),
        Column("last_day", label=_("Last on")),
    ]

    @cached_property
    def permission_policy(self) -> ModelPermissionPolicy:
        """Whoever may view searched texts."""
        return ModelPermissionPolicy(SearchedText)

    def get_filtered_queryset(self) -> QuerySet:
        """One row a text, language and kind, over all days of the period."""
        missed = self.filter_queryset(SearchedText.objects.filter(Q(hits=0) | Q(relaxed=True)))
        return (
            missed.values("text", "language", "kind")
            .annotate(searches=Sum("searches"), most_hits=Max("hits"), last_day=Max("day"))
            .order_by("-searches", "-last_day", "text", "language", "kind")
        )
