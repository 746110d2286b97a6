"""Partners and the lead editor: who may edit what.

A partner's rights follow from the pages that name it, in every language: they are made and taken by code, so
that nobody has to remember them when a country changes hands or a page is translated.
"""

from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from partners.approval import LEAD_GROUP, needing_approval
from partners.models import Partner, PartnerOwnedPage
from portal.grants import EDIT_MEDIA, EDIT_PAGES, grant, grant_collection, grant_pages, root_collection

PUBLISH = "wagtailcore.publish_page"
# Where the lead editors approve: everything but publishing.
SUBMIT_PAGES = tuple(name for name in EDIT_PAGES if name != PUBLISH)

LEAD_PAGES = (
    *EDIT_PAGES,
    "wagtailcore.bulk_delete_page",
    "wagtailcore.lock_page",
    "wagtailcore.unlock_page",
)


def owned_page_types() -> list[type[Page]]:
    """Every page type that names a partner."""
    return [model for model in apps.get_models() if issubclass(model, PartnerOwnedPage)]


@transaction.atomic
def ensure_partner_group(code: str, name: str) -> Partner:
    """A partner with its group and its own collection of images and documents; made when missing.

    Arguments:
        code: short name, e.g. "spi".
        name: full name.

    Returns:
        The partner; an existing one keeps its name.
    """
    partner = Partner.objects.select_related("group").filter(code=code).first()
    if partner is None:
        group, _created = Group.objects.get_or_create(name=f"Editors: {name}")
        partner = Partner.objects.create(code=code, name=name, group=group)
    grant(
        partner.group,
        "wagtailadmin.access_admin",
        "wagtail_localize.submit_translation",
        "search.view_searchedtext",
    )
    _ensure_collection(partner)
    return partner


@transaction.atomic
def ensure_lead_group() -> Group:
    """The group of the lead editors: all pages, all files, vocabularies, synonyms, partners and languages."""
    group, _created = Group.objects.get_or_create(name=LEAD_GROUP)
    grant(
        group,
        "wagtailadmin.access_admin",
        "wagtail_localize.submit_translation",
        "search.view_searchedtext",
        "translation.add_translationjob",
        "translation.view_translationjob",
        *(
            f"{model}.{action}_{name}"
            for model, name in [("vocabularies", "term"), ("partners", "partner"), ("search", "synonyms")]
            for action in ["add", "change", "delete", "view"]
        ),
    )
    grant_pages(group, Page.objects.filter(depth=2), LEAD_PAGES)
    grant_collection(group, root_collection(), EDIT_MEDIA)
    return group


@transaction.atomic
def ensure_permissions() -> None:
    """Make the rights of all partners and of the lead editors what they should be: missing ones are added,
    rights of partners on pages that do not name them are taken away.
    """
    ensure_lead_group()
    owned: dict[int, set[int]] = {}
    for model in owned_page_types():
        for page_id, partner_id in model._default_manager.exclude(partner=None).values_list("pk", "partner"):
            owned.setdefault(partner_id, set()).add(page_id)
    for partner in Partner.objects.select_related("group"):
        pages = owned.get(partner.pk, set())
        # Whoever has handed everything over keeps nothing.
        if pages:
            ensure_partner_group(partner.code, partner.name)
        GroupPagePermission.objects.filter(group=partner.group).exclude(page__in=pages).delete()
        _give(partner.group, list(Page.objects.filter(pk__in=pages)))


def follow_partner(page: Any) -> None:
    """Give the rights on a page to the partner it names, and take them from every other.

    Arguments:
        page: a PartnerOwnedPage as it is stored.
    """
    rows = GroupPagePermission.objects.filter(page=page.pk, group__partner__isnull=False)
    if page.partner_id is None:
        rows.delete()
        return
    rows.exclude(group__partner=page.partner_id).delete()
    # The first page of a partner, or the first one again.
    if not page.partner.group.permissions.exists():
        ensure_partner_group(page.partner.code, page.partner.name)
    _give(page.partner.group, [page])


def follow_approval(page: Page) -> None:
    """Give or take the right to publish in a section, in every language: its workflow changed.

    Arguments:
        page: the section, or a page above sections, in one language.
    """
    for model in owned_page_types():
        below = model._default_manager.filter(path__startswith=page.path)
        keys = list(below.values_list("translation_key", flat=True))
        for each in model._default_manager.filter(translation_key__in=keys):
            follow_partner(each)


def _give(group: Group, pages: list[Page]) -> None:
    """A partner's rights on its pages: to publish too, except where the lead editors approve."""
    approved = needing_approval({page.translation_key for page in pages})
    free = [page for page in pages if page.translation_key not in approved]
    grant_pages(group, free, EDIT_PAGES)
    waiting = [page for page in pages if page.translation_key in approved]
    grant_pages(group, waiting, SUBMIT_PAGES)
    GroupPagePermission.objects.filter(
        group=group, page__in=waiting, permission__codename="publish_page"
    ).delete()


def _ensure_collection(partner: Partner) -> Collection:
    """The partner's collection: the one its group may add images to, whatever it is called by now."""
    row = (
        GroupCollectionPermission.objects.filter(group=partner.group, permission__codename="add_image")
        .select_related("collection")
        .first()
    )
    collection = row.collection if row else root_collection().add_child(name=partner.name)
    grant_collection(partner.group, collection, EDIT_MEDIA)
    return collection
