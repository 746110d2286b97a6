"""What somebody locked stays as it is, with everything above it that would take it along.

Wagtail's locks stop the editor alone: the page could still be deleted, moved, closed or turned into an alias.
"""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page

from portal.locks import locked_by_others
from translation.companions import companions
from translation.sources import counterparts

# Before anything is done or announced.
FIRST = -20


@hooks.register("before_delete_page", order=FIRST)
def refuse_deleting_locked(request: HttpRequest, page: Page) -> HttpResponse | None:
    """What stands below is deleted, and so are translations."""
    return refuse_locked(request, [page], "delete")


@hooks.register("before_unpublish_page", order=FIRST)
def refuse_unpublishing_locked(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Translations go offline, and what stands below if wanted."""
    return refuse_locked(request, [page], "unpublish", below=bool(request.POST.get("include_descendants")))


@hooks.register("before_move_page", order=FIRST)
def refuse_moving_locked(request: HttpRequest, page: Page, _destination: Page) -> HttpResponse | None:
    """What stands below moves along, and so do translations."""
    return refuse_locked(request, [page], "move")


@hooks.register("before_convert_alias_page", order=FIRST)
def refuse_converting_locked(request: HttpRequest, page: Page) -> HttpResponse | None:
    """An alias becomes a page of its own."""
    return refuse_locked(request, [page], "convert", below=False)


@hooks.register("before_bulk_action", order=FIRST)
def refuse_locked_among_many(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any
) -> HttpResponse | None:
    """The same for several pages at once; publishing them is ``portal.bulk_publishing``'s."""
    pages = [each for each in objects if isinstance(each, Page)]
    if action_type not in ("delete", "unpublish", "move") or not pages:
        return None
    below = action_type != "unpublish" or action.cleaned_form.cleaned_data["include_descendants"]
    return refuse_locked(request, pages, action_type, below=below)


def refuse_locked(
    request: HttpRequest, pages: list[Page], action: str, *, below: bool = True
) -> HttpResponse | None:
    """Say which page somebody else locked, of those that an action concerns.

    Arguments:
        request: of whoever acts.
        pages: what they chose.
        action: "delete", "unpublish" or "move", which take translations along; or anything else.
        below: whether it concerns what stands below, too.
    """
    concerned = list(pages)
    for page in pages:
        if action in ("delete", "unpublish"):
            concerned += companions(page, action)
        elif action == "move":
            concerned += counterparts(page)
    locked = locked_by_others(concerned, request.user, below=below)
    if locked is None:
        return None
    text = _("“%(page)s” is locked by somebody else. Nothing was changed.")
    messages.error(request, text % {"page": locked.get_admin_display_title()})
    return redirect("wagtailadmin_explore", pages[0].get_parent().pk)
