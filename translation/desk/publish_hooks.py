"""Every way in Wagtail's admin that leads to a published translation goes through the guard.

The ways: wagtail-localize's own editor, an old revision, the bulk action, turning an alias into a page. (The
workflow is in ``translation.review``, synchronising in ``translation.admin_views``.)
"""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page

from portal.bulk_publishing import pages_to_publish
from portal.locks import is_locked_for
from portal.publish_requests import asks_to_publish
from translation.admin_views import check_may_manage, source_page
from translation.desk.finishing import name_problems
from translation.models import Baseline
from translation.publishing import (
    NotReady,
    marking_what_is_invalid,
    problems_of,
    publish,
    render,
    translation_of,
    translations_of,
)
from translation.sources import counterparts

# After the question whether the source is published, before wagtail-localize.
SECOND = -5


@hooks.register("before_edit_page", order=SECOND)
def guard_editor(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Publish a translation from its segments, or ask first."""
    if not asks_to_publish(request):
        return None
    translation = translation_of(page)
    if translation is None:
        return None
    try:
        publish(translation, request.user)
    except NotReady as refused:
        return name_problems(request, translation, refused, _("Not published yet."))
    text = _("“%(page)s” is published in %(language)s.")
    values = {"page": page.title, "language": translation.target_locale.get_display_name()}
    messages.success(request, text % values)
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("before_edit_page", order=SECOND)
def guard_restart(request: HttpRequest, page: Page) -> None:
    """Starting a stopped translation again overwrites the page; not for those who only translate it,
    and not while somebody else is at it.
    """
    if request.method == "POST" and "localize-restart-translation" in request.POST:
        check_may_manage(request.user, source_page(page))
        if is_locked_for(page, request.user):
            raise PermissionDenied


@hooks.register("after_publish_page")
def tell_about_offline_translations(request: HttpRequest, page: Page) -> None:
    """Translations that went offline with their source come back when somebody publishes them."""
    offline = [
        other.locale_id for other in counterparts(page) if not other.live and other.alias_of_id is None
    ]
    # Those that were public once.
    count = Baseline.objects.filter(
        translation__source__object_id=page.translation_key,
        translation__source__locale=page.locale_id,
        translation__target_locale__in=offline,
    ).count()
    if count:
        text = ngettext(
            "%(count)d translation of this page is offline until its translator publishes it again.",
            "%(count)d translations of this page are offline until their translators publish them again.",
            count,
        )
        messages.info(request, text % {"count": count})


@hooks.register("before_convert_alias_page")
def guard_alias(request: HttpRequest, page: Page) -> HttpResponse | None:
    """An alias of a page in another language is not made a page of its own: it would pass for translated."""
    if page.alias_of_id is None or page.alias_of.locale_id == page.locale_id:
        return None
    messages.error(request, _("Start the translation of this page on the desk instead."))
    return redirect("translation_desk:index")


@hooks.register("before_bulk_action")
def guard_bulk(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any
) -> HttpResponse | None:
    """Publish several pages only when every translation among them is complete; as their segments are now."""
    if action_type != "publish":
        return None
    concerned = pages_to_publish(objects, action)
    translations = translations_of(concerned.values())
    problems = problems_of(list(translations.values()))
    refused = {pk: translation for pk, translation in translations.items() if problems[translation.pk]}
    for pk, translation in refused.items():
        text = _("“%(page)s” is not completely translated into %(language)s. Nothing was published.")
        values = {
            "page": concerned[pk].get_admin_display_title(),
            "language": translation.target_locale.get_display_name(),
        }
        messages.error(request, text % values)
    if refused:
        return redirect("wagtailadmin_explore", concerned[min(refused)].get_parent().pk)
    for pk, translation in translations.items():
        if concerned[pk].permissions_for_user(request.user).can_publish():
            # The action publishes the newest revision that it knows of.
            try:
                with marking_what_is_invalid(translation):
                    concerned[pk].latest_revision = render(translation, request.user)
            except NotReady as invalid:
                return name_problems(request, translation, invalid, _("Not published yet."))
    return None
