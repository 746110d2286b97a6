"""Sections whose content the lead editors approve before it is public.

A section needs approval when the workflow below is assigned to it, in any language; that is Wagtail's own
assignment, so it is seen and changed where workflows are. What follows from it, who may publish there, is in
``partners.permissions``.
"""

from collections.abc import Iterable
from uuid import UUID

from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.models import GroupApprovalTask, Page, Workflow, WorkflowPage, WorkflowTask

NAME = "Approval by the lead editors"


def ensure_workflow(lead: Group) -> Workflow:
    """The workflow with its one task, made when it is missing; what was changed by hand stays."""
    workflow, created = Workflow.objects.get_or_create(name=NAME)
    if created:
        task = GroupApprovalTask.objects.create(name=NAME)
        task.groups.add(lead)
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    return workflow


@transaction.atomic
def require_approval(section: Page, lead: Group) -> None:
    """From now on, what is written below a section is public once a lead editor has approved it.

    In a language whose tree has a workflow of its own, such as the reviewers', that one applies.

    Arguments:
        section: the page, in any language.
        lead: the group that approves.
    """
    workflow = ensure_workflow(lead)
    pages = Page.objects.filter(translation_key=section.translation_key)
    for page in pages:
        above = page.get_ancestors(inclusive=True).filter(depth__gt=1)
        if page.pk == section.pk or not WorkflowPage.objects.filter(page__in=above).exists():
            WorkflowPage.objects.update_or_create(page=page, defaults={"workflow": workflow})


def needing_approval(keys: Iterable[UUID]) -> set[UUID]:
    """Which of these sections, by translation key, need approval."""
    rows = WorkflowPage.objects.filter(workflow__name=NAME, page__translation_key__in=keys)
    return set(rows.values_list("page__translation_key", flat=True))
