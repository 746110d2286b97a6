"""Makes the Elasticsearch indices anew and puts them in place; says whether they are as they should be."""

import hashlib
import logging
import re
from collections.abc import Callable, Collection
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import F, QuerySet
from django.utils import timezone
from elasticsearch import ApiError, Elasticsearch, NotFoundError, TransportError
from wagtail.models import Page

from search.backends.delivery import (
    ARRIVED,
    NEWER,
    IndexMissing,
    deliver_lagging,
    in_batches,
    lagging,
    patient_client,
    send,
    sent_columns,
)
from search.backends.elasticsearch import alias_of
from search.backends.mapping import fingerprint, fingerprint_without_words, index_body
from search.building import note_failure
from search.kinds import SearchKind
from search.models import SearchDocument

logger = logging.getLogger(__name__)

# A document that was being stored when the rebuild began carries an earlier time.
_MARGIN = timedelta(seconds=10)
# A new index may lack this many documents; if more are refused, something is wrong with the index.
_MOST_REFUSED = 10
_NOTED_AT_ONCE = 500
_TIME_FORMAT = "%Y%m%d%H%M%S%f"

Progress = Callable[[int], None]


class CountMismatch(Exception):
    """A new index does not hold the documents that it was given."""


def is_current(kind: SearchKind) -> bool:
    """Whether one index is behind the alias of a kind, made for today's mapping and for this database."""
    names = _behind(kind.name)
    return len(names) == 1 and names[0].split("-")[-2] == _identity(kind)


def is_usable(kind: SearchKind) -> bool:
    """Whether one index is behind the alias that answers today's questions about this database.

    It may still take compounds apart by an earlier list of words.
    """
    names = _behind(kind.name)
    return len(names) == 1 and names[0].split("-")[-2].startswith(_usable_identity(kind))


def is_whole(kind: SearchKind) -> bool:
    """Whether the index of a kind has as many documents as it should.

    True as well while documents are on their way, when that cannot be said.
    """
    public = SearchDocument.objects.filter(kind=kind.name, public=True)
    before = public.count()
    elastic = patient_client()
    elastic.indices.refresh(index=alias_of(kind.name))
    number = elastic.count(index=alias_of(kind.name))["count"]
    waiting = lagging().filter(kind=kind.name)
    if waiting.filter(failures=0).exists() or public.count() != before:
        return True
    # Of what was refused there may be an earlier version.
    return bool(abs(number - before) <= waiting.count())


def rebuild_index(kind: SearchKind, progress: Progress | None = None) -> int:
    """Fill a new index of a kind and put it behind the alias in one step; searches never notice.

    The index before is kept for going back, older ones are deleted, also what an interrupted rebuild left.

    Arguments:
        kind: what to rebuild.
        progress: called with the number of documents sent since the last call.

    Returns:
        How many documents the new index has.
    Raises CountMismatch or NotTaken, and then the index before stays in place.
    """
    elastic = patient_client()
    started = timezone.now() - _MARGIN
    name = f"{alias_of(kind.name)}-{_identity(kind)}-{timezone.now().astimezone(UTC):{_TIME_FORMAT}}"
    body = index_body(kind)
    # Nothing searches it yet.
    settings_of_fill = body["settings"] | {"refresh_interval": "-1"}
    elastic.indices.create(
        index=name, settings=settings_of_fill, mappings=body["mappings"], aliases={_filling(name): {}}
    )
    try:
        number, refused = _fill(_rows(kind).filter(public=True), _filling(name), progress)
        elastic.indices.refresh(index=name)
        counted = elastic.count(index=name)["count"]
        if counted != number:
            raise CountMismatch(f"{name} has {counted} documents instead of {number}.")
        # What changed meanwhile went to the index before.
        looked = timezone.now() - _MARGIN
        refused += _fill(_rows(kind).filter(built_at__gte=started).exclude(pk__in=refused), _filling(name))[1]
        elastic.indices.put_settings(
            index=name, settings={"refresh_interval": body["settings"]["refresh_interval"]}
        )
        elastic.indices.refresh(index=name)
    except BaseException:
        elastic.options(ignore_status=404).indices.delete(index=name)
        raise
    _swap(elastic, kind.name, name, [{"remove": {"index": name, "alias": _filling(name)}}])
    _note_arrived(_rows(kind).filter(built_at__lt=looked).exclude(pk__in=refused))
    _send_again(kind.name, looked)
    _delete_older(elastic, kind.name, name)
    # Of many small segments each costs every search its time. Goes on behind the searches.
    try:
        elastic.indices.forcemerge(index=name, max_num_segments=1, wait_for_completion=False)
    except (ApiError, TransportError):
        logger.warning("The index %s is in use, and was not merged.", name, exc_info=True)
    return number


