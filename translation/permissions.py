"""Translators and reviewers: one group of each a language, with rights in that language's tree only."""

from collections.abc import Sequence

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.models import (
    GroupApprovalTask,
    GroupPagePermission,
    Locale,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from portal.grants import (
    CHANGE_PAGES,
    CHOOSE_MEDIA,
    collection_named,
    grant,
    grant_collection,
    grant_pages,
    root_collection,
)

CHANGE_ONLY = ("wagtailcore.change_page",)
MEDIA_COLLECTION = "Translations"


def language_name(locale: Locale) -> str:
    """The language's own name."""
    return dict(settings.LANGUAGES).get(locale.language_code, locale.language_code)


def front_pages(locale: Locale) -> list[Page]:
    """Where the language's tree begins; empty while it has none."""
    return list(Page.objects.filter(depth=2, locale=locale))


def ensure_translator_group(locale: Locale) -> Group:
    """The group that may translate in a language: every page of its tree, no page of another.

    It may publish too, unless the language has reviewers.

    Arguments:
        locale: the language.

    Returns:
        The group with the rights it needs; rights given by hand stay.
    """
    return _ensure_group(_translators(locale), locale, translator_rights(locale))


def translator_rights(locale: Locale) -> Sequence[str]:
    """What translators may do with the pages of a language: publish them only where nobody reviews them."""
    reviewed = Group.objects.filter(name=_reviewers(locale)).exists()
    return CHANGE_ONLY if reviewed else CHANGE_PAGES


def translator_group(locale: Locale) -> Group | None:
    """The group that translates into a language, None while there is none."""
    return Group.objects.filter(name=_translators(locale)).first()


def reviewer_group(locale: Locale) -> Group | None:
    """The group that reviews what is translated into a language, None where nobody does."""
    return Group.objects.filter(name=_reviewers(locale)).first()


def unreviewed(locale: Locale) -> list[Page]:
    """Where a language's tree begins, as far as no workflow runs there."""
    return [page for page in front_pages(locale) if not WorkflowPage.objects.filter(page=page).exists()]


@transaction.atomic
def ensure_reviewer_group(locale: Locale) -> Group:
    """The group that approves what was translated into a language; made for languages that want it.

    With it comes a workflow for the language's tree, and from then on translators submit instead of
    publishing: their right to publish is taken away once, when the group is made.

    Arguments and result as of ``ensure_translator_group``.
    """
    is_new = not Group.objects.filter(name=_reviewers(locale)).exists()
    group = _ensure_group(_reviewers(locale), locale, CHANGE_PAGES)
    if is_new:
        GroupPagePermission.objects.filter(
            group__name=_translators(locale),
            page__in=front_pages(locale),
            permission__codename="publish_page",
        ).delete()
    _ensure_workflow(group, locale)
    return group


def _ensure_workflow(group: Group, locale: Locale) -> None:
    """The workflow of a language's tree; one that was chosen by hand stays."""
    pages = unreviewed(locale)
    if not pages:
        return
    name = f"Review: {language_name(locale)}"
    workflow, created = Workflow.objects.get_or_create(name=name)
    if created:
        task = GroupApprovalTask.objects.create(name=name)
        task.groups.add(group)
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    for page in pages:
        WorkflowPage.objects.create(workflow=workflow, page=page)


def _translators(locale: Locale) -> str:
    return f"Translators: {language_name(locale)}"


def _reviewers(locale: Locale) -> str:
    return f"Reviewers: {language_name(locale)}"


def _ensure_group(name: str, locale: Locale, rights: Sequence[str]) -> Group:
    group, _created = Group.objects.get_or_create(name=name)
    grant(group, "wagtailadmin.access_admin")
    grant_pages(group, front_pages(locale), rights)
    grant_collection(group, root_collection(), CHOOSE_MEDIA)
    grant_collection(group, collection_named(MEDIA_COLLECTION), ["wagtailimages.add_image"])
    return group
