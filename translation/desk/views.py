"""The list of everything that is to be translated."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton
from wagtail.permission_policies.pages import PagePermissionPolicy

from translation.access import access_of
from translation.board import load
from translation.desk.filtering import ALL, WAITING, FilterForm, in_state, tabs, totals
from translation.exchange.links import desk_buttons
from translation.states import State

PAGE_SIZE = 50


class DeskView(WagtailAdminTemplateMixin, TemplateView):
    """What waits, by language and state. Open to whoever may change pages in some language."""

    template_name = "translation/desk/index.html"
    page_title = _("Translations")
    header_icon = "wagtail-localize-language"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse people who may not change anything anywhere."""
        access = access_of(request.user)
        if not access.everything and not access.change:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, then this page."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_header_buttons(self) -> list[HeaderButton]:
        """Files, work in the background, help."""
        return desk_buttons()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Everything that the template shows; wrong parameters count as not given."""
        query = self.request.GET
        board = load(access_of(self.request.user))
        codes = [language.code for language in board.languages]
        language = query.get("language", "")
        rows = [row for row in board.rows if language not in codes or row.language == language]
        state = query.get("state", "")
        state = state if state in State.values else WAITING
        form = FilterForm(query, rows, board.titles, self.request.user)
        filtered = form.apply(rows)
        paginator = WagtailPaginator(in_state(filtered, state), PAGE_SIZE)
        page = paginator.get_page(query.get("p"))
        return super().get_context_data(
            totals=totals(board),
            language=language if language in codes else ALL,
            state=state,
            tabs=tabs(filtered, state),
            filters_form=form,
            page_obj=page,
            startable=any(row.may_start for row in page.object_list),
            elided_page_range=paginator.get_elided_page_range(page.number),
            here=self.request.get_full_path(),
            index_url=reverse("translation_desk:index"),
            **kwargs,
        )


@require_safe
def first_screen(request: HttpRequest) -> HttpResponse:
    """Where people land after signing in: those who only translate at the desk, others on the dashboard."""
    rights = PagePermissionPolicy().get_cached_permissions_for_user(request.user)
    names = {right.permission.codename for right in rights}
    translates = "change_page" in names and "add_page" not in names and not request.user.is_superuser
    return redirect("translation_desk:index" if translates else "wagtailadmin_home")
