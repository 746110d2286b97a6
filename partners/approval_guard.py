"""Nobody publishes past the lead editors, whatever rights they hold besides.

Rights add up in Wagtail: whoever publishes translations into a language may publish everything in its tree,
so also what was written there in a section that needs approval. Translations need none.
"""

from collections.abc import Collection, Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.models import Page

from partners.approval import approves, in_need
from portal.bulk_publishing import pages_to_publish
from portal.publish_requests import asks_to_publish
from translation.sources import originals

# Before the desk publishes translations, and before pages are checked.
FIRST = -20


def awaiting_approval(user: Any, pages: Collection[Page]) -> list[Page]:
    """Of some pages, those that a lead editor publishes, not this user. Four queries."""
    if not pages or approves(user):
        return []
    found = in_need(page.path for page in pages)
    concerned = [page for page in pages if page.path in found]
    written_here = originals(Page.objects.filter(pk__in=[page.pk for page in concerned]))
    keys = set(written_here.values_list("pk", flat=True))
    return [page for page in concerned if page.pk in keys]


def _is_closed(user: Any, section: Page) -> bool:
    """Whether what comes to stand below a page awaits approval when this user brings it."""
    return not approves(user) and section.path in in_need([section.path])


def _refusal(request: HttpRequest, page: Page) -> HttpResponse:
    text = _("“%(page)s” needs the approval of a lead editor before it is public. Submit it instead.")
    messages.error(request, text % {"page": page.get_admin_display_title()})
    return redirect("wagtailadmin_explore", page.pk if page.numchild else page.get_parent().pk)


@hooks.register("construct_page_action_menu")
def offer_no_publishing(items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]) -> None:
    """Leave “Publish” out of the editor's menu where it would be refused."""
    if not any(item.name == "action-publish" for item in items):
        return
    if context["view"] == "create":
        refused = _is_closed(request.user, context["parent_page"])
    else:
        refused = bool(awaiting_approval(request.user, [context["page"]]))
    if refused:
        items[:] = [item for item in items if item.name != "action-publish"]


@hooks.register("before_edit_page", order=FIRST)
def refuse_editor(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Publishing, now or at a time to come."""
    if asks_to_publish(request) and awaiting_approval(request.user, [page]):
        return _refusal(request, page)
    return None


@hooks.register("before_create_page", order=FIRST)
def refuse_new(request: HttpRequest, parent: Page, _model: type[Page]) -> HttpResponse | None:
    """Publishing a page that is being made."""
    if asks_to_publish(request) and _is_closed(request.user, parent):
        return _refusal(request, parent)
    return None


@hooks.register("before_copy_page", order=FIRST)
def refuse_copy(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Copies that are public at once."""
    # The alias of a public page is public.
    is_public = request.POST.get("publish_copies") or request.POST.get("alias")
    if request.method != "POST" or not is_public:
        return None
    section = (
        Page.objects.filter(pk=_number(request.POST.get("new_parent_page"))).first() or page.get_parent()
    )
    return _refusal(request, section) if _is_closed(request.user, section) else None


@hooks.register("before_move_page", order=FIRST)
def refuse_move(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    """What is public elsewhere, brought to where approval is needed."""
    return _refuse_moving(request, [page], destination)


@hooks.register("before_bulk_action", order=FIRST)
def refuse_bulk(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any
) -> HttpResponse | None:
    """The same for several pages at once."""
    pages = [each for each in objects if isinstance(each, Page)]
    if action_type == "publish":
        refused = awaiting_approval(request.user, list(pages_to_publish(pages, action).values()))
        return _refusal(request, refused[0]) if refused else None
    if action_type == "move" and pages:
        return _refuse_moving(request, pages, action.cleaned_form.cleaned_data["chooser"])
    return None


def _refuse_moving(request: HttpRequest, pages: list[Page], destination: Page) -> HttpResponse | None:
    if not _is_closed(request.user, destination):
        return None
    # Whatever was in such a section has been approved.
    approved = in_need(page.path for page in pages)
    comes = [page for page in pages if page.path not in approved]
    is_public = any(page.get_descendants(inclusive=True).live().exists() for page in comes)
    return _refusal(request, destination) if is_public else None


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else 0
