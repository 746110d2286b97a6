"""Reports over every kind of page: how much there is, what lacks translations, which links lead nowhere."""

from collections import Counter
from typing import Any

import django_filters
from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, NumberColumn, TitleColumn
from wagtail.coreutils import get_content_languages
from wagtail.models import Page

from clusters.models import ClusterPage
from events.models import EventPage
from home.links import BrokenLink, broken_links
from news.models import NewsPage
from partners.models import Partner
from partners.permissions import owned_page_types
from portal.own_part import in_own_part, own_pages
from portal.reports import LANGUAGE, TITLE, OwnPartReport
from translation.language_states import LanguagesColumn, LanguageStateFilter, WithLanguageStates
from translation.sources import originals

Row = dict[str, Any]
COUNTED = {"clusters": ClusterPage, "news": NewsPage, "events": EventPage}


def content_by_partner(user: Any) -> list[Row]:
    """How many public pages of each kind each partner has in each language, of what somebody looks after.

    Eight queries, whatever the number of pages.
    """
    names = dict(Partner.objects.values_list("pk", "name"))
    owners = {
        path: names[partner]
        for model in owned_page_types()
        for path, partner in model._default_manager.exclude(partner=None).values_list("path", "partner")
    }
    counts: Counter[tuple[str, str, str]] = Counter()
    for kind, model in COUNTED.items():
        pages = model._default_manager.filter(in_own_part(user), alias_of=None, live=True)
        for path, code in pages.values_list("path", "locale__language_code"):
            counts[owners.get(path[: -Page.steplen], ""), code, kind] += 1
    languages = get_content_languages()
    pairs = sorted({(partner, code) for partner, code, _kind in counts}, key=lambda pair: (pair[0], pair[1]))
    return [
        {
            "partner": partner or str(_("No partner")),
            "language": languages.get(code, code),
            **{kind: counts[partner, code, kind] for kind in COUNTED},
            "total": sum(counts[partner, code, kind] for kind in COUNTED),
        }
        for partner, code in pairs
    ]


class ContentByPartnerReport(OwnPartReport):
    """Public pages by partner and language."""

    slug = "content-by-partner"
    page_title = _("Content by partner and language")
    header_icon = "doc-full-inverse"
    columns = [
        Column("partner", label=_("Partner")),
        Column("language", label=_("Language")),
        NumberColumn("clusters", label=_("Cluster profiles")),
        NumberColumn("news", label=_("News")),
        NumberColumn("events", label=_("Events")),
        NumberColumn("total", label=_("Total")),
    ]
    list_export = ["partner", "language", *COUNTED, "total"]
    export_headings = {
        "partner": _("Partner"),
        "language": _("Language"),
        "clusters": _("Cluster profiles"),
        "news": _("News"),
        "events": _("Events"),
        "total": _("Total"),
    }

    def get_queryset(self) -> list[Row]:
        """See ``content_by_partner``."""
        return content_by_partner(self.request.user)


class UntranslatedFilterSet(WagtailFilterSet):
    """Language that lacks the page, and kind of page."""

    translation = LanguageStateFilter()
    kind = django_filters.ChoiceFilter(
        label=_("Kind"),
        choices=[(name, model._meta.verbose_name_plural) for name, model in COUNTED.items()],
        method="of_kind",
    )

    class Meta:
        model = Page
        fields: list[str] = []

    def of_kind(self, rows: QuerySet, _name: str, kind: str) -> QuerySet:
        """Pages of one type."""
        return rows.filter(pk__in=COUNTED[kind]._default_manager.values("pk"))


def pages_without_translation(user: Any) -> QuerySet:
    """Public originals in somebody's part that are not public in every language; newest first."""
    languages = len(get_content_languages())
    public = Page.objects.filter(live=True, alias_of=None).order_by()
    whole = (
        public.values("translation_key")
        .annotate(languages=Count("locale", distinct=True))
        .filter(languages__gte=languages)
        .values("translation_key")
    )
    return (
        originals(own_pages(user, Page).live())
        .exclude(translation_key__in=whole)
        .order_by("-last_published_at")
    )


class PagesWithoutTranslationReport(WithLanguageStates, OwnPartReport):
    """Public pages that at least one language lacks."""

    slug = "pages-without-translation"
    page_title = _("Pages without translation")
    header_icon = "wagtail-localize-language"
    context_object_name = "pages"
    filterset_class = UntranslatedFilterSet
    columns = [
        TITLE,
        LANGUAGE,
        Column("kind", label=_("Kind"), accessor=lambda page: page.page_type_display_name),
        LanguagesColumn("languages", label=_("Languages")),
    ]
    list_export = ["title", "slug", "locale", "page_type_display_name"]
    export_headings = OwnPartReport.export_headings | {"slug": _("Slug"), "page_type_display_name": _("Kind")}

    def get_queryset(self) -> QuerySet:
        """See ``pages_without_translation``."""
        return pages_without_translation(self.request.user).select_related("content_type")


def _edit(link: BrokenLink) -> str:
    return reverse("wagtailadmin_pages:edit", args=[link.pk])


class BrokenLinksReport(OwnPartReport):
    """Links that lead nowhere."""

    slug = "broken-links"
    page_title = _("Broken links")
    header_icon = "link"
    columns = [
        TitleColumn("title", label=_("Page"), get_url=_edit),
        Column("locale", label=_("Language")),
        Column("target", label=_("Link")),
        Column("reason", label=_("What is wrong")),
    ]
    list_export = ["title", "locale", "target", "reason"]
    export_headings = OwnPartReport.export_headings | {"target": _("Link"), "reason": _("What is wrong")}

    def get_queryset(self) -> list[BrokenLink]:
        """See ``broken_links``."""
        return broken_links(self.request.user)
