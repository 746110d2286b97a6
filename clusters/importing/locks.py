"""Pages that are not to be changed now, whatever the rights: locked, in a workflow, or scheduled."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from wagtail.locks import BaseLock, ScheduledForPublishLock, WorkflowLock
from wagtail.models import Page, Revision, WorkflowState
from wagtail.models.content_types import get_default_page_content_type


def reasons_of_locks(pages: Iterable[Page], user: Any) -> dict[int, str]:
    """Why pages are locked for somebody, by id of the page; pages that are not are left out.

    Two queries, and a few more for each page that has a lock.

    Arguments:
        pages: which.
        user: who; None for the operator, whom every lock stops.
    """
    found = {str(page.pk): page for page in pages}
    waiting = WorkflowState.objects.active().filter(
        object_id__in=found, base_content_type=get_default_page_content_type()
    )
    scheduled = Revision.page_revisions.filter(object_id__in=found, approved_go_live_at__isnull=False)
    keys = {
        *waiting.values_list("object_id", flat=True),
        *scheduled.values_list("object_id", flat=True),
        *(key for key, page in found.items() if page.locked),
    }
    reasons = {}
    for key in keys:
        lock = found[key].get_lock()
        if lock and (user is None or lock.for_user(user)):
            reasons[found[key].pk] = _reason(lock)
    return reasons


def _reason(lock: BaseLock) -> str:
    if isinstance(lock, WorkflowLock):
        return _("The page of this cluster waits for somebody to approve it.")
    if isinstance(lock, ScheduledForPublishLock):
        return _("The page of this cluster is scheduled to be published.")
    return _("The page of this cluster is locked.")
