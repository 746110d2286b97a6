"""Synthetic clusters as pages, made in bulk.

A page that is made one by one takes some 50 ms: validation, revision, signals, references. Here the rows are
written as they would end up, so there are no revisions, and whoever calls builds the search documents.
"""

from collections.abc import Callable, Iterator
from itertools import islice
from uuid import uuid5

from django.conf import settings
from django.db import transaction
from django.db.models import Model, QuerySet
from django.db.models.sql import InsertQuery
from django.utils.text import slugify
from wagtail.models import Page

from clusters.models import ClusterIndexPage, ClusterPage, CountryPage
from demo.synthetic.clusters import SLUG, SOURCE, SyntheticCluster, synthetic_cluster
from vocabularies.registry import get_vocabulary

_BATCH = 500


class NoClusterSearch(Exception):
    """There is no page that clusters could live below."""


def create_pages(count: int, seed: int, progress: Callable[[int], None] | None = None) -> int:
    """Make the pages of the clusters 1 to ``count`` of a seed, live, in the languages that have a tree.

    Those that exist stay as they are, so an interrupted run is continued.

    Arguments:
        count: number of clusters.
        seed: see ``demo.synthetic``.
        progress: called with the number of clusters done since the last call.

    Returns:
        How many pages were made.
    Raises NoClusterSearch when the portal has no cluster search yet.
    """
    existing = set(synthetic_pages().values_list("translation_key", flat=True))
    countries = _Countries()
    numbers = iter(range(1, count + 1))
    made = 0
    while batch := list(islice(numbers, _BATCH)):
        clusters = [synthetic_cluster(number, seed) for number in batch]
        with transaction.atomic():
            made += insert_pages(
                list(_pages([each for each in clusters if each.key not in existing], countries))
            )
        if progress:
            progress(len(batch))
    return made


def synthetic_pages() -> QuerySet[ClusterPage]:
    """Every page that this module made."""
    return ClusterPage.objects.filter(slug__startswith=SLUG, data_source=SOURCE)


class _Countries:
    """The country pages by language, and the next free place below each."""

    def __init__(self) -> None:
        self._pages: dict[str, dict[str, CountryPage]] = {}
        self._last: dict[int, int] = {}
        self._indexes = {
            page.locale.language_code: page
            for page in ClusterIndexPage.objects.filter(alias_of=None).select_related("locale").order_by("pk")
        }
        if not self._indexes:
            raise NoClusterSearch("The portal has no cluster search yet: load the demo, or add the page.")

    def of(self, code: str) -> dict[str, CountryPage]:
        """The pages of a country by language; those that are missing are made."""
        if code not in self._pages:
            found = CountryPage.objects.filter(country=[code]).select_related("locale").order_by("pk")
            pages = {page.locale.language_code: page for page in found}
            for language, index in self._indexes.items():
                if language not in pages:
                    pages[language] = self._new(code, language, index, pages)
            self._pages[code] = pages
        return self._pages[code]

    @staticmethod
    def _new(
        code: str, language: str, index: ClusterIndexPage, others: dict[str, CountryPage]
    ) -> CountryPage:
        terms = get_vocabulary("country")
        page = CountryPage(
            title=terms.label(code, language),
            slug=slugify(terms.label(code, settings.LANGUAGE_CODE)),
            country=[code],
            locale=index.locale,
            live=False,
        )
        if others:
            page.translation_key = next(iter(others.values())).translation_key
        ClusterIndexPage.objects.get(pk=index.pk).add_child(instance=page)
        page.save_revision().publish()
        return CountryPage.objects.select_related("locale").get(pk=page.pk)

    def next_path(self, parent: CountryPage) -> str:
        """The next free place below a country page."""
        if parent.pk not in self._last:
            last = parent.get_last_child()
            self._last[parent.pk] = Page._str2int(last.path[-Page.steplen :]) if last else 0
        self._last[parent.pk] += 1
        return Page._get_path(parent.path, parent.depth + 1, self._last[parent.pk])


def _pages(clusters: list[SyntheticCluster], countries: _Countries) -> Iterator[ClusterPage]:
    """The unsaved pages: of each cluster, the one that was written first first."""
    for cluster in clusters:
        parents = countries.of(cluster.country)
        for language, prose in cluster.texts.items():
            if language not in parents:
                continue
            parent = parents[language]
            block = str(uuid5(cluster.key, "text"))
            yield ClusterPage(
                title=cluster.title,
                draft_title=cluster.title,
                slug=cluster.slug,
                path=countries.next_path(parent),
                depth=parent.depth + 1,
                url_path=f"{parent.url_path}{cluster.slug}/",
                locale=parent.locale,
                translation_key=cluster.key,
                live=True,
                has_unpublished_changes=False,
                first_published_at=cluster.published,
                last_published_at=cluster.published,
                summary=prose.summary[:400],
                sector_keywords="\n".join(prose.keywords),
                body=[{"type": "text", "value": f"<p>{prose.body}</p>", "id": block}],
                **cluster.facts,
            )


def insert_pages(pages: list[ClusterPage]) -> int:
    """Write the rows of both tables, and the numbers of children of the pages above. Returns how many."""
    if not pages:
        return 0
    fields = [field.attname for field in Page._meta.concrete_fields if not field.primary_key]
    rows = Page.objects.bulk_create(
        [Page(**{name: getattr(page, name) for name in fields}) for page in pages]
    )
    for row, page in zip(rows, pages, strict=True):
        page.pk = page.page_ptr_id = row.pk
    # What bulk_create itself uses; it refuses models whose columns are in two tables.
    query = InsertQuery(ClusterPage)
    query.insert_values(ClusterPage._meta.local_concrete_fields, list[Model](pages))
    query.get_compiler("default").execute_sql()
    for path in {page.path[: -Page.steplen] for page in pages}:
        below = Page.objects.filter(path__startswith=path, depth=len(path) // Page.steplen + 1)
        Page.objects.filter(path=path).update(numchild=below.count())
    return len(pages)
