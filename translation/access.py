"""Where in the tree somebody may translate: the rights of their groups, in one query."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from wagtail.models import Locale, Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from portal.subtrees import paths_to

# Length of a front page's tree path: second level, four characters a level.
FRONT_PAGE = 8


@dataclass(frozen=True)
class Access:
    """The parts of the page tree that somebody may change and publish.

    Arguments:
        everything: true for a superuser.
        change: tree paths of the pages that may be changed with all below them.
        publish: the same for publishing.
    """

    everything: bool = False
    change: tuple[str, ...] = ()
    publish: tuple[str, ...] = ()

    def may_change(self, path: str) -> bool:
        """Whether the page at this tree path may be changed."""
        return self.everything or (bool(path) and path.startswith(self.change))

    @property
    def has_whole_tree(self) -> bool:
        """Whether every page of some language may be changed: rights on a front page, or above it."""
        return self.everything or any(len(path) <= FRONT_PAGE for path in self.change)

    def reaches(self, tree: str) -> bool:
        """Whether anything at or below this tree path may be changed."""
        return self.may_change(tree) or any(path.startswith(tree) for path in self.change)

    def may_publish(self, path: str) -> bool:
        """Whether the page at this tree path may be published."""
        return self.everything or (bool(path) and path.startswith(self.publish))


def access_of(user: Any) -> Access:
    """What somebody may change and publish. One query, none when Wagtail has asked for this user before."""
    if not user.is_active:
        return Access()
    if user.is_superuser:
        return Access(everything=True)
    paths: dict[str, set[str]] = {"change_page": set(), "publish_page": set()}
    for right in PagePermissionPolicy().get_cached_permissions_for_user(user):
        if right.permission.codename in paths:
            paths[right.permission.codename].add(right.page.path)
    return Access(change=tuple(sorted(paths["change_page"])), publish=tuple(sorted(paths["publish_page"])))


def languages_of(access: Access, locales: Iterable[Locale]) -> list[Locale]:
    """The languages in which somebody may change at least one page. One query.

    Arguments:
        access: what they may do.
        locales: the languages to choose from, kept in order.
    """
    trees = dict(Page.objects.filter(depth=2).values_list("locale_id", "path"))
    return [locale for locale in locales if (tree := trees.get(locale.pk)) and access.reaches(tree)]


def places_of(work: Iterable[tuple[UUID, int]]) -> dict[tuple[UUID, int], str]:
    """Where translations stand, or will: tree path of the page's counterpart in a language, or of the closest
    page above that has one, as on the desk; "" without any. Three queries.

    Arguments:
        work: translation key of a page, and id of the locale of the language.
    """
    work = list(work)
    own = dict(
        Page.objects.filter(translation_key__in={key for key, _locale_id in work}).values_list(
            "translation_key", "path"
        )
    )
    keys = dict(
        Page.objects.filter(path__in=paths_to(own.values()), depth__gt=1).values_list(
            "path", "translation_key"
        )
    )
    there = {
        (key, locale_id): path
        for key, locale_id, path in Page.objects.filter(
            translation_key__in=set(keys.values()), locale__in={locale_id for _key, locale_id in work}
        ).values_list("translation_key", "locale_id", "path")
    }

    def place(key: UUID, locale_id: int) -> str:
        above = [keys[path] for path in sorted(paths_to([own.get(key, "")]), reverse=True) if path in keys]
        return next((there[each, locale_id] for each in above if (each, locale_id) in there), "")

    return {each: place(*each) for each in work}
