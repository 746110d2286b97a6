from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.userbar import ContentCheckerItem

from portal import bulk_publishing as _bulk_publishing  # noqa: F401  (refuses what is unfinished)
from portal.admin_api import OwnDocuments, OwnImages, PagesToRead
from portal.content_checks import PortalContentChecker


@hooks.register("construct_wagtail_userbar")
def own_content_checks(request: HttpRequest, items: list[Any], page: Any) -> None:
    """Our checks in the place of Wagtail's, which they include."""
    items[:] = [
        PortalContentChecker(in_editor=item.in_editor) if isinstance(item, ContentCheckerItem) else item
        for item in items
    ]


# After Wagtail's own, in whose place these come.
LATER = 10


@hooks.register("construct_admin_api", order=LATER)
def limit_admin_api(router: Any) -> None:
    """Put our endpoints into the place of Wagtail's."""
    router.register_endpoint("pages", PagesToRead)
    router.register_endpoint("images", OwnImages)
    router.register_endpoint("documents", OwnDocuments)
