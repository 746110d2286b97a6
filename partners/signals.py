"""Rights follow the pages that name a partner, in the transaction that changes them."""

from collections.abc import Collection
from typing import Any

from django.contrib.auth.models import Group
from django.db.models.signals import post_delete, post_save
from django.utils.translation import gettext as _
from wagtail.models import Page, WorkflowPage

from partners.approval import follow_counterparts
from partners.models import Partner
from partners.permissions import (
    LEAD_GROUP,
    LEAD_PAGES,
    ensure_partner_group,
    ensure_permissions,
    follow_approval,
    follow_partner,
    owned_page_types,
)
from portal.grants import grant_pages
from portal.signals import language_added


def connect() -> None:
    """Listen to the page types that name a partner, to partners and to new front pages."""
    for model in owned_page_types():
        post_save.connect(page_saved, sender=model, dispatch_uid=f"partners.page_saved.{model.__name__}")
    post_save.connect(partner_saved, sender=Partner, dispatch_uid="partners.partner_saved")
    for signal in (post_save, post_delete):
        signal.connect(workflow_assigned, sender=WorkflowPage, dispatch_uid="partners.workflow_assigned")
    post_save.connect(front_page_saved, dispatch_uid="partners.front_page_saved")
    language_added.connect(language_was_added, dispatch_uid="partners.language_was_added")


def page_saved(
    instance: Page,
    created: bool,
    raw: bool = False,
    update_fields: Collection[str] | None = None,
    **kwargs: Any,
) -> None:
    """A page was saved: its partner may have changed. Saving a draft does not change the partner yet."""
    if created and not raw:
        follow_counterparts(instance.translation_key)
    if not raw and (update_fields is None or "partner" in update_fields):
        follow_partner(instance)


def partner_saved(instance: Partner, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """A partner was saved: it may be new or have another group."""
    if raw or not instance.group_id:
        return
    if created:
        ensure_partner_group(instance.code, instance.name)
    ensure_permissions()


def workflow_assigned(
    instance: WorkflowPage, created: bool | None = None, raw: bool = False, **kwargs: Any
) -> None:
    """A page got another workflow, or none: its partner's right to publish there may come or go.

    What is taken from one language stays in the others.
    """
    page = Page.objects.filter(pk=instance.page_id).first()
    if page is None or raw:
        return
    is_taken = created is None
    if not is_taken:
        follow_counterparts(page.translation_key)
    follow_approval(page)


def front_page_saved(instance: Any, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """A language got its front page: the lead editors get their rights on it."""
    if created and not raw and isinstance(instance, Page) and instance.depth == 2:
        group = Group.objects.filter(name=LEAD_GROUP).first()
        if group:
            grant_pages(group, [instance], LEAD_PAGES)


def language_was_added(**kwargs: Any) -> list[str]:
    """A language was added: every partner gets its rights in the new tree."""
    ensure_permissions()
    return [_("Partners and lead editors have their rights in every tree.")]
