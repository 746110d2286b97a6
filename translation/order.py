"""Pages that stand beside each other have the same order in every language: that below the original.

An order is brought along when an editor changes it, when a translation is started, and at the end of a
submission of many; never while those are made: a page that moves in between others changes their paths under
the hands of whoever has them.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.conf import settings
from wagtail.actions.move_page import MovePageAction
from wagtail.models import Page

from translation.sources import source_locale_id


def follow_order(key: UUID, *, dry_run: bool = False) -> list[Page]:
    """Put the children of a page's counterparts into the order that they have below the original.

    Pages that the original's tree lacks stay behind the page that they follow.

    Arguments:
        key: what the page's counterparts share.
        dry_run: only say where the order differs.

    Returns:
        The counterparts whose children had another order.
    """
    parents = _versions(key)
    original = _original(parents, key)
    if original is None or len(parents) < 2:
        return []
    reference = [child_key for _pk, child_key in _children(original)]
    differing = []
    for parent in parents:
        if parent.pk != original.pk:
            have = _children(parent)
            wanted = arranged(have, reference)
            if wanted != have:
                differing.append(parent)
                if not dry_run:
                    _arrange([pk for pk, _key in have], [pk for pk, _key in wanted])
    return differing


def follow_order_around(page: Page) -> None:
    """Put a page's new counterparts, and the places above them that were made along with them, in order."""
    for key in keys_above([page]):
        follow_order(key)


def keys_above(pages: Iterable[Page]) -> list[UUID]:
    """The translation keys of all pages above some pages, the lowest last; without the root of all trees."""
    step = Page.steplen
    paths = {page.path[:end] for page in pages for end in range(2 * step, len(page.path), step)}
    above = Page.objects.filter(path__in=paths).order_by("depth", "path")
    return list(above.values_list("translation_key", flat=True))


def original_of(key: UUID) -> Page | None:
    """The page whose children set the order: the source, or without a submission the default language's."""
    return _original(_versions(key), key)


def arranged(children: Sequence[tuple[int, UUID]], reference: Sequence[UUID]) -> list[tuple[int, UUID]]:
    """The children (id, translation key) in the order of the reference."""
    rank = {key: number for number, key in enumerate(reference)}
    groups: list[tuple[int, list[tuple[int, UUID]]]] = [(-1, [])]
    for child in children:
        if child[1] in rank:
            groups.append((rank[child[1]], [child]))
        else:
            groups[-1][1].append(child)
    return [child for _rank, group in sorted(groups, key=lambda group: group[0]) for child in group]


def longest_increasing(numbers: Iterable[int]) -> set[int]:
    """The numbers of a longest subsequence that increases: what can stay where it is."""
    tails: list[int] = []
    before: dict[int, int | None] = {}
    for number in numbers:
        at = bisect_left(tails, number)
        before[number] = tails[at - 1] if at else None
        tails[at : at + 1] = [number]
    kept: set[int] = set()
    last = tails[-1] if tails else None
    while last is not None:
        kept.add(last)
        last = before[last]
    return kept


def _versions(key: UUID) -> list[Page]:
    pages = Page.objects.filter(translation_key=key, depth__gt=1)
    return list(pages.select_related("locale").order_by("path"))


def _original(parents: list[Page], key: UUID) -> Page | None:
    locale_id = source_locale_id(key)
    if locale_id is not None:
        return next((page for page in parents if page.locale_id == locale_id), None)
    # Never submitted: the default language's, or the page that the aliases stand for.
    real = [page for page in parents if page.alias_of_id is None]
    default = [page for page in real if page.locale.language_code == settings.LANGUAGE_CODE]
    return next(iter([*default, *real]), None)


def _children(parent: Page) -> list[tuple[int, UUID]]:
    return list(parent.get_children().order_by("path").values_list("pk", "translation_key"))


def _arrange(have: list[int], wanted: list[int]) -> None:
    place = {pk: number for number, pk in enumerate(wanted)}
    staying = longest_increasing(place[pk] for pk in have)
    for number, pk in enumerate(wanted):
        if number in staying:
            continue
        page = Page.objects.get(pk=pk)
        if number:
            target, position = Page.objects.get(pk=wanted[number - 1]), "right"
        else:
            target, position = page.get_siblings().first(), "left"
        MovePageAction(page, target, pos=position).execute(skip_permission_checks=True)
