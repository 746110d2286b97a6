"""Import and export in the admin: upload, preview, confirm, progress, report, undo."""

import tempfile
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages

from clusters.duplicates import duplicates
from clusters.importing.checking import check_rows
from clusters.importing.columns import HEADER, REQUIRED
from clusters.importing.exporting import csv_lines, json_lines, rows, write_xlsx
from clusters.importing.problems import Problem
from clusters.importing.reading import LARGEST_FILE, too_large
from clusters.importing.steps import confirm, undo
from clusters.importing.stored import Countries, Part
from clusters.importing.writing import part_of
from clusters.models import ClusterImport
from portal.admin_page import head

SHOWN = 20
"""Imports that are listed."""
ROWS_A_PAGE = 50
MOST_PROBLEMS = 1000
"""Problems that a page shows."""


class UploadForm(forms.Form):
    """One file."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("CSV in UTF-8, or an Excel workbook (.xlsx). At most 50 MB."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        allow_empty_file=True,
    )
    data_source = forms.CharField(
        label=gettext_lazy("Source of the data"),
        help_text=gettext_lazy("Shown on the profiles that the file creates, for example “Survey 2026”."),
        required=False,
        max_length=255,
    )

    def clean_file(self) -> UploadedFile:
        """Refuse what is too large before anything of it is read."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST_FILE:
            raise forms.ValidationError(str(too_large()))
        return file


def may_import(user: Any) -> bool:
    """Whether somebody may make and publish clusters of some country."""
    part = Part(user)
    return any(part.holds(country) for country in Countries().all())


def visible_to(user: Any) -> QuerySet[ClusterImport]:
    """One's own imports; everybody's for who may change every country."""
    part = Part(user)
    held = [part.holds(country) for country in Countries().all()]
    if not any(held):
        raise PermissionDenied
    imports = ClusterImport.objects.select_related("user").defer("file", "problems", "steps")
    return imports if all(held) else imports.filter(user=user)


@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """A form for a file, the exports, and the newest imports."""
    user: Any = request.user
    visible = visible_to(user)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        with transaction.atomic():
            source = ClusterImport.objects.create(
                title=(file.name or "")[:255],
                user=user,
                file=file.read(),
                data_source=form.cleaned_data["data_source"],
                steps=[["check"]],
                options={"language": get_language()},
            )
            source.enqueue()
        return redirect("cluster_imports:show", source.pk)
    context = {
        "form": form,
        "imports": visible[:SHOWN],
        "columns": HEADER,
        "required": REQUIRED,
        "kinds": ["csv", "xlsx", "json"],
        **head(_("Import and export clusters")),
    }
    return render(request, "clusters/importing/index.html", context)


@require_safe
def show(request: HttpRequest, import_id: int) -> HttpResponse:
    """One import as it stands; a script shows how far it is while something is done in the background."""
    source = get_object_or_404(visible_to(request.user), pk=import_id)
    page = Paginator(source.rows.select_related("page"), ROWS_A_PAGE).get_page(request.GET.get("p"))
    problems = [Problem(**each) for each in source.problems]
    new = source.rows.filter(is_new=True).count()
    context = {
        "source": source,
        "states": ClusterImport.State,
        "rows": page,
        "new": new,
        "changed": page.paginator.count - new,
        "problems": problems[:MOST_PROBLEMS],
        "not_shown": max(0, len(problems) - MOST_PROBLEMS),
        **head(
            _("Import of “%(file)s”") % {"file": source.title},
            {"url": reverse("cluster_imports:index"), "label": _("Import and export clusters")},
            here=source.title,
        ),
    }
    if source.state == ClusterImport.State.READY:
        context |= _preview(request, source, page)
    return render(request, "clusters/importing/show.html", context)


@require_POST
def confirm_import(request: HttpRequest, import_id: int) -> HttpResponse:
    """Write what the preview shows."""
    source = get_object_or_404(visible_to(request.user), pk=import_id)
    if source.state != ClusterImport.State.READY:
        messages.error(request, _("This file does not wait for confirmation any more."))
    else:
        confirm(source, request.user)
    return redirect("cluster_imports:show", source.pk)


@require_POST
def undo_import(request: HttpRequest, import_id: int) -> HttpResponse:
    """Take an import back, or say which pages cannot be."""
    source = get_object_or_404(visible_to(request.user), pk=import_id)
    if source.state not in (ClusterImport.State.DONE, ClusterImport.State.PARTLY):
        messages.error(request, _("Only what was imported can be taken back."))
        return redirect("cluster_imports:show", source.pk)
    problems = undo(source, request.user)
    for problem in problems[:10]:
        messages.error(request, str(problem))
    if problems:
        messages.error(request, _("Nothing was taken back."))
    return redirect("cluster_imports:show", source.pk)


@require_safe
def export(request: HttpRequest, kind: str) -> HttpResponse | StreamingHttpResponse | FileResponse:
    """The published clusters of one's own part, as a file that can be imported again."""
    if not may_import(request.user):
        raise PermissionDenied
    some = rows(Part(request.user))
    if kind == "xlsx":
        file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
        write_xlsx(some, file)
        file.seek(0)
        return FileResponse(file, as_attachment=True, filename="clusters.xlsx")
    if kind not in ("csv", "json"):
        raise Http404
    lines = csv_lines(some) if kind == "csv" else json_lines(some)
    content_type = "text/csv; charset=utf-8" if kind == "csv" else "application/json"
    response = StreamingHttpResponse(lines, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="clusters.{kind}"'
    return response


def _preview(request: HttpRequest, source: ClusterImport, some: Any) -> dict[str, Any]:
    """What rows of the file would change now, each with the profiles it may repeat; and why it cannot."""
    countries = Countries()
    checked = check_rows([(row.number, row.cells) for row in some], part_of(source), countries)
    asked = {change.number: change.asked() for change in checked.changes if change.says_who()}
    alike = duplicates(request, asked, countries)
    return {
        "changes": [(change, alike.get(change.number)) for change in checked.changes],
        "misfits": checked.problems,
    }
