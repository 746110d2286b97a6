"""What can be done on the desk: start, assign, publish, submit for review, approve.

Rights are checked where the row or the page is loaded.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation

from translation.access import access_of, places_of
from translation.assigning import assign
from translation.board import Row, load
from translation.desk.finishing import back_to_desk, publish_now, standing_of
from translation.desk.forms import BulkAssignForm, ConfirmForm, DecisionForm
from translation.loading import editable_translation
from translation.publishing import blocking_problems
from translation.review import decide, may_review
from translation.starting import start as start_translation
from translation.submitting import submit_all
from translation.workbench.rows import rows_of


def rows_named(request: HttpRequest, marks: list[str]) -> list[Row]:
    """The rows with these marks ("fr:12") that the person may work on; others are left out."""
    wanted = set(marks)
    return [row for row in load(access_of(request.user)).rows if row.mark in wanted]


@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Start the translation of the page named by ``start`` ("fr:12") and open it; or, in the background, of
    all pages named by ``row``.
    """
    if "start" not in request.POST:
        return _start_many(request)
    rows = rows_named(request, [request.POST["start"]])
    if not rows:
        raise PermissionDenied
    row = rows[0]
    if row.translation_id is None and row.target_id is not None:
        text = (
            _("The synchronisation of this translation was stopped: it is edited as a page on its own.")
            if row.stopped
            else _("This page was written in this language; it is not a translation.")
        )
        messages.info(request, text)
        return redirect("wagtailadmin_pages:edit", row.target_id)
    if row.translation_id is None:
        locale = Locale.objects.get(pk=row.locale_id)
        translation = start_translation(Page.objects.get(pk=row.page_id), locale, request.user)
        row.translation_id = translation.pk
    return redirect("translation_workbench", row.translation_id)


def _start_many(request: HttpRequest) -> HttpResponse:
    rows = rows_named(request, request.POST.getlist("row"))
    new = [row for row in rows if row.may_start]
    if not new:
        messages.warning(request, _("Choose pages that are not started yet first."))
        return back_to_desk(request)
    pages = Page.objects.in_bulk({row.page_id for row in new})
    wanted = [(pages[row.page_id], row.locale_id) for row in new if row.page_id in pages]
    title = ngettext("%(count)d page of the desk", "%(count)d pages of the desk", len(wanted))
    job = submit_all(title % {"count": len(wanted)}, wanted, request.user)
    return redirect("translation_jobs:job", job.pk)


class AssignView(WagtailAdminTemplateMixin, TemplateView):
    """Gives the chosen rows (``row``, repeated) to somebody: first asks to whom, then does it."""

    template_name = "translation/desk/assign.html"
    page_title = gettext_lazy("Assign translations")
    header_icon = "wagtail-localize-language"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Nothing to see without rows."""
        return redirect("translation_desk:index")

    def post(self, request: HttpRequest) -> HttpResponse:
        """Ask, or assign and say how many."""
        rows = rows_named(request, request.POST.getlist("row"))
        if not rows:
            messages.warning(request, _("Choose the pages to assign first."))
            return back_to_desk(request)
        form = BulkAssignForm(
            request.POST if "assign-note" in request.POST else None,
            prefix="assign",
            places=places_of((row.key, row.locale_id) for row in rows).values(),
        )
        if not form.is_valid():
            next_url = get_valid_next_url_from_request(request)
            return self.render_to_response(
                self.get_context_data(
                    form=form, rows=rows, next_url=next_url or reverse("translation_desk:index")
                )
            )
        locales = Locale.objects.in_bulk({row.locale_id for row in rows})
        count = assign([(row.key, locales[row.locale_id]) for row in rows], **form.cleaned_data)
        if count < len(rows):
            text = _("%(person)s may not translate everything that was chosen.")
            messages.warning(request, text % {"person": form.cleaned_data["assignee"]})
        text = ngettext("%(count)d translation assigned.", "%(count)d translations assigned.", count)
        if count:
            messages.success(request, text % {"count": count})
        return back_to_desk(request)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, desk, this page."""
        desk = {"url": reverse("translation_desk:index"), "label": _("Translations")}
        return [*self.breadcrumbs_items, desk, {"url": "", "label": self.page_title}]


class TranslationActionView(WagtailAdminTemplateMixin, TemplateView):
    """A page about one translation that the person may change."""

    header_icon = "wagtail-localize-language"

    translation: Translation
    page: Page

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Load the translation, for those who may change the translated page."""
        self.translation, target = editable_translation(request.user, kwargs["translation_id"])
        if not isinstance(target, Page):
            raise Http404
        self.page = target
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        """The page and the language."""
        language = self.translation.target_locale.get_display_name()
        return f"{self.page.get_admin_display_title()} ({language})"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, desk, translation, this page."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("translation_desk:index"), "label": _("Translations")},
            {"url": self.workbench_url, "label": self.get_page_subtitle()},
            {"url": "", "label": self.page_title},
        ]

    @property
    def workbench_url(self) -> str:
        """Where the segments are translated."""
        return reverse("translation_workbench", args=[self.translation.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The translation, its page, and where to go back to."""
        return super().get_context_data(
            translation=self.translation, page=self.page, workbench_url=self.workbench_url, **kwargs
        )


class PublishView(TranslationActionView):
    """Publishes a translation; names what is not translated first, and asks."""

    template_name = "translation/desk/publish.html"
    page_title = gettext_lazy("Publish")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With everything that stands in the way."""
        problems = blocking_problems(self.translation)
        standing = standing_of(self.page, self.request.user)
        return super().get_context_data(
            errors=[problem for problem in problems if problem.blocks],
            missing=[problem for problem in problems if not problem.blocks],
            form=ConfirmForm(),
            may_publish=standing.may_publish,
            may_submit=standing.may_submit,
            **kwargs,
        )

    def post(self, request: HttpRequest, translation_id: int) -> HttpResponse:
        """Publish, if nothing stands in the way or the person has confirmed it."""
        return publish_now(request, self.translation, confirmed="confirmed" in request.POST)


class ReviewView(TranslationActionView):
    """Where a reviewer reads what changed, and decides."""

    template_name = "translation/desk/review.html"
    page_title = gettext_lazy("Review")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With all segments, those that changed marked, and what the checks say to each."""
        return super().get_context_data(
            rows=rows_of(self.translation),
            problems=blocking_problems(self.translation),
            may_decide=may_review(self.page, self.request.user),
            **({"form": DecisionForm()} | kwargs),
        )

    def post(self, request: HttpRequest, translation_id: int) -> HttpResponse:
        """Approve, or ask for changes."""
        form = DecisionForm(request.POST)
        approves = request.POST.get("decision") == "approve"
        if request.POST.get("decision") not in ("approve", "reject") or not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        if not approves and not form.cleaned_data["comment"]:
            form.add_error("comment", _("Say what should be changed."))
            return self.render_to_response(self.get_context_data(form=form))
        decide(self.translation, request.user, approves, form.cleaned_data["comment"])
        title = {"page": self.page.get_admin_display_title()}
        page = Page.objects.get(pk=self.page.pk)
        if not approves:
            messages.success(request, _("The translator was asked to change “%(page)s”.") % title)
        elif page.workflow_in_progress:
            messages.success(request, _("“%(page)s” is approved and goes on to the next step.") % title)
        else:
            messages.success(request, _("“%(page)s” is approved and published.") % title)
        return back_to_desk(request)
