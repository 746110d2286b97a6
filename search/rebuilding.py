"""Makes everything that is searchable anew, and says whether that is needed."""

from collections.abc import Callable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import F
from elasticsearch import ApiError, TransportError
from wagtail.models import Page

from search.backends.elasticsearch import is_configured
from search.backends.index import is_current, rebuild_index
from search.building import build_row
from search.kinds import SearchKind, all_kinds
from search.models import SearchDocument

Progress = Callable[[int], None]
_BATCH = 500


def add_missing_rows() -> int:
    """Add a row for every searchable page that has none. Returns how many were added."""
    added = 0
    for kind in all_kinds():
        keys = missing_keys(kind)
        while batch := list(keys[:_BATCH]):
            rows = [SearchDocument(key=key, kind=kind.name) for key in batch]
            SearchDocument.objects.bulk_create(rows, ignore_conflicts=True)
            added += len(rows)
    return added


def rebuild_documents(progress: Progress | None = None) -> int:
    """Build every document anew. Returns how many could not be built; they are logged and tried again."""
    SearchDocument.objects.update(version=F("version") + 1, failures=0, next_attempt=None)
    failed = 0
    rows = SearchDocument.objects.only("id", "key", "kind", "version").order_by("pk")
    for row in rows.iterator(chunk_size=_BATCH):
        failed += not build_row(row)
        if progress:
            progress(1)
    return failed


def rebuild_indices(progress: Progress | None = None) -> dict[str, int]:
    """Put a new Elasticsearch index behind the alias of every kind. Returns the documents by kind."""
    return {kind.name: rebuild_index(kind, progress) for kind in all_kinds()}


def search_is_built() -> bool:
    """Whether every searchable page has a document, and every index that can be reached is there.

    An Elasticsearch that is away is no reason to build: the worker sends everything when it is back.
    """
    if any(missing_keys(kind).exists() for kind in all_kinds()):
        return False
    # One that cannot be built is no reason to build all the others at every start.
    if SearchDocument.objects.filter(built_version=0, failures=0).exists():
        return False
    if not is_configured():
        return True
    try:
        return all(is_current(kind) for kind in all_kinds())
    except (ApiError, TransportError):
        return True


def missing_keys(kind: SearchKind) -> Any:
    """Keys of the searchable pages of a kind that have no row."""
    types = ContentType.objects.get_for_models(*kind.page_models(), for_concrete_models=False).values()
    known = SearchDocument.objects.values("key")
    pages = Page.objects.filter(content_type__in=types).exclude(translation_key__in=known)
    return pages.order_by().values_list("translation_key", flat=True).distinct()
