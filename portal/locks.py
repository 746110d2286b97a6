"""Whether a page may be touched now."""

from collections.abc import Iterable
from typing import Any

from wagtail.models import Page


def is_locked_for(page: Page, user: Any) -> bool:
    """Whether somebody else is at it: the page is in review, or locked by hand."""
    lock = page.get_lock()
    return bool(lock and lock.for_user(user))


def locked_by_others(pages: Iterable[Page], user: Any, *, below: bool) -> Page | None:
    """The first of some pages that somebody else locked by hand: only they do anything to it. One query.

    What is in review is not meant: whoever wrote a page may take it back.

    Arguments:
        pages: which.
        user: who is about to do something to them.
        below: whether it is done to what stands below them, too.
    """
    paths = tuple(page.path for page in pages)
    # Few pages are locked, and many may be chosen.
    locked = Page.objects.filter(locked=True).exclude(locked_by=user).order_by("path")
    return next(
        (page for page in locked if (page.path.startswith(paths) if below else page.path in paths)), None
    )
