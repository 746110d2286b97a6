"""The clusters of the portal as files see them: each once, in the language it was written in."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q
from django.utils.functional import cached_property
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.query import PageQuerySet

from clusters.importing.columns import COLUMNS, Facts, facts_of, normal
from clusters.models import ClusterContact, ClusterPage, CountryPage
from partners.approval import approves, in_need
from portal.counterparts import written_first_in
from vocabularies.registry import get_vocabulary

ENGLISH = "en"
BATCH = 200


@dataclass(frozen=True)
class StoredCluster:
    """A cluster with what a file says of it.

    Arguments:
        page: in the language it was written in.
        language: code of that language.
        country: ISO code.
        facts: see ``facts_of``.
        english: its summary in English; None where there is no English text.
    """

    page: ClusterPage
    language: str
    country: str
    facts: Facts
    english: str | None

    def cells(self) -> dict[str, str]:
        """Its row in a file, by column."""
        cells = {name: column.write(self.facts[column.fact]) for name, column in COLUMNS.items()}
        if self.language != ENGLISH:
            cells["description_en"] = COLUMNS["description_en"].write(self.english or "")
        region = self.facts["region"]
        return {
            "slug": self.page.slug,
            "country_iso2": self.country,
            "region_name": get_vocabulary("region").label(region[0], ENGLISH) if region else "",
            "verified_fields": "",
            "notes": "",
            **cells,
        }


class Countries:
    """The country pages, by where their clusters are in the tree. One query."""

    def __init__(self) -> None:
        pages = CountryPage.objects.filter(alias_of=None).select_related("locale").order_by("pk")
        self._by_path = {page.path: page for page in pages}
        self._by_code = {
            (page.code, page.locale.language_code): page for page in reversed(self._by_path.values())
        }

    def above(self, page: Page) -> CountryPage | None:
        """The country page directly above a page."""
        return self._by_path.get(page.path[: -Page.steplen])

    def code_above(self, path: str) -> str:
        """ISO code of the country directly above a place in the tree; empty where there is none."""
        country = self._by_path.get(path[: -Page.steplen])
        return country.code if country else ""

    def in_language(self, code: str, language: str = ENGLISH) -> CountryPage | None:
        """The page of a country in a language."""
        return self._by_code.get((code, language))

    def all(self) -> Iterable[CountryPage]:
        """Every country page."""
        return self._by_path.values()


class Part:
    """The countries whose clusters somebody may make and publish.

    Arguments:
        user: who; None for nobody.
        everything: for a command of the operator: all countries.
    """

    def __init__(self, user: Any, *, everything: bool = False) -> None:
        self.user = user
        self._everything = everything
        self._policy = PagePermissionPolicy()

    def holds(self, country: CountryPage) -> bool:
        """Whether the country page is in the part. No query after the first of a user."""
        if self._everything or self.user is None:
            return self._everything
        return country.path not in self._closed and all(
            self._policy.user_has_permission_for_instance(self.user, right, country)
            for right in ("add", "publish")
        )

    @cached_property
    def _closed(self) -> set[str]:
        """Countries in which the lead editors approve, unless it is one of them."""
        if approves(self.user):
            return set()
        return set(in_need(CountryPage.objects.values_list("path", flat=True)))


def source_pages() -> PageQuerySet:
    """Every cluster, in the language it was written in first."""
    return (
        ClusterPage.objects.filter(alias_of=None)
        .annotate(source_language=written_first_in())
        .filter(Q(source_language=None) | Q(source_language=F("locale__language_code")))
        .select_related("locale")
        .order_by("path")
    )


def stored_clusters(pages: PageQuerySet, countries: Countries) -> Iterator[StoredCluster]:
    """What files see of these pages, in batches: four queries each, whatever their number of pages."""
    everything = list(pages.values_list("pk", flat=True))
    for start in range(0, len(everything), BATCH):
        keys = everything[start : start + BATCH]
        found = list(pages.filter(pk__in=keys))
        emails: dict[int, str] = {}
        contacts = ClusterContact.objects.filter(page__in=keys).exclude(email="").order_by("sort_order", "pk")
        for page_id, email in contacts.values_list("page", "email"):
            emails.setdefault(page_id, email)
        translated = ClusterPage.objects.filter(
            translation_key__in=[page.translation_key for page in found],
            locale__language_code=ENGLISH,
            alias_of=None,
        )
        english = dict(translated.values_list("translation_key", "summary"))
        for page in found:
            country = countries.above(page)
            if not page.live and page.latest_revision_id:
                # What editors see of a draft is its newest revision.
                page = page.get_latest_revision_as_object()
                emails[page.pk] = next((each.email for each in page.contacts.all() if each.email), "")
            yield StoredCluster(
                page,
                page.locale.language_code,
                country.code if country else "",
                facts_of(page, emails.get(page.pk, "")),
                english.get(page.translation_key),
            )


def same_cell(left: str, right: str) -> bool:
    """Whether two cells say the same, as far as a spreadsheet keeps it."""
    return normal(left) == normal(right)
