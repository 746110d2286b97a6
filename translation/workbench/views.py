"""The workbench's page and what its buttons do."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View
from wagtail.admin import messages
from wagtail.admin.utils import get_user_display_name
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton
from wagtail.models import Page
from wagtail_localize.models import get_edit_url

from translation.desk.finishing import FINISHING, Standing, standing_of
from translation.exchange.links import page_button
from translation.loading import editable_translation
from translation.machine_filling import fill_empty, translator_for
from translation.machine_views import announce
from translation.workbench.presence import moment, presence, written_since
from translation.workbench.rows import DONE, STATES, Row, rows_of
from translation.workbench.saving import Outcome, edited, fill_exact_matches, save

PARTS = "translation/workbench_{}.html"
OVERLAP = timedelta(seconds=10)


class WorkbenchView(WagtailAdminTemplateMixin, View):
    """Shows and saves the translations of a page's segments.

    Every button of the one form saves what was written; ``action`` says what else is wanted: "save",
    "save:ID" (that segment alone), "confirm:ID" (as it stands), "fill" (exact matches), "machine" (what is
    empty), "publish", "review". The button of a suggestion, "take-ID", only puts its text into the field. A
    script that sends "save:ID" or "confirm:ID" and asks for JSON gets what has to be shown anew.
    """

    template_name = "translation/workbench.html"
    header_icon = "globe"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Load the translation, for those who may edit its page."""
        # What is committed a moment later bears an earlier time; to hear of it twice does no harm.
        self.since = timezone.now() - OVERLAP
        self.translation, self.target = editable_translation(request.user, kwargs["translation_id"])
        try:
            self.source = self.translation.source.get_source_instance()
        except ObjectDoesNotExist:
            raise Http404 from None
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page; ``?state=`` limits it to the segments in one state. For a script, the segments that were
        written since ``?since=``.
        """
        if self.asked_by_script:
            return self._tell_script(moment(request.GET.get("since", "")))
        return self.render_to_response(self.get_context_data())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save what was written and do what the button says."""
        if self.standing.locked:
            messages.error(request, _("Nothing was saved: the translation is in review."))
            return redirect(request.get_full_path())
        action, _colon, number = request.POST.get("action", "save").partition(":")
        only = int(number) if number.isdecimal() else None
        if self._read(request.POST, only):
            return self.render_to_response(self.get_context_data())
        confirmed = only if action == "confirm" else None
        outcome = save(self.translation, edited(self.rows, confirmed), request.user)
        self._complain(outcome)
        if self.asked_by_script:
            return self._answer_script(only, outcome.clean)
        if not outcome.clean:
            messages.error(request, self._what_is_wrong(bool(outcome.saved)))
            return self.render_to_response(self.get_context_data(), status=422)
        if action in FINISHING:
            return FINISHING[action](request, self.translation)
        if action == "fill":
            self._fill()
        elif action == "machine":
            announce(request, fill_empty(self.translation, request.user))
        elif outcome.saved:
            count = len(outcome.saved)
            text = ngettext("%(count)d segment saved.", "%(count)d segments saved.", count)
            messages.success(request, text % {"count": count})
        place = f"#segment-{self._next(only)}" if only else ""
        return redirect(f"{request.get_full_path()}{place}")

    def _read(self, form: QueryDict, only: int | None) -> bool:
        """Note what was written in the rows. Returns whether a suggestion was only put into a field."""
        taken = False
        for row in self.rows:
            if only in (None, row.pk) and f"text-{row.pk}" in form:
                row.written = str(form[f"text-{row.pk}"])
                row.seen = str(form.get(f"seen-{row.pk}", ""))
                if f"take-{row.pk}" in form:
                    row.written, taken = str(form[f"take-{row.pk}"]), True
        return taken

    def _complain(self, outcome: Outcome) -> None:
        """Note in the rows what is wrong with them."""
        for row in self.rows:
            if row.pk in outcome.errors:
                row.complaint = outcome.errors[row.pk]
            elif row.pk in outcome.conflicts:
                row.show_conflict(outcome.conflicts[row.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the templates show."""
        state = self.request.GET.get("state", "")
        shown = [row for row in self.rows if state not in STATES or row.state == state or row.complaint]
        fillable = sum(1 for row in self.rows if not row.stored and self._is_exact(row))
        return super().get_context_data(
            translation=self.translation,
            target=self.target,
            rows=shown,
            state=state if state in STATES else "",
            fillable=fillable,
            machine=translator_for(self.translation),
            standing=self.standing,
            texts={
                "saving": _("Saving…"),
                "saved": _("Saved"),
                "failed": _("Not saved"),
                "unsaved": _("Not saved yet"),
            },
            action_url=self.request.get_full_path(),
            editing_sessions=presence(self.target, self.request.user),
            since=self.since.isoformat(),
            **self._progress(),
            **kwargs,
        )

    @property
    def asked_by_script(self) -> bool:
        """Whether the answer is for a script."""
        return self.request.accepts("application/json") and not self.request.accepts("text/html")

    @cached_property
    def standing(self) -> Standing:
        """What the person may do with the translation as a whole."""
        return standing_of(self.target, self.request.user)

    @cached_property
    def rows(self) -> list[Row]:
        """All segments of the page."""
        return rows_of(self.translation)

    def get_page_title(self) -> str:
        """The name of the page, in the language it is translated into as far as it is known."""
        return str(getattr(self.target, "draft_title", "") or self.target)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Home, desk, this page."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("translation_desk:index"), "label": _("Translations")},
            {"url": "", "label": self.get_page_title(), "sublabel": str(self.translation.target_locale)},
        ]

    def get_header_buttons(self) -> list[HeaderButton]:
        """Where to look at the page, at its source, and at its images and links."""
        buttons = [
            HeaderButton(
                _("Preview"),
                reverse("wagtail_localize:preview_translation", args=[self.translation.pk]),
                icon_name="view",
                attrs={"target": "_blank"},
            ),
            HeaderButton(_("Images and links"), get_edit_url(self.target), icon_name="image"),
        ]
        if isinstance(self.source, Page) and self.source.live:
            buttons.append(
                HeaderButton(_("Source"), self.source.full_url, icon_name="site", attrs={"target": "_blank"})
            )
        return [*buttons, page_button(self.translation)]

    def _progress(self) -> dict[str, Any]:
        counts = Counter(row.state for row in self.rows)
        return {
            "total": len(self.rows),
            "done": sum(counts[state] for state in DONE),
            "failing": sum(row.has_errors for row in self.rows),
            "states": [
                {"name": name, "label": label, "count": counts[name]} for name, label in STATES.items()
            ],
        }

    def _is_exact(self, row: Row) -> bool:
        return any(offer.suggestion.score == 100 for offer in row.offers)

    def _next(self, number: int) -> int:
        """The segment after this one that still needs somebody; this one where there is none."""
        rows = self.rows
        at = next((place for place, row in enumerate(rows) if row.pk == number), 0)
        following = [*rows[at + 1 :], *rows[:at]]
        return next((row.pk for row in following if row.state not in DONE), number)

    def _fill(self) -> None:
        count = fill_exact_matches(self.translation, self.rows, self.request.user)
        if count:
            text = ngettext(
                "%(count)d segment filled from the memory.",
                "%(count)d segments filled from the memory.",
                count,
            )
            messages.success(self.request, text % {"count": count})
        else:
            messages.info(self.request, _("The memory has no exact match for what is empty."))

    def _what_is_wrong(self, saved: bool) -> str:
        wrong = [row for row in self.rows if row.complaint]
        where = "; ".join(f"“{row.short_source}”: {row.complaint}" for row in wrong[:5])
        text = _("Not everything was saved. %(where)s") if saved else _("Nothing was saved. %(where)s")
        return text % {"where": where}

    def _answer_script(self, number: int | None, clean: bool) -> JsonResponse:
        """What a script shows anew after saving one segment."""
        complaints = {row.pk: row for row in self.rows if row.complaint}
        if clean:
            del self.rows
        row = complaints.get(number or 0) or next((row for row in self.rows if row.pk == number), None)
        if row is None:
            raise Http404
        return JsonResponse(self._shown(row) | self._shown_progress(), status=200 if clean else 422)

    def _tell_script(self, since: datetime | None) -> JsonResponse:
        """What was written since a time: where nobody is writing it is shown, elsewhere only said."""
        rows = []
        if since and written_since(self.translation, since):
            for row in self.rows:
                if row.stored and row.stored.updated_at > since:
                    told = _("%(person)s has saved this meanwhile.") % {
                        "person": get_user_display_name(row.stored.last_translated_by) or _("Somebody")
                    }
                    shown = self._shown(row) | {"segment": row.pk, "text": row.text, "told": told}
                    row.complaint = _("%(told)s It says now: “%(text)s”.") % {"told": told, "text": row.text}
                    rows.append(shown | {"warning": self._part("problems", row=row)})
        progress = self._shown_progress() if rows else {}
        return JsonResponse({"since": self.since.isoformat(), "rows": rows} | progress)

    def _shown(self, row: Row) -> dict[str, Any]:
        """What a script shows anew of a segment."""
        return {
            "state": row.state,
            "token": row.token,
            "status": self._part("status", row=row),
            "problems": self._part("problems", row=row),
        }

    def _shown_progress(self) -> dict[str, Any]:
        """What it shows anew of the page."""
        progress = self._progress()
        counts = {state["name"]: state["count"] for state in progress["states"]}
        return {"progress": self._part("progress", **progress), "counts": counts}

    def _part(self, name: str, **context: Any) -> str:
        return render_to_string(PARTS.format(name), {"translation": self.translation} | context, self.request)
