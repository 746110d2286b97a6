"""Wagtail's approval without the editor's form: what that asks for is asked for here."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views.pages.workflow import WorkflowActionView

from portal.unfinished import unfinished


class ApproveFinished(WorkflowActionView):
    """In the place of Wagtail's view: approves only what could be published.

    A draft may have been emptied after it was submitted, by whoever approves too.
    """

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        missing = unfinished(self.object) if self.action_name == "approve" else []
        if not missing:
            return super().post(request, *args, **kwargs)
        text = _("“%(page)s” cannot be approved yet; please check: %(fields)s.")
        values = {"page": self.object.get_admin_display_title(), "fields": ", ".join(missing)}
        messages.error(request, text % values)
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            return self.render_modal_json(request, {"step": "success", "redirect": self.redirect_url})
        return redirect(self.redirect_url)
