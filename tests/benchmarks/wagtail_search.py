"""The same question through Wagtail's own search in Elasticsearch (modelsearch)."""

from collections.abc import Iterator
from itertools import cycle, islice
from typing import Any

from django.db import transaction
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from clusters.models import ClusterPage
from demo.synthetic.clusters import synthetic_cluster
from demo.synthetic.pages import insert_pages
from search.criteria import Criteria
from tests import builders
from tests.benchmarks.dataset import SEED, texts
from tests.benchmarks.engine import SELECTIONS, full_search
from tests.benchmarks.measuring import take_turns
from tests.benchmarks.peer.models import FACETS, PeerCluster
from tests.benchmarks.rows import Options, Row, compared

_BATCH = 500
PER_PAGE = 20


def make_peer(count: int) -> None:
    """One page a cluster, in English or else in its own language, and Wagtail's index of them.

    Ours has all languages of a cluster and the labels of all its codes in one document: the larger index.
    """
    parent = builders.country_page("DE")
    pages = ClusterPage.objects.child_of(parent)
    done = pages.count()
    while done < count:
        numbers = range(done + 1, min(done + _BATCH, count) + 1)
        with transaction.atomic():
            insert_pages([_page(parent, number) for number in numbers])
        done = numbers[-1]
    backend = get_search_backend("peer")
    index = backend.get_index_for_model(PeerCluster)
    elastic = backend.es
    if elastic.indices.exists(index=index.name) and elastic.count(index=index.name)["count"] == count:
        return
    index.reset()
    index.add_model(Page)
    index.add_model(PeerCluster)
    rows = PeerCluster.objects.order_by("pk").iterator(chunk_size=_BATCH)
    while batch := list(islice(rows, _BATCH)):
        index.add_items(PeerCluster, batch)
    index.refresh()
    # Ours is merged by its rebuild.
    elastic.indices.forcemerge(index=index.name, max_num_segments=1)


def _page(parent: Any, number: int) -> ClusterPage:
    made = synthetic_cluster(number, SEED)
    prose = made.texts.get("en") or made.texts[made.source_language]
    return ClusterPage(
        title=made.title,
        draft_title=made.title,
        slug=made.slug,
        path=Page._get_path(parent.path, parent.depth + 1, number),
        depth=parent.depth + 1,
        url_path=f"{parent.url_path}{made.slug}/",
        locale=parent.locale,
        translation_key=made.key,
        live=True,
        summary=prose.summary[:400],
        sector_keywords="\n".join(prose.keywords),
        body=[{"type": "text", "value": f"<p>{prose.body}</p>"}],
        **made.facts | {"legal_form": [made.country]},
    )


def ask_wagtail(criteria: Criteria) -> dict[str, Any]:
    """The total, a page of cluster pages and the counts of eight facets, as Wagtail's documents say."""
    pages = PeerCluster.objects.live()
    for facet, codes in criteria.filters.items():
        pages = pages.filter(**{f"{FACETS[facet]}__in": list(codes)})
    results = get_search_backend("peer").search(criteria.text, pages, operator="and")
    return {
        "total": results.count(),
        "hits": list(results[:PER_PAGE]),
        "facets": {name: results.facet(field) for name, field in FACETS.items()},
    }


def run(options: Options) -> list[Row]:
    """With none, one and two facets chosen; with each text once, then with the same twenty all the time."""
    make_peer(options.clusters)
    rows = []
    fresh = texts(options.clusters, seed=11)
    for chosen, filters in enumerate(SELECTIONS):
        for repeated in (False, True):
            some = list(islice(fresh, 20)) if repeated else fresh
            times = take_turns(
                {"ours": full_search, "wagtail": ask_wagtail},
                cycle(_criteria(iter(some), filters)) if repeated else _criteria(fresh, filters),
                rounds=options.rounds,
                fresh=not repeated,
                warm=25 if repeated else 5,
            )
            how = "texts repeated" if repeated else "each text once"
            most = 1.0 if repeated else 0.5
            name = f"{how}, {chosen} facets chosen / Wagtail's search"
            rows.append(compared(name, times["ours"], times["wagtail"], most))
    return rows


def _criteria(some: Iterator[str], filters: dict[str, tuple[str, ...]]) -> Iterator[Criteria]:
    for text in some:
        yield Criteria(kind="cluster", language="en", text=text, filters=filters, exact=True)
