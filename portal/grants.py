"""Giving groups their rights by code. Every function can be called again; it adds what is missing.

Permissions are named as Django does: ``wagtailcore.change_page``.
"""

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

EDIT_PAGES = ("wagtailcore.add_page", "wagtailcore.change_page", "wagtailcore.publish_page")
CHANGE_PAGES = ("wagtailcore.change_page", "wagtailcore.publish_page")
CHOOSE_MEDIA = ("wagtailimages.choose_image", "wagtaildocs.choose_document")
EDIT_MEDIA = (
    *CHOOSE_MEDIA,
    "wagtailimages.add_image",
    "wagtailimages.change_image",
    "wagtaildocs.add_document",
    "wagtaildocs.change_document",
)


def grant(group: Group, *names: str) -> None:
    """Rights that hold everywhere."""
    group.permissions.add(*_permissions(names))


def grant_pages(group: Group, pages: Iterable[Page], names: Iterable[str]) -> None:
    """Rights on pages and everything below them."""
    permissions = _permissions(names)
    GroupPagePermission.objects.bulk_create(
        [
            GroupPagePermission(group=group, page_id=page.pk, permission=permission)
            for page in pages
            for permission in permissions
        ],
        ignore_conflicts=True,
    )


def grant_collection(group: Group, collection: Collection, names: Iterable[str]) -> None:
    """Rights on the images and documents of a collection and of those below it."""
    GroupCollectionPermission.objects.bulk_create(
        [
            GroupCollectionPermission(group=group, collection=collection, permission=permission)
            for permission in _permissions(names)
        ],
        ignore_conflicts=True,
    )


def root_collection() -> Collection:
    """The collection above all others."""
    return Collection.get_first_root_node()


def collection_named(name: str) -> Collection:
    """The collection with this name directly below the root, made when it is missing."""
    root = root_collection()
    return root.get_children().filter(name=name).first() or root.add_child(name=name)


def _permissions(names: Iterable[str]) -> list[Permission]:
    """The permissions with these names; raises Permission.DoesNotExist naming the first that is missing."""
    found = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.filter(
            codename__in=[name.partition(".")[2] for name in names]
        ).select_related("content_type")
    }
    missing = [name for name in names if name not in found]
    if missing:
        raise Permission.DoesNotExist(f"There is no permission “{missing[0]}”.")
    return [found[name] for name in names]
