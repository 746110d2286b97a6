"""How far work in the background is, and what came of it."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.admin.views.pages.utils import get_valid_next_url_from_request
from wagtail.models import Page

from portal.admin_page import head
from translation.models import TranslationJob

SHOWN = 30
"""Jobs, and translations of one, that are listed."""


def visible_to(user: Any) -> QuerySet[TranslationJob]:
    """One's own jobs, or everybody's for who may see them."""
    jobs = TranslationJob.objects.select_related("user")
    return jobs if user.has_perm("translation.view_translationjob") else jobs.filter(user=user)


@require_safe
def job(request: HttpRequest, job_id: int) -> HttpResponse:
    """One job. A script shows how far it is until it is finished."""
    found = get_object_or_404(visible_to(request.user), pk=job_id)
    context = {
        "job": found,
        "made": _made(found) if found.finished_at else [],
        "next_url": get_valid_next_url_from_request(request),
        **head(
            str(found),
            {"url": reverse("translation_jobs:index"), "label": _("Work in the background")},
            here=found.title,
        ),
    }
    return render(request, "translation/job.html", context)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The newest jobs."""
    context = {
        "jobs": visible_to(request.user)[:SHOWN],
        **head(_("Work in the background")),
    }
    return render(request, "translation/jobs.html", context)


def _made(found: TranslationJob) -> list[Page]:
    """The translations that a submission made, as far as they fit on a page."""
    if found.kind != TranslationJob.Kind.SUBMIT:
        return []
    steps = [step for step in found.steps[:SHOWN] if isinstance(step, list)]
    keys = dict(Page.objects.filter(pk__in={step[0] for step in steps}).values_list("pk", "translation_key"))
    wanted = {(keys.get(page_id), locale_id) for page_id, locale_id in steps}
    pages = Page.objects.filter(
        translation_key__in=keys.values(), locale_id__in={step[1] for step in steps}, alias_of=None
    ).select_related("locale")
    return [page for page in pages if (page.translation_key, page.locale_id) in wanted]
