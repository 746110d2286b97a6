"""Translations in the admin: what goes along with a source page, what may not be done to a translation."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import RedirectView
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.models import Page

from portal.paths import is_reserved
from portal.publish_requests import asks_to_publish
from translation import lock_hooks as _lock_hooks  # noqa: F401  (guards what is locked)
from translation.admin_views import (
    SubmitOwnPageView,
    UpdateOwnTranslationsView,
    convert_to_alias,
    edit_override,
    edit_string,
    stop_translation,
)
from translation.companions import companions
from translation.desk import hooks as _desk_hooks  # noqa: F401  (registers the desk in the admin)
from translation.desk import publish_hooks as _publish_hooks  # noqa: F401  (guards publishing)
from translation.exchange.views import download_po, upload_po
from translation.language_views import may_start
from translation.machine_views import machine_translate
from translation.sources import counterparts, is_translation, source_locale_id
from translation.viewsets import GlossaryViewSet, glossary_viewset
from translation.workbench.views import WorkbenchView

# Before wagtail-localize's hooks and addresses.
FIRST = -10
# When nothing refuses any more.
LAST = 1000
# The desk shows what wagtail-localize's report does, to those whom it concerns.
desk = RedirectView.as_view(pattern_name="translation_desk:index")


@hooks.register("register_admin_urls", order=FIRST)
def guarded_urls() -> list[URLPattern]:
    """The same addresses as wagtail-localize's, found first."""
    return [
        path("localize/submit/page/<int:page_id>/", SubmitOwnPageView.as_view()),
        path("localize/update/<int:translation_source_id>/", UpdateOwnTranslationsView.as_view()),
        path("localize/translate/<int:translation_id>/strings/<int:string_segment_id>/edit/", edit_string),
        path(
            "localize/translate/<int:translation_id>/overrides/<int:overridable_segment_id>/edit/",
            edit_override,
        ),
        path("localize/translate/<int:translation_id>/machine_translate/", machine_translate),
        path("localize/translate/<int:translation_id>/pofile/download/", download_po),
        path("localize/translate/<int:translation_id>/pofile/upload/", upload_po),
        path("localize/translate/<int:translation_id>/disable/", stop_translation),
        path("localize/page/<int:page_id>/convert_to_alias/", convert_to_alias),
        path("localize/reports/translations/", desk),
        path("localize/reports/translations/results/", desk),
    ]


@hooks.register("register_admin_urls", order=FIRST)
def exchange_urls() -> list[URLResolver]:
    """Export and import of texts, and work in the background."""
    return [
        path("translations/", include("translation.exchange.urls")),
        path("translations/jobs/", include("translation.job_urls")),
        path("translations/languages/", include("translation.language_urls")),
    ]


@hooks.register("register_admin_urls")
def workbench_urls() -> list[URLPattern]:
    """The segment editor."""
    return [path("translations/<int:translation_id>/", WorkbenchView.as_view(), name="translation_workbench")]


@hooks.register("register_admin_viewset")
def register_glossary() -> GlossaryViewSet:
    """The agreed terms."""
    return glossary_viewset


class LanguagesMenuItem(MenuItem):
    """Settings → Languages of the portal, for who may start one."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the user may start languages."""
        return may_start(request)


@hooks.register("register_settings_menu_item")
def languages_menu_item() -> MenuItem:
    """Where a language is started, and all are checked."""
    return LanguagesMenuItem(
        gettext_lazy("Languages of the portal"),
        reverse("translation_languages:index"),
        icon_name="globe",
        order=950,
    )


@hooks.register("register_permissions")
def register_permissions() -> QuerySet[Permission]:
    """The rights on languages, for the form of a group."""
    return Permission.objects.filter(codename__in=["add_translationjob", "view_translationjob"])


@hooks.register("register_help_menu_item")
def help_menu_item() -> MenuItem:
    """Help for translators, in Wagtail's menu of helps."""
    return MenuItem(
        gettext_lazy("For translators"), reverse("translation_exchange:help"), icon_name="help", order=1000
    )


