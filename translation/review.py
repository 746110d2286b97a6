"""A second pair of eyes: a translator submits, Wagtail's workflow runs, approval publishes."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.models import Page, Revision, TaskState, WorkflowState
from wagtail.workflows import publish_workflow_state
from wagtail_localize.models import SegmentOverride, StringTranslation, Translation

from translation.loading import writable_target
from translation.models import Assignment
from translation.publishing import (
    NotReady,
    blocking_problems,
    marking_what_is_invalid,
    render,
    translation_of,
)


class NoWorkflow(Exception):
    """Nobody is named to review pages in this part of the tree."""


def submit_for_review(translation: Translation, user: Any) -> WorkflowState:
    """Give a finished translation to the reviewers of its language.

    What they see is made from the segments as they are now; the public page stays as it is.

    Arguments:
        translation: what is to be reviewed.
        user: who submits; needs the right to change the translated page.

    Returns:
        The workflow that runs now.

    Raises:
        PermissionDenied without the right, or when somebody else is at the page.
        NotReady with everything that is missing or wrong: reviewers do not look for gaps.
        NoWorkflow when no workflow is set up for this part of the tree.
    """
    page = writable_target(translation, user)
    if not page.has_workflow:
        raise NoWorkflow
    problems = blocking_problems(translation)
    if problems:
        raise NotReady(problems)
    with marking_what_is_invalid(translation), transaction.atomic():
        render(translation, user)
        page = type(page).objects.get(pk=page.pk)
        running = page.current_workflow_state
        if running is None:
            return page.get_workflow().start(page, user)
        if running.status == WorkflowState.STATUS_NEEDS_CHANGES:
            running.resume(user)
        return running


def may_review(page: Page, user: Any) -> bool:
    """Whether the page waits for this person's approval."""
    task = page.current_workflow_task
    return bool(task and task.get_actions(page, user))


def decide(translation: Translation, user: Any, approves: bool, comment: str = "") -> None:
    """Approve a translation, which publishes it after the last step of its workflow, or ask for changes.

    Raises:
        PermissionDenied when it does not wait for this person.
    """
    page = translation.get_target_instance()
    if not may_review(page, user):
        raise PermissionDenied
    submitter = page.current_workflow_state.requested_by
    with transaction.atomic():
        if not approves and submitter:
            _give_back(translation, submitter)
        action = "approve" if approves else "reject"
        page.current_workflow_task.on_action(page.current_workflow_task_state, user, action, comment=comment)


def _give_back(translation: Translation, submitter: Any) -> None:
    """What is to be changed waits for whoever submitted it, unless it is somebody's already."""
    row, _created = Assignment.objects.get_or_create(
        translation_key=translation.source.object_id, locale_id=translation.target_locale_id
    )
    if row.assignee_id is None:
        row.assignee = submitter
        row.save(update_fields=["assignee"])


def last_comment(page: Page) -> str:
    """What the reviewer wrote when asking for changes; "" when the page does not wait for any."""
    state = page.current_workflow_state
    if state is None or state.status != WorkflowState.STATUS_NEEDS_CHANGES:
        return ""
    return state.current_task_state.comment if state.current_task_state else ""


def publish_approved(workflow_state: WorkflowState, user: Any = None) -> None:
    """Publish what a workflow has approved; see ``translation.workflow_end``.

    Of a translation, what the reviewers corrected in the meantime is published too. What anybody else wrote
    in the meantime is not: then, and when its source has changed since and is not translated again, the
    approved text is published as it was submitted, and the translation stays on the desk.
    """
    page = workflow_state.content_object
    translation = translation_of(page) if isinstance(page, Page) else None
    if translation is None:
        publish_workflow_state(workflow_state, user=user)
        return
    revision = workflow_state.current_task_state.revision
    try:
        if _only_reviewers_wrote_since(revision, translation, workflow_state) and not blocking_problems(
            translation
        ):
            with marking_what_is_invalid(translation):
                revision = render(translation, user)
    except NotReady:
        pass
    # Approving is the right to publish, whatever else the person may do.
    revision.publish(user=user, skip_permission_checks=True)


def _only_reviewers_wrote_since(
    revision: Revision, translation: Translation, workflow_state: WorkflowState
) -> bool:
    """Whether whatever was written after a revision was made was written by people who approve in its
    workflow, in whichever step.
    """
    writers = {
        writer
        for model in (StringTranslation, SegmentOverride)
        for writer in model.objects.filter(
            locale=translation.target_locale,
            context__object=translation.source.object_id,
            updated_at__gt=revision.created_at,
        ).values_list("last_translated_by", flat=True)
    }
    page = workflow_state.content_object
    tasks = [task.specific for task in workflow_state.workflow.tasks]
    people = get_user_model().objects.in_bulk(writers - {None})
    return all(
        writer in people and any(task.get_actions(page, people[writer]) for task in tasks)
        for writer in writers
    )


def waiting_for(user: Any) -> set[int]:
    """Ids of the pages that wait for this person's approval."""
    states = TaskState.objects.reviewable_by(user).filter(
        workflow_state__base_content_type__app_label="wagtailcore",
        workflow_state__base_content_type__model="page",
    )
    return {int(pk) for pk in states.values_list("workflow_state__object_id", flat=True)}
