"""Compares what is searched with what should be: pages, rows, Elasticsearch. And mends it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F

from search.backends.delivery import IndexMissing, deliver, patient_client, sent_columns, sent_content
from search.backends.elasticsearch import alias_of, is_configured
from search.backends.index import is_current, rebuild_index
from search.backends.walking import walk
from search.building import build, build_row
from search.kinds import SearchKind, all_kinds, get_kind
from search.models import SearchDocument
from search.rebuilding import add_missing_rows, missing_keys

Progress = Callable[[int], None]

_BATCH = 500
_KEEP_ALIVE = "5m"
# After every key.
_LAST = "~"

# What can be wrong.
NO_ROW = "has pages and no row"
STALE = "changed and is not built yet"
NOT_AS_BUILT = "is not what its pages say now"
NO_INDEX = "has no index of today's mapping and of this database"
MISSING = "is missing in Elasticsearch"
GHOST = "is in Elasticsearch and should not be"
OUTDATED = "is out of date in Elasticsearch"


@dataclass(frozen=True)
class Difference:
    """Something that is not as it should be.

    Arguments:
        kind: name of the kind.
        problem: one of the problems above.
        key: of the document; "" when it concerns the whole kind.
    """

    kind: str
    problem: str
    key: str = ""

    def __str__(self) -> str:
        return " ".join(filter(None, [self.kind, self.key, self.problem]))


def differences(*, deep: bool = False, progress: Progress | None = None) -> Iterator[Difference]:
    """Everything that is not as it should be. Streamed: memory stays flat whatever there is.

    Arguments:
        deep: build every document anew and compare (some 10 ms each).
        progress: called with the number of rows compared since the last call.

    Raises the client's errors when Elasticsearch is configured and away.
    """
    for kind in all_kinds():
        for key in list(missing_keys(kind)):
            yield Difference(kind.name, NO_ROW, str(key))
    stale = SearchDocument.objects.filter(built_version__lt=F("version"))
    for name, key in stale.values_list("kind", "key").iterator(chunk_size=_BATCH):
        yield Difference(name, STALE, str(key))
    if deep:
        yield from _wrongly_built(progress)
    if is_configured():
        for kind in all_kinds():
            yield from _wrongly_indexed(kind, progress)


def repair(found: Difference) -> None:
    """Mend a difference. Raises the client's errors when Elasticsearch is away."""
    kind = get_kind(found.kind)
    if found.problem == NO_INDEX:
        rebuild_index(kind)
    elif found.problem == GHOST:
        patient_client().options(ignore_status=404).delete(index=alias_of(kind.name), id=found.key)
    elif found.problem in (MISSING, OUTDATED):
        try:
            deliver(list(sent_columns(SearchDocument.objects.filter(key=found.key))))
        except IndexMissing:
            # It has a later version than the database.
            rebuild_index(kind)
    else:
        add_missing_rows()
        rows = SearchDocument.objects.filter(key=found.key)
        rows.update(version=F("version") + 1, failures=0, next_attempt=None)
        for row in rows:
            build_row(row)


def _wrongly_built(progress: Progress | None) -> Iterator[Difference]:
    rows = SearchDocument.objects.filter(built_version=F("version")).order_by("key")
    for row in rows.iterator(chunk_size=_BATCH):
        _kind, content = build(row.key)
        if content != row.document or (content is not None) != row.public:
            yield Difference(row.kind, NOT_AS_BUILT, str(row.key))
        if progress:
            progress(1)


def _wrongly_indexed(kind: SearchKind, progress: Progress | None) -> Iterator[Difference]:
    if not is_current(kind):
        yield Difference(kind.name, NO_INDEX)
        return
    patient_client().indices.refresh(index=alias_of(kind.name))
    for suspect in _suspects(kind, progress):
        # Something may have been published between looking here and looking there.
        problem = _problem(kind, suspect)
        if problem:
            yield Difference(kind.name, problem, suspect)


def _suspects(kind: SearchKind, progress: Progress | None) -> Iterator[str]:
    """Keys of what differs, by walking through both sides in the order of the keys."""
    rows = _stored(kind, progress)
    hits = _indexed(kind)
    row, hit = next(rows, None), next(hits, None)
    while row or hit:
        here = str(row.key) if row else _LAST
        there = str(hit["sort"][0] or _LAST) if hit else _LAST
        if row and hit and here == there:
            if not _equal(row, hit):
                yield here
            row, hit = next(rows, None), next(hits, None)
        elif row and (not hit or here < there):
            yield here
            row = next(rows, None)
        else:
            yield str(hit["_id"]) if hit else ""
            hit = next(hits, None)


def _stored(kind: SearchKind, progress: Progress | None) -> Iterator[Any]:
    rows = sent_columns(SearchDocument.objects.filter(kind=kind.name, public=True))
    last: UUID | None = None
    while batch := list((rows.filter(key__gt=last) if last else rows).order_by("key")[:_BATCH]):
        for row in batch:
            yield row
            if progress:
                progress(1)
        last = batch[-1].key


def _indexed(kind: SearchKind) -> Iterator[Any]:
    # A document without a key is none of ours; it is found as well, after all others.
    body: dict[str, Any] = {"size": _BATCH, "version": True, "sort": [{"key": "asc"}]}
    for response in walk(patient_client(), alias_of(kind.name), body, keep_alive=_KEEP_ALIVE):
        yield from response["hits"]["hits"]


def _equal(row: SearchDocument, hit: Any) -> bool:
    return bool(hit["_version"] == row.built_version and hit["_source"] == sent_content(row))


def _problem(kind: SearchKind, key: str) -> str:
    """What is wrong with one document, now; "" when nothing is."""
    row = (
        SearchDocument.objects.filter(key=key, kind=kind.name, public=True).first() if _is_key(key) else None
    )
    found = patient_client().options(ignore_status=404).get(index=alias_of(kind.name), id=key)
    if row is None:
        return GHOST if found.get("found") else ""
    if not found.get("found"):
        return MISSING
    return "" if _equal(row, found) else OUTDATED


def _is_key(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False
