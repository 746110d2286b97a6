"""The trees of the six languages, the pages that hold others, and the people who work on them."""

import secrets
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.text import slugify
from wagtail.models import Locale, Page, Site
from wagtail.users.models import UserProfile
from wagtail_localize.models import TranslationSource

from clusters.models import ClusterIndexPage, CountryPage
from demo.bodies import body_in
from demo.publishing import publish, translate
from demo.texts import in_language, read
from home.models import HomePage, StandardPage
from partners.models import Partner, PartnerPage, PartnersIndexPage
from partners.permissions import ensure_lead_group, ensure_partner_group, ensure_permissions
from translation.models import DigestSetting
from translation.permissions import ensure_reviewer_group, ensure_translator_group
from vocabularies.registry import get_vocabulary

LANGUAGES = [code for code, _name in settings.LANGUAGES]
# What Wagtail sends mails about unless somebody turns it off.
NOTIFICATIONS = (
    "submitted_notifications",
    "approved_notifications",
    "rejected_notifications",
    "updated_comments_notifications",
)


def load_languages() -> None:
    """One locale a language of the portal."""
    for code in LANGUAGES:
        Locale.objects.get_or_create(language_code=code)


@transaction.atomic
def load_home() -> HomePage:
    """The front pages, the default language's as the site's root: all or nothing."""
    data = read("front_page")["page"]
    root = Page.get_first_root_node()
    site = Site.objects.filter(is_default_site=True).first()
    address = urlsplit(settings.SITE_URL)
    home = HomePage.objects.filter(locale__language_code=settings.LANGUAGE_CODE).first()
    if home is None:
        welcome = site.root_page if site else None
        if welcome is not None and not isinstance(welcome.specific, HomePage):
            # Wagtail's own first page has the slug that ours needs.
            welcome.slug = "welcome-to-wagtail"
            welcome.save()
        home = root.add_child(instance=_front_page({**data, "body": []}, settings.LANGUAGE_CODE))
        home.save_revision().publish()
        port = address.port or (443 if address.scheme == "https" else 80)
        Site.objects.update_or_create(
            is_default_site=True,
            defaults={
                "hostname": address.hostname,
                "port": port,
                "root_page": home,
                "site_name": settings.WAGTAIL_SITE_NAME,
            },
        )
        if welcome is not None and not isinstance(welcome.specific, HomePage):
            welcome.delete()
    publish(
        lambda language: _front_page({**data, "body": []}, language),
        root,
        home.locale.language_code,
        LANGUAGES,
    )
    return HomePage.objects.get(pk=home.pk)


@transaction.atomic
def finish_home() -> None:
    """Give the front pages their body, all or none: its links lead to pages that exist only now."""
    data = read("front_page")["page"]
    home = HomePage.objects.get(locale__language_code=settings.LANGUAGE_CODE)
    if not home.body:
        home.body = _front_page(data, settings.LANGUAGE_CODE).body
        home.save_revision().publish()
        origin, _created = TranslationSource.update_or_create_from_instance(home)
        for locale in Locale.objects.filter(language_code__in=LANGUAGES).exclude(pk=home.locale_id):
            translate(origin, _front_page(data, locale.language_code), locale)


def _front_page(data: dict[str, Any], language: str) -> HomePage:
    return HomePage(
        title=in_language(data["title"], language),
        slug="home",
        headline=in_language(data["headline"], language),
        lead=in_language(data["lead"], language),
        body=body_in(data["body"], language, "home"),
    )


def load_partners() -> None:
    """The partners with their groups, and the pages that hold other pages."""
    for row in read("partners")["partner"]:
        ensure_partner_group(row["code"], row["name"])
    home = HomePage.objects.get(locale__language_code=settings.LANGUAGE_CODE)
    for row in read("structure")["page"]:
        model = apps.get_model(row["type"])
        publish(partial(_index, model, row), home, settings.LANGUAGE_CODE, LANGUAGES)
    _load_countries()


