"""Translators and reviewers: one group of each a language, with rights in that language's tree only."""

from django.conf import settings
from django.contrib.auth.models import Group
from wagtail.models import Locale, Page

from portal.grants import (
    CHANGE_PAGES,
    CHOOSE_MEDIA,
    collection_named,
    grant,
    grant_collection,
    grant_pages,
    root_collection,
)

MEDIA_COLLECTION = "Translations"


def language_name(locale: Locale) -> str:
    """The language's own name."""
    return dict(settings.LANGUAGES).get(locale.language_code, locale.language_code)


def front_pages(locale: Locale) -> list[Page]:
    """Where the language's tree begins; empty while it has none."""
    return list(Page.objects.filter(depth=2, locale=locale))


def ensure_translator_group(locale: Locale) -> Group:
    """The group that may translate and publish in a language: every page of its tree, no page of another.

    Arguments:
        locale: the language.

    Returns:
        The group with the rights it needs; rights given by hand stay.
    """
    return _ensure_group(f"Translators: {language_name(locale)}", locale)


def ensure_reviewer_group(locale: Locale) -> Group:
    """The group that reads and approves what was translated into a language; made for languages that want it.

    Arguments and result as of ``ensure_translator_group``.
    """
    return _ensure_group(f"Reviewers: {language_name(locale)}", locale)


def _ensure_group(name: str, locale: Locale) -> Group:
    group, _created = Group.objects.get_or_create(name=name)
    grant(group, "wagtailadmin.access_admin")
    grant_pages(group, front_pages(locale), CHANGE_PAGES)
    grant_collection(group, root_collection(), CHOOSE_MEDIA)
    grant_collection(group, collection_named(MEDIA_COLLECTION), ["wagtailimages.add_image"])
    return group