def roll_back(kind: SearchKind) -> str:
    """Put the index before behind the alias again, and send it what changed since. Returns its name.

    Raises IndexMissing when there is none.
    """
    elastic = patient_client()
    current = current_index(kind.name)
    older = [
        name for name in _complete_indices(elastic, kind.name) if current and _made(name) < _made(current)
    ]
    if not current or not older:
        raise IndexMissing(kind.name, f"There is no earlier index of {alias_of(kind.name)}.")
    _swap(elastic, kind.name, older[-1])
    _send_again(kind.name, _made(current) - _MARGIN)
    return older[-1]


def current_index(kind: str) -> str | None:
    """Name of the index behind the alias of a kind, None when there is none."""
    return next(iter(_behind(kind)), None)


def _identity(kind: SearchKind) -> str:
    """What the name of an index says of it: eight characters for what makes it usable, eight for the rest."""
    return f"{_usable_identity(kind)}{fingerprint(kind)}"


def _usable_identity(kind: SearchKind) -> str:
    """Eight characters that change with what questions rely on, and from one database to another.

    A database beside the index of another one, with the same prefix, would find that one's documents.
    """
    installation = Page.get_first_root_node().translation_key
    return hashlib.sha256(f"{installation} {fingerprint_without_words(kind)}".encode()).hexdigest()[:8]


def _behind(kind: str) -> list[str]:
    """Names of the indices behind the alias of a kind: one, if all is well."""
    try:
        return list(patient_client().indices.get_alias(name=alias_of(kind)))
    except NotFoundError:
        return []


def _complete_indices(elastic: Elasticsearch, kind: str, *, complete: bool = True) -> list[str]:
    """All indices of a kind that were filled to the end, or that were not, oldest first."""
    # Names of other kinds may begin with this one's.
    ours = re.compile(rf"{re.escape(alias_of(kind))}-[0-9a-f]{{16}}-\d{{20}}")
    found = elastic.indices.get(index=f"{alias_of(kind)}-*", features="aliases")
    names = [name for name in found if ours.fullmatch(name)]
    return sorted((n for n in names if (_filling(n) not in found[n]["aliases"]) == complete), key=_made)


def _made(name: str) -> datetime:
    """When the filling of an index began."""
    return datetime.strptime(name.rpartition("-")[2], _TIME_FORMAT).replace(tzinfo=UTC)


def _filling(name: str) -> str:
    """The alias that an index has, and is filled through, until it is complete.

    Written to by its own name, an index that somebody deletes would come back with a guessed mapping.
    """
    return f"{name}-filling"


def _rows(kind: SearchKind) -> QuerySet[SearchDocument]:
    return SearchDocument.objects.filter(kind=kind.name, built_version__gt=0)


def _fill(
    rows: QuerySet[SearchDocument], alias: str, progress: Progress | None = None
) -> tuple[int, list[int]]:
    """Send rows to an index. Returns how many it took, and the primary keys of those that it refused."""
    number = 0
    refused = []
    for batch in in_batches(sent_columns(rows)):
        for row, outcome in send(batch, alias):
            if outcome in (ARRIVED, NEWER):
                number += 1
            else:
                logger.error("Elasticsearch refuses the %s %s: %s", row.kind, row.key, outcome)
                note_failure(row)
                refused.append(row.pk)
                if len(refused) > _MOST_REFUSED:
                    raise CountMismatch(f"{alias} refuses too many documents, the last because: {outcome}")
            if progress:
                progress(1)
    return number, refused


def _swap(elastic: Elasticsearch, kind: str, name: str, also: Collection[dict[str, Any]] = ()) -> None:
    alias = alias_of(kind)
    remove = [{"remove": {"index": before, "alias": alias}} for before in _behind(kind) if before != name]
    elastic.indices.update_aliases(actions=[*remove, *also, {"add": {"index": name, "alias": alias}}])


def _note_arrived(rows: QuerySet[SearchDocument]) -> None:
    """Elasticsearch has these rows now. In small transactions: publishing goes on meanwhile."""
    behind = rows.filter(indexed_version__lt=F("built_version")).order_by("pk")
    while pks := list(behind.values_list("pk", flat=True)[:_NOTED_AT_ONCE]):
        behind.model.objects.filter(pk__in=pks).update(indexed_version=F("built_version"))


def _send_again(kind: str, since: datetime) -> None:
    """Send what was built since then: it may have gone to another index."""
    rows = SearchDocument.objects.filter(kind=kind, built_version__gt=0, built_at__gte=since)
    rows.update(indexed_version=0)
    deliver_lagging([kind])


def _delete_older(elastic: Elasticsearch, kind: str, name: str) -> None:
    """Keep this index and the complete one before it; a rebuild that began later goes on."""
    half = _complete_indices(elastic, kind, complete=False)
    for index in [*half, *_complete_indices(elastic, kind)[:-2]]:
        if _made(index) < _made(name):
            elastic.options(ignore_status=404).indices.delete(index=index)
