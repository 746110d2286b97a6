"""Whether a page may be touched now."""

from typing import Any

from wagtail.models import Page


def is_locked_for(page: Page, user: Any) -> bool:
    """Whether somebody else is at it: the page is in review, or locked by hand."""
    lock = page.get_lock()
    return bool(lock and lock.for_user(user))