@hooks.register("construct_translated_pages_to_cascade_actions")
def pages_that_go_along(pages: list[Page], action: str) -> dict[Page, list[Page]] | None:
    """What Wagtail's confirmation pages announce, and do, together with a source page.

    Moving is left out: translations follow every move by themselves, see ``translation.lifecycle``.
    """
    if action not in ("unpublish", "delete"):
        return None
    return {page: companions(page, action) for page in pages}


@hooks.register("before_unpublish_page")
def refuse_unpublishing(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Nobody takes a page offline in a language that is not theirs."""
    return _refuse_without_right(request, [page], "unpublish")


@hooks.register("before_delete_page")
def refuse_deleting(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Nobody deletes a page in a language that is not theirs."""
    return _refuse_without_right(request, [page], "delete")


@hooks.register("before_move_page")
def refuse_moving(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    """A page stays in its language's tree, a translation in its source's place. Says how many go along."""
    reason = _reason_against_moving([page], destination)
    if reason:
        messages.error(request, reason)
        return redirect("wagtailadmin_explore", page.get_parent().pk)
    count = sum(other.alias_of_id is None for other in counterparts(page))
    if count and request.method == "GET":
        text = ngettext(
            "%(count)d translation of this page will move along.",
            "%(count)d translations of this page will move along.",
            count,
        )
        messages.info(request, text % {"count": count})
    return None


@hooks.register("before_bulk_action")
def refuse_bulk_action(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any
) -> HttpResponse | None:
    """The same rules for several pages at once."""
    pages = [each for each in objects if isinstance(each, Page)]
    if action_type in ("unpublish", "delete"):
        return _refuse_without_right(request, pages, action_type)
    if action_type == "move" and pages:
        reason = _reason_against_moving(pages, action.cleaned_form.cleaned_data["chooser"])
        if reason:
            messages.error(request, reason)
            return redirect("wagtailadmin_explore", pages[0].get_parent().pk)
    return None


@hooks.register("before_bulk_action", order=LAST)
def delete_along(request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any) -> None:
    """Wagtail takes the translations of one deleted page along by itself, those of several not."""
    if action_type == "delete":
        for page in [each for each in objects if isinstance(each, Page)]:
            for other in companions(page, "delete"):
                other.delete(user=request.user)


@hooks.register("before_edit_page", order=FIRST)
def refuse_publishing_before_source(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A translation can be published once its source is."""
    if not asks_to_publish(request) or page.alias_of_id is not None:
        return None
    source_locale = source_locale_id(page.translation_key)
    if source_locale in (None, page.locale_id):
        return None
    source = Page.objects.get(translation_key=page.translation_key, locale_id=source_locale)
    if source.live:
        return None
    text = _(
        "“%(page)s” is not published in %(language)s, the language it was written in. Publish it there first."
    )
    messages.error(request, text % {"page": source.get_admin_display_title(), "language": source.locale})
    return redirect("wagtailadmin_pages:edit", page.pk)


def _refuse_without_right(request: HttpRequest, pages: list[Page], action: str) -> HttpResponse | None:
    for page in pages:
        for other in companions(page, action):
            rights = other.permissions_for_user(request.user)
            if rights.can_unpublish() if action == "unpublish" else rights.can_delete():
                continue
            text = _(
                "“%(page)s” has translations that go with it. You may not change the one in %(language)s."
            )
            messages.error(request, text % {"page": page.get_admin_display_title(), "language": other.locale})
            return redirect("wagtailadmin_explore", page.get_parent().pk)
    return None


def _reason_against_moving(pages: list[Page], destination: Page) -> str:
    for page in pages:
        title = page.get_admin_display_title()
        if destination.depth > 1 and page.locale_id != destination.locale_id:
            return _("“%(page)s” cannot move: a page stays in the tree of its language.") % {"page": title}
        if is_translation(page) and not page.is_child_of(destination):
            text = _("“%(page)s” cannot move: it is a translation. Move the original, the others follow.")
            return text % {"page": title}
        if is_reserved(destination, page.slug):
            text = _("“%(page)s” cannot move: the portal itself uses the address “%(slug)s” there.")
            return text % {"page": title, "slug": page.slug}
    return ""
