"""Pages by where they stand in the tree."""

from collections.abc import Collection, Iterable

from django.db.models import F, Q
from django.db.models.functions import Left
from django.db.models.lookups import In
from wagtail.models import Page


def at_or_below(paths: Collection[str]) -> Q:
    """Condition for the pages at some tree paths and all below them: every page for "", none without a path.

    It has a part for each depth, not for each path: of those joined by OR, databases take only so many. The
    pages are named by their keys: Wagtail's search takes conditions on indexed fields only.
    """
    if "" in paths:
        return Q(path__startswith="")
    found = Q(pk__in=[])
    for length in sorted({len(path) for path in paths}):
        found |= Q(In(Left(F("path"), length), sorted(path for path in paths if len(path) == length)))
    return Q(pk__in=Page._base_manager.filter(found).values("pk"))


def paths_to(paths: Iterable[str]) -> set[str]:
    """Tree paths of some pages and of all pages above them."""
    step = Page.steplen
    return {path[:end] for path in paths for end in range(step, len(path) + 1, step)}