def _load_countries() -> None:
    index = ClusterIndexPage.objects.get(locale__language_code=settings.LANGUAGE_CODE)
    for partner_code, countries in read("structure")["countries"].items():
        partner = Partner.objects.get(code=partner_code)
        for code in countries:
            build = partial(_country, code, partner)
            publish(build, index, settings.LANGUAGE_CODE, LANGUAGES)


def _index(model: type[Page], row: dict[str, Any], language: str) -> Page:
    return model(
        title=row["title"][language], slug=row["slug"], summary=row["summary"][language], show_in_menus=True
    )


def _country(code: str, partner: Partner, language: str) -> CountryPage:
    names = get_vocabulary("country")
    return CountryPage(
        title=names.label(code, language),
        slug=slugify(names.label(code, "en")),
        country=[code],
        partner=partner,
    )


def load_pages() -> None:
    """Partner pages and standard pages."""
    index = PartnersIndexPage.objects.get(locale__language_code=settings.LANGUAGE_CODE)
    for row in read("partners")["partner"]:
        partner = Partner.objects.get(code=row["code"])

        def build_partner(
            language: str, row: dict[str, Any] = row, partner: Partner = partner
        ) -> PartnerPage:
            return PartnerPage(
                title=row["name"],
                slug=row["slug"],
                partner=partner,
                country=[row["country"]],
                website=row.get("website", ""),
                summary=in_language(row["summary"], language),
                body=body_in(row.get("body", []), language, row["slug"]),
            )

        publish(build_partner, index, row["source"], row["languages_published"])
    home = HomePage.objects.get(locale__language_code=settings.LANGUAGE_CODE)
    for row in read("standard_pages")["page"]:

        def build_page(language: str, row: dict[str, Any] = row) -> StandardPage:
            return StandardPage(
                title=in_language(row["title"], language),
                slug=row["slug"],
                summary=in_language(row["summary"], language),
                body=body_in(row.get("body", []), language, row["slug"]),
            )

        publish(build_page, home, row["source"], row["languages_published"])


def load_accounts(password: str) -> str:
    """The demo accounts, each in its group.

    Arguments:
        password: password of every demo account; "" to keep those that exist and give new ones a random one.

    Returns:
        The random password, when one was made and has to be told; else "".
    """
    groups: dict[str, list[Group]] = {
        "lead": [ensure_lead_group(), Group.objects.get(name="Moderators")],
        "editor-spi": [Partner.objects.get(code="spi").group],
        "editor-inno": [Partner.objects.get(code="inno").group],
        "editor-sez": [Partner.objects.get(code="sez").group],
        "translator-de": [ensure_translator_group(Locale.objects.get(language_code="de"))],
        "translator-fr": [ensure_translator_group(Locale.objects.get(language_code="fr"))],
        "translator-pt": [ensure_translator_group(Locale.objects.get(language_code="pt"))],
        "reviewer-fr": [ensure_reviewer_group(Locale.objects.get(language_code="fr"))],
        "organiser": [Partner.objects.get(code="spi").group],
    }
    for locale in Locale.objects.all():
        ensure_translator_group(locale)
    ensure_permissions()
    users = get_user_model().objects
    new = [name for name in ["admin", *groups] if not users.filter(username=name).exists()]
    told = "" if password or not new else secrets.token_urlsafe(9)
    for name in ["admin", *groups]:
        user, created = users.get_or_create(
            username=name,
            defaults={
                "email": f"{name}@portal.example",
                "first_name": name.capitalize(),
                "is_superuser": name == "admin",
                "is_staff": name == "admin",
            },
        )
        if created or password:
            user.set_password(password or told)
            user.save()
        if created:
            user.groups.set(groups.get(name, []))
            # Nobody reads mail at these addresses.
            UserProfile.objects.update_or_create(user=user, defaults=dict.fromkeys(NOTIFICATIONS, False))
            DigestSetting.objects.update_or_create(user=user, defaults={"wanted": False})
    return told
