"""Settings → Languages of the portal: starting a language, and whether all of them follow their source."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages
from wagtail.models import Page

from portal.admin_page import head
from translation.background import start
from translation.drift import steps
from translation.models import TranslationJob
from translation.new_language import UnknownLanguage, start_language

RIGHT = "translation.add_translationjob"


def may_start(request: HttpRequest) -> bool:
    """Whether the user may start languages and have translations compared with their sources."""
    return bool(request.user.has_perm(RIGHT))


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every language of the portal, and what there is in it."""
    _refuse_others(request)
    rows = (
        Page.objects.filter(depth__gt=1)
        .order_by()
        .values("locale__language_code")
        .annotate(real=Count("pk", filter=Q(alias_of=None)), places=Count("alias_of"))
    )
    counts = {row["locale__language_code"]: row for row in rows}
    context = {
        "languages": [(code, name, counts.get(code)) for code, name in settings.LANGUAGES],
        **head(_("Languages of the portal")),
    }
    return render(request, "translation/languages.html", context)


@require_POST
def start_one(request: HttpRequest) -> HttpResponse:
    """Start a language, or add what it lacks, in the background."""
    _refuse_others(request)
    try:
        job = start_language(request.POST.get("language", ""), request.user)
    except UnknownLanguage as error:
        messages.error(request, str(error))
        return redirect("translation_languages:index")
    return redirect("translation_jobs:job", job.pk)


@require_POST
def check(request: HttpRequest) -> HttpResponse:
    """Compare every translation with its source in the background, and mend what differs if wanted."""
    _refuse_others(request)
    kind = TranslationJob.Kind.REPAIR if "repair" in request.POST else TranslationJob.Kind.CHECK
    job = start(kind, _("all languages"), steps(), request.user, once=True)
    return redirect("translation_jobs:job", job.pk)


def _refuse_others(request: HttpRequest) -> None:
    if not may_start(request):
        raise PermissionDenied
