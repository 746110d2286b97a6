"""The part of the page tree that somebody looks after: where they may add pages. Translators have none."""

from typing import Any

from django.db.models import Q
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from portal.subtrees import at_or_below


def own_paths(user: Any) -> list[str]:
    """Tree paths of the pages below which somebody may add pages; empty for who may nowhere.

    One query, none when Wagtail has asked for this user before.
    """
    if not user.is_active:
        return []
    if user.is_superuser:
        return [""]
    rights = PagePermissionPolicy().get_cached_permissions_for_user(user)
    paths = sorted({right.page.path for right in rights if right.permission.codename == "add_page"})
    return [path for path in paths if not any(path != other and path.startswith(other) for other in paths)]


def in_own_part(user: Any) -> Q:
    """Condition for the pages that somebody looks after; nothing for who looks after none."""
    return at_or_below(own_paths(user))


def own_pages(user: Any, model: type[Page]) -> Any:
    """The pages of a type that somebody looks after, without aliases, with their language."""
    pages = model._default_manager.filter(in_own_part(user), alias_of=None)
    return pages.select_related("locale")
