"""Sections whose content the lead editors approve before it is public.

A section needs approval when a workflow in which the lead editors approve is assigned to it, or to a
page above it, in any language. That is Wagtail's own assignment, so it is seen and changed where
workflows are. What follows from it, who may publish there, is in ``partners.permissions``.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib.auth.models import Group
from django.db.models import QuerySet
from wagtail.models import GroupApprovalTask, Page, Workflow, WorkflowPage, WorkflowTask

LEAD_GROUP = "Lead editors"
NAME = "Approval by the lead editors"


def ensure_workflow(lead: Group) -> Workflow:
    """The workflow with its one task, made when it is missing; what was changed by hand stays."""
    workflow = approving_workflows().order_by("pk").first()
    if workflow is None:
        workflow = Workflow.objects.create(name=NAME)
        task = GroupApprovalTask.objects.create(name=NAME)
        task.groups.add(lead)
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    return workflow


def approving_workflows() -> QuerySet[Workflow]:
    """The workflows in which the lead editors approve, whatever they are called by now."""
    return Workflow.objects.filter(
        active=True, workflow_tasks__task__groupapprovaltask__groups__name=LEAD_GROUP
    ).distinct()


def approves(user: Any) -> bool:
    """Whether somebody publishes everywhere unasked: a lead editor, an administrator. One query."""
    return user.is_superuser or user.groups.filter(name=LEAD_GROUP).exists()


def require_approval(section: Page, lead: Group) -> None:
    """From now on, what is written below a section is public once a lead editor has approved it.

    Arguments:
        section: the page, in any language; the others follow, see ``follow_counterparts``.
        lead: the group that approves.
    """
    WorkflowPage.objects.update_or_create(page=section, defaults={"workflow": ensure_workflow(lead)})


def follow_counterparts(key: UUID) -> None:
    """Assign the workflow of a page that needs approval in one language in every other language too.

    In a language whose tree has a workflow of its own, such as the reviewers', that one applies.

    Arguments:
        key: the page's translation key.
    """
    workflow = _approving({key}).get(key)
    if workflow is None:
        return
    for page in Page.objects.filter(translation_key=key):
        above = page.get_ancestors(inclusive=True).filter(depth__gt=1)
        if not WorkflowPage.objects.filter(page__in=above).exists():
            WorkflowPage.objects.create(page=page, workflow_id=workflow)


def needing_approval(keys: Iterable[UUID]) -> set[UUID]:
    """Which of these sections, by translation key, need approval. Three queries."""
    return set(_approving(keys))


def in_need(paths: Iterable[str]) -> dict[str, int]:
    """The workflow in which the lead editors approve, by those of these places in the tree that have it.

    Arguments:
        paths: as treebeard keeps them, of pages or of where pages are going to be.

    Returns:
        Ids of workflows by path. Two queries.
    """
    approving = set(approving_workflows().values_list("pk", flat=True))
    rows = WorkflowPage.objects.filter(workflow__active=True).values_list("page__path", "workflow")
    # As Wagtail does: the nearest one applies.
    assigned = sorted(rows, key=lambda row: len(row[0]), reverse=True)
    found = {}
    for path in paths:
        nearest = next((workflow for above, workflow in assigned if path.startswith(above)), None)
        if nearest is not None and nearest in approving:
            found[path] = nearest
    return found


def _approving(keys: Iterable[UUID]) -> dict[UUID, int]:
    """The workflow in which the lead editors approve, by the translation key of the pages that have it."""
    pages = list(Page.objects.filter(translation_key__in=keys).values_list("translation_key", "path"))
    found = in_need(path for _key, path in pages)
    return {key: found[path] for key, path in pages if path in found}
