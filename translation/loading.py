"""Translations and what they write to, for those who may change that."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail_localize.models import Translation
from wagtail_localize.views.edit_translation import user_can_edit_instance

from portal.locks import is_locked_for


def editable_target(translation: Translation, user: Any) -> Any:
    """What a translation writes to, a page as a rule.

    Raises:
        ObjectDoesNotExist when it is gone.
        PermissionDenied, with the reason, when the user may not edit it.
    """
    target = translation.get_target_instance()
    if not user_can_edit_instance(user, target):
        raise PermissionDenied(_("You may not translate this page."))
    return target


def writable_target(translation: Translation, user: Any) -> Any:
    """The same, for those who are going to write texts.

    Raises:
        As ``editable_target``; PermissionDenied too when somebody else is at it: what reviewers have before
        them is changed by nobody but them.
    """
    target = editable_target(translation, user)
    if isinstance(target, Page) and is_locked_for(target, user):
        raise PermissionDenied(_("Somebody has locked this page, or it is in review."))
    return target


def editable_translation(user: Any, translation_id: int) -> tuple[Translation, Any]:
    """The translation of an address, and what it writes to.

    Raises:
        Http404 when there is no such translation, when it was stopped, or its page is gone.
        PermissionDenied when the user may not edit the page.
    """
    return _load(user, translation_id, editable_target)


def writable_translation(user: Any, translation_id: int) -> tuple[Translation, Any]:
    """The same, for those who are going to write texts; raises as ``writable_target``, too."""
    return _load(user, translation_id, writable_target)


def _load(
    user: Any, translation_id: int, target_of: Callable[[Translation, Any], Any]
) -> tuple[Translation, Any]:
    translation = get_object_or_404(
        Translation.objects.select_related(
            "source__locale", "source__specific_content_type", "target_locale"
        ),
        pk=translation_id,
        enabled=True,
    )
    try:
        return translation, target_of(translation, user)
    except ObjectDoesNotExist:
        raise Http404 from None
