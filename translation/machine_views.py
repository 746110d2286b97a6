"""The button "machine-translate what is empty"."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request

from translation.loading import writable_translation
from translation.machine_filling import Report, fill_empty, translator_for


@require_POST
def machine_translate(request: HttpRequest, translation_id: int) -> HttpResponse:
    """In the place of wagtail-localize's view, which answers an error of the service with one of its own."""
    translation, _target = writable_translation(request.user, translation_id)
    if translator_for(translation) is None:
        raise Http404
    announce(request, fill_empty(translation, request.user))
    back = get_valid_next_url_from_request(request)
    return redirect(back or reverse("translation_workbench", args=[translation.pk]))


def announce(request: HttpRequest, report: Report) -> None:
    """Tell what the machine did, and what is still to be done by whom."""
    if report.filled:
        text = ngettext(
            "%(count)d segment translated by machine. Read and confirm it.",
            "%(count)d segments translated by machine. Read and confirm them.",
            report.filled,
        )
        messages.success(request, text % {"count": report.filled})
    if report.error:
        messages.error(request, report.error)
    if report.left:
        text = ngettext(
            "%(count)d segment is still empty.", "%(count)d segments are still empty.", report.left
        )
        messages.warning(request, text % {"count": report.left})
    elif not report.filled:
        messages.info(request, _("Nothing is empty."))
