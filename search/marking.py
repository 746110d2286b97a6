"""Marks documents as stale, inside the transaction of the change that makes them so.

What is marked is built again after the commit, or else by the worker; what is rolled back was never marked.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from uuid import UUID

from asgiref.local import Local
from django.db import transaction
from django.db.models import F, Q, QuerySet
from wagtail.models import Page

from search.kinds import AnyVocabulary, all_kinds, kind_of
from search.models import FacetEntry, SearchDocument

# Building one takes some 10 ms. An editor waits for this many; the worker does the rest.
BUILT_ON_COMMIT = 20

_state = Local()


def mark_stale(kind: str, key: UUID) -> None:
    """The content with this translation key changed."""
    if not _raise_version(SearchDocument.objects.filter(key=key), kind=kind):
        SearchDocument.objects.bulk_create(
            [SearchDocument(key=key, kind=kind, version=0)], ignore_conflicts=True
        )
        _raise_version(SearchDocument.objects.filter(key=key), kind=kind)
    _build_on_commit([key])


def mark_page_stale(page: Page) -> None:
    """The page was changed or deleted. Nothing happens for pages that are not searchable."""
    model = page.specific_class
    kind = kind_of(model) if model else None
    if kind:
        mark_stale(kind.name, page.translation_key)


def mark_pages_stale(pks: Collection[int]) -> None:
    """Something changed in these pages (primary keys), which are there already."""
    pages = Page.objects.filter(pk__in=pks).order_by()
    _mark(SearchDocument.objects.filter(key__in=pages.values("translation_key")))


def mark_stale_below(path: str, *, kinds: Collection[str] | None = None, inclusive: bool = False) -> None:
    """All documents of the pages below a place in the tree changed. One UPDATE.

    Arguments:
        path: treebeard path of the page above.
        kinds: only these kinds.
        inclusive: the page itself too.
    """
    pages = Page.objects.filter(path__startswith=path)
    if not inclusive:
        pages = pages.exclude(path=path)
    documents = SearchDocument.objects.filter(key__in=pages.order_by().values("translation_key"))
    _mark(documents if kinds is None else documents.filter(kind__in=kinds))


def mark_stale_for_code(vocabulary: AnyVocabulary, code: str) -> None:
    """The labels of a term changed: all documents with its code, in whatever facet, are stale. One UPDATE.

    Arguments:
        vocabulary: as facets name it.
        code: of the term.
    """
    facets = Q()
    for kind in all_kinds():
        names = [facet.name for facet in kind.facets if facet.vocabulary == vocabulary]
        if names:
            facets |= Q(kind=kind.name, facet__in=names)
    if facets:
        entries = FacetEntry.objects.filter(facets, code=code)
        _mark(SearchDocument.objects.filter(pk__in=entries.values("document")))


@contextmanager
def building_left_for_later() -> Iterator[None]:
    """Inside, nothing is built on commit: for loads of many pages, before ``outbox.catch_up``."""
    before = getattr(_state, "later", False)
    _state.later = True
    try:
        yield
    finally:
        _state.later = before


def _mark(documents: QuerySet[SearchDocument]) -> None:
    if not _raise_version(documents):
        return
    keys = list(documents.values_list("key", flat=True)[: BUILT_ON_COMMIT + 1])
    if len(keys) <= BUILT_ON_COMMIT:
        _build_on_commit(keys)


def _raise_version(documents: QuerySet[SearchDocument], **changes: str) -> int:
    return documents.update(version=F("version") + 1, failures=0, next_attempt=None, **changes)


def _build_on_commit(keys: Collection[UUID]) -> None:
    if getattr(_state, "later", False):
        return
    if not hasattr(_state, "keys"):
        _state.keys = {}
    for key in keys:
        # The latest last: what a rollback left behind must not take their places.
        _state.keys.pop(key, None)
        _state.keys[key] = None
    # Registered at every mark, because a savepoint that is rolled back takes its registration along; the
    # first to run after the commit does all the work.
    transaction.on_commit(_build_marked, robust=True)


def _build_marked() -> None:
    from search.building import build_stale_keys

    keys = list(_state.keys)[-BUILT_ON_COMMIT:]
    _state.keys = {}
    if keys:
        build_stale_keys(keys)
