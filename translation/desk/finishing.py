"""When the segments are done: publishing, submitting for review. The workbench's buttons lead here."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.models import Page
from wagtail_localize.models import Translation

from portal.locks import is_locked_for
from translation.publishing import NotReady, publish
from translation.review import (
    NoWorkflow,
    last_comment,
    may_review,
    submit_for_review,
)


@dataclass(frozen=True)
class Standing:
    """What somebody may do with a translation as a whole.

    Arguments:
        may_publish: whether they may publish it.
        may_submit: whether they may give it to the reviewers.
        may_review: whether it waits for their approval.
        in_review: whether it waits for anybody's.
        locked: whether they may not change it now.
        comment: what a reviewer wants changed, "" for nothing.
    """

    may_publish: bool = False
    may_submit: bool = False
    may_review: bool = False
    in_review: bool = False
    locked: bool = False
    comment: str = ""


def standing_of(page: Any, user: Any) -> Standing:
    """What somebody may do with a translated page; nothing with anything else."""
    if not isinstance(page, Page):
        return Standing()
    rights = page.permissions_for_user(user)
    locked = is_locked_for(page, user)
    in_review = page.workflow_in_progress
    return Standing(
        may_publish=rights.can_publish() and not locked,
        may_submit=not in_review and not locked and page.has_workflow,
        may_review=in_review and may_review(page, user),
        in_review=in_review,
        locked=locked,
        comment=last_comment(page),
    )


def back_to_desk(request: HttpRequest) -> HttpResponseRedirect:
    """To where the person came from, or to the desk."""
    return redirect(get_valid_next_url_from_request(request) or reverse("translation_desk:index"))


def name_problems(
    request: HttpRequest, translation: Translation, refused: NotReady, text: str
) -> HttpResponseRedirect:
    """To the page that names what is wrong with each segment; what concerns the whole page is said here."""
    whole = [problem.message for problem in refused.problems if problem.segment_id is None]
    messages.error(request, " ".join([text, *dict.fromkeys(whole)]))
    return redirect("translation_desk:publish", translation.pk)


def publish_now(request: HttpRequest, translation: Translation, confirmed: bool = False) -> HttpResponse:
    """Publish a translation; where something stands in the way, to the page that names it and asks."""
    try:
        publish(translation, request.user, confirmed)
    except NotReady as refused:
        return name_problems(request, translation, refused, _("Not published yet."))
    page = translation.get_target_instance()
    text = _("“%(page)s” is published in %(language)s.")
    values = {"page": page.title, "language": translation.target_locale.get_display_name()}
    buttons = [messages.button(page.full_url, _("View live"), new_window=True)] if page.full_url else []
    messages.success(request, text % values, buttons=buttons)
    return back_to_desk(request)


def submit_now(request: HttpRequest, translation: Translation) -> HttpResponse:
    """Give a translation to the reviewers; where something is missing, to the page that names it."""
    try:
        submit_for_review(translation, request.user)
    except NotReady as refused:
        text = _("Not submitted yet: reviewers get what is complete.")
        return name_problems(request, translation, refused, text)
    except NoWorkflow:
        messages.error(request, _("Nobody reviews this part of the portal yet. Ask the lead editor."))
        return redirect("translation_workbench", translation.pk)
    text = _("“%(page)s” was submitted for review.")
    messages.success(request, text % {"page": translation.get_target_instance().get_admin_display_title()})
    return back_to_desk(request)


FINISHING: dict[str, Callable[[HttpRequest, Translation], HttpResponse]] = {
    "publish": publish_now,
    "review": submit_now,
}
