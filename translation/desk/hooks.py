"""The desk in Wagtail's admin: menu, dashboard, the e-mail setting."""

from collections import Counter
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.views.account import BaseSettingsPanel, notifications_tab
from wagtail.coreutils import get_content_languages
from wagtail.models import Locale, Page

from portal.dashboard import Line, ListPanel
from translation.access import access_of, languages_of
from translation.desk.waiting import waiting
from translation.language_states import outdated_translations
from translation.models import DigestSetting
from translation.states import State

SHOWN = 10


@hooks.register("register_admin_urls")
def desk_urls() -> list[URLPattern | URLResolver]:
    """The desk at ``/admin/translations/``."""
    return [path("translations/", include("translation.desk.urls"))]


class DeskMenuItem(MenuItem):
    """The way to the desk, for everybody who may change pages in some language."""

    def is_shown(self, request: HttpRequest) -> bool:
        access = access_of(request.user)
        return access.everything or bool(access.change)


@hooks.register("register_admin_menu_item")
def desk_menu_item() -> MenuItem:
    """Above everything else: translators come for nothing else."""
    return DeskMenuItem(
        _("Translations"),
        reverse("translation_desk:index"),
        name="translations",
        icon_name="wagtail-localize-language",
        order=50,
    )


@hooks.register("construct_reports_menu")
def without_localizes_report(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """wagtail-localize's own report shows every translation to everybody; the desk replaces it."""
    address = reverse("wagtail_localize:translations_report")
    menu_items[:] = [item for item in menu_items if getattr(item, "url", None) != address]


class WaitingPanel(Component):
    """What waits for the person, first thing on the dashboard."""

    name = "translations_waiting"
    order = 10
    template_name = "translation/desk/panel.html"

    def render_html(self, parent_context: Any = None) -> str:
        """What waits, cut to ten rows; nothing at all when nothing waits."""
        request = parent_context["request"]
        found = waiting(request.user)
        if not found:
            return ""
        context = {"rows": [*found.to_review, *found.mine][:SHOWN], "open": found.open}
        return render_to_string(self.template_name, context, request=request)


class OutOfDatePanel(ListPanel):
    """Public translations that show an older state of their source, by language."""

    name = "translations-out-of-date"
    order = 220
    heading = _("Out-of-date translations")
    empty = _("Every public translation says what its source says.")

    def concerns(self, request: HttpRequest) -> bool:
        """Who may change pages in some language."""
        access = access_of(request.user)
        return access.everything or bool(access.change)

    def lines(self, request: HttpRequest) -> tuple[list[Line], int, str]:
        """A line a language, of the pages this person may change. One query."""
        desk, access = reverse("translation_desk:index"), access_of(request.user)
        counts = Counter(
            code
            for path, code in Page.objects.filter(
                Exists(
                    outdated_translations().filter(
                        source__object_id=OuterRef("translation_key"), target_locale=OuterRef("locale")
                    )
                ),
                live=True,
                alias_of=None,
            ).values_list("path", "locale__language_code")
            if access.may_change(path)
        )
        lines = [
            Line(name, f"{desk}?language={code}&state={State.CHANGED}", str(counts[code]))
            for code, name in get_content_languages().items()
            if counts[code]
        ]
        return lines, len(lines), desk


@hooks.register("construct_homepage_panels")
def dashboard(request: HttpRequest, panels: list[Component]) -> None:
    """Put what waits before Wagtail's panels."""
    panels.insert(0, WaitingPanel())
    panels.append(OutOfDatePanel())


class DigestForm(forms.ModelForm):
    class Meta:
        model = DigestSetting
        fields = ["wanted"]


@hooks.register("register_account_settings_panel")
class DigestPanel(BaseSettingsPanel):
    """The choice whether to get the daily e-mail, on one's own account page."""

    name = "translation_digest"
    title = _("Translations")
    tab = notifications_tab
    order = 500
    form_class = DigestForm
    form_object = "translation_digest"

    def get_form(self) -> DigestForm:
        """The form for the stored choice, or for the default."""
        setting = DigestSetting.objects.filter(user=self.user).first() or DigestSetting(user=self.user)
        data = self.request.POST if self.request.method == "POST" else None
        return DigestForm(data, instance=setting, prefix=self.name)

    def is_active(self) -> bool:
        """Only for people who may change pages in some language."""
        return bool(languages_of(access_of(self.user), Locale.objects.all()))
