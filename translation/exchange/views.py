"""Downloading texts for a translation program, and uploading what comes back."""

from collections import Counter

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages
from wagtail.admin.views.pages.utils import get_valid_next_url_from_request
from wagtail.models import Locale

from portal.admin_page import head
from translation.access import access_of
from translation.board import load
from translation.exchange.exporting import FORMATS, Format, page_file, waiting_for, zip_of
from translation.exchange.importing import Report, import_upload
from translation.exchange.upload import ACCEPTED
from translation.loading import editable_translation

MOST_SHOWN = 200
"""Errors, and warnings, that a report shows."""


class UploadForm(forms.Form):
    """One file."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("A PO file, an XLIFF 1.2 file, or a zip of them."),
        widget=forms.FileInput(attrs={"accept": ",".join(ACCEPTED)}),
        allow_empty_file=True,
    )


@require_safe
def export_page(request: HttpRequest, translation_id: int, name: str) -> HttpResponse:
    """The texts of one page, as a file to download."""
    wanted = _format(name)
    translation = editable_translation(request.user, translation_id)[0]
    filename, contents = page_file(translation, wanted)
    response = HttpResponse(contents, content_type=wanted.content_type)
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


@require_safe
def export_language(request: HttpRequest, language: str, name: str) -> HttpResponse | FileResponse:
    """Everything that waits in a language, as a zip to download."""
    wanted = _format(name)
    locale = get_object_or_404(Locale, language_code=language)
    translations = waiting_for(request.user, locale)
    if not translations:
        messages.info(request, _("Nothing waits for you in %(language)s.") % {"language": locale})
        return redirect(get_valid_next_url_from_request(request) or reverse("translation_exchange:import"))
    return FileResponse(
        zip_of(translations, wanted), as_attachment=True, filename=f"translations-{language}-{name}.zip"
    )


@require_http_methods(["GET", "HEAD", "POST"])
def import_file(request: HttpRequest) -> HttpResponse:
    """A form for a file, of one page with ``?translation=``; after sending it, what was stored or why nothing
    was.
    """
    form = UploadForm(request.POST or None, request.FILES or None)
    chosen = request.GET.get("translation", "")
    translation = editable_translation(request.user, int(chosen))[0] if chosen.isdecimal() else None
    report = None
    if request.method == "POST" and form.is_valid():
        report = import_upload(form.cleaned_data["file"], request.user, only=translation)
        if not report.errors:
            messages.success(request, _summary(report))
    board = load(access_of(request.user))
    not_started = Counter(row.locale_id for row in board.rows if row.may_start)
    context = {
        "form": form,
        "translation": translation,
        "report": report,
        "errors": report.errors[:MOST_SHOWN] if report else [],
        "warnings": report.warnings[:MOST_SHOWN] if report else [],
        "not_shown": max(0, len(report.errors) - MOST_SHOWN) if report else 0,
        "pages": [(each, each.translation.get_target_instance()) for each in report.pages] if report else [],
        "languages": [(language, not_started[language.locale_id]) for language in board.languages],
        "formats": FORMATS.values(),
        **head(_("Export and import translations")),
    }
    return render(request, "translation/exchange/import.html", context)


@require_safe
def show_help(request: HttpRequest) -> HttpResponse:
    """What translators ask most, on one page."""
    context = {
        **head(_("Help for translators")),
    }
    return render(request, "translation/help.html", context)


@require_safe
def download_po(request: HttpRequest, translation_id: int) -> HttpResponse:
    """The PO file behind the button of wagtail-localize's editor."""
    return export_page(request, translation_id, "po")


@require_http_methods(["POST"])
def upload_po(request: HttpRequest, translation_id: int) -> HttpResponse:
    """What the button of wagtail-localize's editor sends: the file of this page, answered with a message."""
    translation = editable_translation(request.user, translation_id)[0]
    upload = request.FILES.get("file")
    if not isinstance(upload, UploadedFile):
        messages.error(request, _("Choose a file first."))
    else:
        report = import_upload(upload, request.user, only=translation)
        for trouble in report.errors[:10]:
            messages.error(request, " – ".join(filter(None, [trouble.segment, trouble.message])))
        if not report.errors:
            messages.success(request, _summary(report))
    return redirect(get_valid_next_url_from_request(request) or reverse("wagtailadmin_home"))


def _summary(report: Report) -> str:
    count = sum(page.changed for page in report.pages)
    text = ngettext("%(count)d text was imported.", "%(count)d texts were imported.", count)
    return text % {"count": count}


def _format(name: str) -> Format:
    if name not in FORMATS:
        raise Http404
    return FORMATS[name]
