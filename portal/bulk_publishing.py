"""Wagtail's bulk action publishes without the editor: its questions and its locks are asked for here."""

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page

from portal.locks import is_locked_for
from portal.unfinished import unfinished

# Before the desk renders translations.
FIRST = -10


def pages_to_publish(objects: Iterable[Any], action: Any) -> dict[int, Page]:
    """The pages that a bulk action is about to publish, by id, the chosen ones last. One query at most.

    Arguments:
        objects: what was chosen; only pages count.
        action: the action, with its form.
    """
    pages = [each for each in objects if isinstance(each, Page)]
    drafts = Page.objects.none()
    if pages and action.cleaned_form.cleaned_data.get("include_descendants"):
        below = (Page.objects.descendant_of(page) for page in pages)
        drafts = reduce(or_, below).not_live()
    return {page.pk: page for page in [*drafts, *pages]}


@hooks.register("before_bulk_action", order=FIRST)
def refuse_unfinished(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any
) -> HttpResponse | None:
    """Publish several pages only when each of them could be published by itself."""
    if action_type != "publish":
        return None
    refused = None
    for page in pages_to_publish(objects, action).values():
        if is_locked_for(page, request.user):
            refused = page
            text = _("“%(page)s” is locked or in review. Nothing was published.")
            messages.error(request, text % {"page": page.get_admin_display_title()})
            continue
        missing = unfinished(page)
        if missing:
            refused = page
            text = _("“%(page)s” cannot be published yet; please check: %(fields)s. Nothing was published.")
            values = {"page": page.get_admin_display_title(), "fields": ", ".join(missing)}
            messages.error(request, text % values)
    return redirect("wagtailadmin_explore", refused.get_parent().pk) if refused else None
