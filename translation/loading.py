"""The translation of an address, for those who may change its page."""

from typing import Any

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from wagtail.models import Page
from wagtail_localize.models import Translation
from wagtail_localize.views.edit_translation import user_can_edit_instance

from portal.locks import is_locked_for


def editable_translation(user: Any, translation_id: int) -> tuple[Translation, Any]:
    """A translation and what it writes to, a page as a rule.

    Raises:
        Http404 when there is no such translation, when it was stopped, or its page is gone.
        PermissionDenied when the user may not edit the page.
    """
    translation = get_object_or_404(
        Translation.objects.select_related(
            "source__locale", "source__specific_content_type", "target_locale"
        ),
        pk=translation_id,
        enabled=True,
    )
    try:
        target = translation.get_target_instance()
    except ObjectDoesNotExist:
        raise Http404 from None
    if not user_can_edit_instance(user, target):
        raise PermissionDenied
    return translation, target


def writable_translation(user: Any, translation_id: int) -> tuple[Translation, Any]:
    """The same, for those who are going to write texts.

    Raises:
        Http404 and PermissionDenied as ``editable_translation``; the latter too when somebody else is at it:
        what reviewers have before them is changed by nobody but them.
    """
    translation, target = editable_translation(user, translation_id)
    if isinstance(target, Page) and is_locked_for(target, user):
        raise PermissionDenied
    return translation, target
