"""A partner comes with all it needs; a partner goes and nothing it did is lost. Each in one transaction."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import GroupCollectionPermission, Locale, Page

from partners.approval import require_approval
from partners.models import Partner, PartnerPage
from partners.permissions import ensure_lead_group, ensure_partner_group, owned_page_types
from portal.paths import is_reserved
from translation.facts import refresh_submission
from translation.titles import publish_titles

CODE_LENGTH = Partner._meta.get_field("code").max_length or 0
NAME_LENGTH = Partner._meta.get_field("name").max_length or 0


@dataclass
class Arrival:
    """What was made for a partner.

    Arguments:
        partner: the partner with its group.
        sections: its pages in the language they were made in; none while nothing is there to hold them.
        languages: codes of the languages in which they exist.
    """

    partner: Partner
    sections: list[Page] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)


@dataclass
class Departure:
    """What was handed over.

    Arguments:
        pages: how many pages name the other partner now, in all languages.
        accounts: names of the accounts that were closed.
        still_public: its own page among the partners, which stays public, in its first language; and those
            of partners that it had taken over.
    """

    pages: int
    accounts: list[str]
    still_public: list[Page] = field(default_factory=list)


@transaction.atomic
def onboard(code: str, name: str, *, approval: bool = False, user: Any = None) -> Arrival:
    """Give a new partner its group, its collection, its sections in every language and its rights.

    Arguments:
        code: short name, e.g. "acc"; also the sections' slug.
        name: full name; also the sections' title.
        approval: whether the lead editors approve what it writes in its sections.
        user: who does it, for the history.

    Raises:
        ValidationError with all that is wrong, by argument; nothing is made then.
    """
    code, name = code.strip().lower(), name.strip()
    problems = problems_with(code, name)
    if problems:
        raise ValidationError(problems)
    lead = ensure_lead_group()
    arrival = Arrival(ensure_partner_group(code, name))
    for model, index in _indexes().items():
        if index is not None:
            arrival.sections.append(_make_section(model, index, arrival.partner, user))
    first = Locale.get_default()
    locales = Locale.objects.filter(pk__in=Page.objects.filter(depth=2).values("locale")).exclude(pk=first.pk)
    for section in arrival.sections:
        # Its only text is the partner's name, the same everywhere.
        publish_titles(section, dict.fromkeys(locales, section.title), user)
        if approval and section.specific_class.subpage_types:
            require_approval(section, lead)
    arrival.languages = [each.language_code for each in (first, *locales)]
    log(instance=arrival.partner, action="wagtail.create", user=user)
    return arrival


@transaction.atomic
def offboard(partner: Partner, successor: Partner, *, user: Any = None) -> Departure:
    """Hand everything a partner looks after over to another one, and close its accounts.

    Pages keep their history, and accounts their names in it: they are closed, not deleted. Somebody who works
    for another partner or as a translator too only leaves this group. What needs approval still does.

    Arguments:
        partner: who goes.
        successor: who takes over.
        user: who does it, for the history; never closed.

    Raises:
        ValidationError when the two are the same.
    """
    if partner.pk == successor.pk:
        raise ValidationError({"successor": _("A partner cannot take over from itself. Choose another one.")})
    pages = _hand_over(partner, successor)
    _share_files(partner, successor)
    partner.group.permissions.clear()
    closed = _close_accounts(partner.group, user)
    log(
        instance=partner,
        action="wagtail.edit",
        user=user,
        data={"successor": successor.code, "pages": len(pages), "accounts": closed},
    )
    still_public: dict[UUID, Page] = {}
    for page in sorted(pages, key=lambda page: page.pk):
        if isinstance(page, PartnerPage) and page.live:
            still_public.setdefault(page.translation_key, page)
    return Departure(len(pages), closed, list(still_public.values()))


def section_types() -> list[type[Page]]:
    """The page types of which every partner has one from the beginning."""
    return [model for model in owned_page_types() if getattr(model, "every_partner_has_one", False)]


def _indexes() -> dict[type[Page], Page | None]:
    """The page below which each type's sections live, in the portal's first language."""
    found = {}
    for model in section_types():
        (above,) = model.clean_parent_page_models()
        found[model] = above._default_manager.filter(locale=Locale.get_default()).first()
    return found


def problems_with(code: str, name: str) -> dict[str, Any]:
    """What speaks against a new partner, by argument; empty when nothing does."""
    indexes = _indexes()
    problems: dict[str, Any] = {}
    if not code or len(code) > CODE_LENGTH:
        problems["code"] = _("Give a short name of 1 to %(count)d characters.") % {"count": CODE_LENGTH}
    else:
        try:
            validate_slug(code)
        except ValidationError:
            problems["code"] = _("“%(code)s” may have letters, digits, hyphens and underscores only.") % {
                "code": code
            }
    if not name or len(name) > NAME_LENGTH:
        problems["name"] = _("Give the full name, up to %(count)d characters.") % {"count": NAME_LENGTH}
    elif Group.objects.filter(name=f"Editors: {name}").exists() or Partner.objects.filter(name=name).exists():
        problems["name"] = _("There is already a partner of this name.")
    if "code" not in problems and Partner.objects.filter(code=code).exists():
        problems["code"] = _("There is already a partner with the code “%(code)s”.") % {"code": code}
    if "code" not in problems:
        # Its sections come into every language.
        taken = [
            str(index)
            for first in indexes.values()
            if first is not None
            for index in first.get_translations(inclusive=True)
            if index.get_children().filter(slug=code).exists()
        ]
        reserved = [str(index) for index in indexes.values() if index and is_reserved(index, code)]
        if taken:
            problems["code"] = _("There is already a page “%(code)s” below: %(pages)s.") % {
                "code": code,
                "pages": ", ".join(taken),
            }
        elif reserved:
            problems["code"] = _("The portal itself uses the address “%(code)s” below: %(pages)s.") % {
                "code": code,
                "pages": ", ".join(reserved),
            }
    return problems


def _make_section(model: type[Page], index: Page, partner: Partner, user: Any) -> Page:
    section = model(title=partner.name, slug=partner.code, partner=partner, locale=index.locale, owner=user)
    section.live = False
    index.add_child(instance=section)
    section.save_revision(user=user).publish(user=user)
    section.refresh_from_db()
    return section


def _hand_over(partner: Partner, successor: Partner) -> list[Page]:
    """Make every page and every draft name the other partner."""
    handed = []
    for model in owned_page_types():
        for page in model._default_manager.filter(partner=partner):
            page.partner = successor
            page.save(update_fields=["partner"])
            # Or the next language that is started would get its page with the old partner.
            refresh_submission(page)
            handed.append(page)
        drafts = model._default_manager.filter(latest_revision__content__partner=partner.pk)
        for page in drafts.select_related("latest_revision"):
            revision = page.latest_revision
            revision.content["partner"] = successor.pk
            revision.save(update_fields=["content"])
    return handed


def _share_files(partner: Partner, successor: Partner) -> None:
    """Let the successor's group use the collection, with all that is in it."""
    for row in GroupCollectionPermission.objects.filter(group=partner.group):
        GroupCollectionPermission.objects.get_or_create(
            group=successor.group, collection_id=row.collection_id, permission_id=row.permission_id
        )
        row.delete()


def _close_accounts(group: Group, user: Any) -> list[str]:
    closed = []
    for member in get_user_model().objects.filter(groups=group).order_by("pk"):
        member.groups.remove(group)
        if member.groups.exists() or member.is_superuser or member == user:
            continue
        member.is_active = False
        member.save(update_fields=["is_active"])
        log(instance=member, action="wagtail.edit", user=user)
        closed.append(member.get_username())
    return closed
