"""Who keeps the glossary: whoever translates a language keeps its terms."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from wagtail.models import Locale, Page
from wagtail.permission_policies import BasePermissionPolicy

from translation.access import access_of


def own_languages(user: Any) -> QuerySet[Locale]:
    """The languages whose whole tree somebody may change: translators theirs, the lead editor all."""
    access = access_of(user)
    trees = Page.objects.filter(depth=2).values_list("locale_id", "path")
    return Locale.objects.filter(pk__in={locale for locale, path in trees if access.may_change(path)})


class GlossaryPolicy(BasePermissionPolicy):
    """Adds, changes, deletes and reads terms: who may change the tree of the language they lead into."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Whether somebody has a language of their own at all."""
        return access_of(user).has_whole_tree

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        """Whether the term's language is theirs."""
        return bool(user.is_active) and (
            user.is_superuser or own_languages(user).filter(pk=instance.target_locale_id).exists()
        )

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet:
        """The terms of somebody's languages."""
        terms = self.model._default_manager.all()
        return terms if user.is_superuser else terms.filter(target_locale__in=own_languages(user))

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet:
        """Everybody to whom the above applies."""
        active = get_user_model()._default_manager.filter(is_active=True)
        return active.filter(pk__in=[user.pk for user in active if self.user_has_permission(user, "change")])
