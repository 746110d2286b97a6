"""Wagtail's rights on pages, asked for in a way that does not depend on how many there are."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from portal.subtrees import at_or_below, paths_to

# Whoever has one of them on a page finds it in the explorer.
EXPLORE = ("add", "change", "publish", "lock", "unlock", "bulk_delete")


class TreePermissionPolicy(PagePermissionPolicy):
    """Wagtail's rules. Its queries have a condition for each right and page, joined by OR: somebody with some
    eighty pages of their own would get more of them than SQLite takes.
    """

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet[Page]:
        """The pages on which the user has one of the rights; see Wagtail."""
        pages = self.model._default_manager.all()
        if not user.is_active or user.is_superuser:
            return pages if user.is_active else pages.none()
        actions = set(actions)
        found = at_or_below(self._paths(user, actions))
        if "change" in actions and "add" not in actions:
            # Whoever may add pages changes what they added.
            found |= at_or_below(self._paths(user, {"add"})) & Q(owner=user)
        return pages.filter(found)

    def explorable_instances(self, user: Any) -> QuerySet[Page]:
        """Those on which the user has any right, and what leads there from the lowest page above all."""
        pages = self.model._default_manager.all()
        if not user.is_active or user.is_superuser:
            return pages if user.is_active else pages.none()
        granted = [right.page for right in self.get_cached_permissions_for_user(user)]
        top = self.model.base_page_model.objects.first_common_ancestor_of(granted)
        above = paths_to(page.path for page in granted)
        explorable = at_or_below(self._paths(user, EXPLORE)) | Q(path__in=above)
        return pages.filter(explorable, path__startswith=top.path)

    def _paths(self, user: Any, actions: Iterable[str]) -> set[str]:
        names = {f"{action}_page" for action in actions}
        rights = self.get_cached_permissions_for_user(user)
        return {right.page.path for right in rights if right.permission.codename in names}
