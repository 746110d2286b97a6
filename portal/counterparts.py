"""A page and its counterparts in the other languages: where they are, and which one a visitor gets."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import BooleanField, ExpressionWrapper, F, OuterRef, Q, Subquery
from django.http import HttpRequest
from wagtail.models import Page, Site
from wagtail.query import PageQuerySet
from wagtail_localize.models import Translation, TranslationSource

from portal.paths import language_less_path
from portal.privacy import is_closed
from portal.served import get_served


@dataclass(frozen=True)
class Version:
    """A public page in one language, as far as finding and linking it goes.

    Arguments:
        pk: id of the page.
        key: what all counterparts share.
        language: code of the language it is written in.
        source_language: code of the language its content was written in first, None while it was never
            submitted for translation.
        path: without language, e.g. ``clusters/germany/``.
        title: as published.
        position: place in the tree; sorts like the tree.
        content_type_id: of the page's own type.
        show_in_menus: the editor's choice.
        is_section: whether it stands directly below a front page.
        is_private: whether only some may read it.
        untranslated: what it shows in the source's language all the same: plain texts by content path.
    """

    pk: int
    key: UUID
    language: str
    source_language: str | None
    path: str
    title: str
    position: str
    content_type_id: int
    show_in_menus: bool
    is_section: bool
    is_private: bool
    untranslated: Mapping[str, list[str]] = field(default_factory=dict, hash=False)

    @property
    def title_language(self) -> str:
        """Code of the language that the title is in."""
        return language_of(self, "title")


def written_first_in() -> Subquery:
    """For querysets of pages: code of the language the content was submitted for translation in first."""
    submissions = TranslationSource.objects.filter(object_id=OuterRef("translation_key")).order_by("pk")
    return Subquery(submissions.values("locale__language_code")[:1])


def published_untranslated() -> Subquery:
    """For querysets of pages: what a translation was published with in the language of its source.

    Plain texts by content path; None for a page that is no translation.
    """
    translations = Translation.objects.filter(
        source__object_id=OuterRef("translation_key"), target_locale=OuterRef("locale"), enabled=True
    ).order_by("source_id")
    return Subquery(translations.values("baseline__untranslated")[:1])


def with_languages(pages: PageQuerySet) -> PageQuerySet:
    """The pages with what ``language_of`` asks for. No query more."""
    return pages.annotate(
        language=F("locale__language_code"),
        source_language=written_first_in(),
        untranslated=published_untranslated(),
    )


def language_of(page: Any, name: str) -> str:
    """Code of the language that a text of a page is in: the source's when it was published untranslated.

    Arguments:
        page: one of those ``with_languages``.
        name: of the field.
    """
    return (page.source_language if name in (page.untranslated or ()) else None) or page.language


def versions(pages: PageQuerySet) -> list[Version]:
    """The public ones of these pages, in one query. No aliases: they only repeat the page they stand for."""
    rows = (
        with_languages(pages.live().filter(alias_of=None, depth__gt=1))
        .annotate(
            is_section=ExpressionWrapper(Q(depth=3), output_field=BooleanField()), is_private=is_closed()
        )
        .order_by("path")
        .values(
            "pk",
            "title",
            "content_type_id",
            "show_in_menus",
            "language",
            "source_language",
            "is_section",
            "is_private",
            "untranslated",
            key=F("translation_key"),
            stored_path=F("url_path"),
            position=F("path"),
        )
    )
    return [
        Version(path=_without_root(row.pop("stored_path")), untranslated=row.pop("untranslated") or {}, **row)
        for row in rows
    ]


def around(request: HttpRequest) -> list[Version]:
    """What the frame of a page links to: the sections of the portal, the page's counterparts and the pages
    above it, in every language. One query a request.
    """
    served = get_served(request)
    stored = getattr(request, "_portal_around", None)
    if stored is None or stored[0] is not served:
        wanted = Q(depth=3)
        if served:
            wanted |= Q(translation_key=served.page.translation_key)
            wanted |= Q(url_path__in=_stored_paths(paths_above(served.page)))
        stored = (served, versions(Page.objects.filter(wanted)))
        request._portal_around = stored  # type: ignore[attr-defined]
    return stored[1]


def paths_above(page: Page) -> list[str]:
    """Paths (without language) of the pages above a page, from the front page down."""
    parts = language_less_path(page).split("/")[:-1]
    return ["/".join([*parts[:n], ""]) if n else "" for n in range(len(parts))]


def best(candidates: Iterable[Version], language: str) -> Version | None:
    """The version that a visitor gets: in their language; else the one written first; else the default
    language's; else the first in the order of the portal's languages.

    Arguments:
        candidates: versions of the same content.
        language: code of the visitor's language.
    """
    order = {code: n for n, (code, _name) in enumerate(settings.LANGUAGES, start=2)}

    def rank(version: Version) -> int:
        if version.language == language:
            return 0
        if version.language == version.source_language:
            return 1
        return order.get(version.language, len(order) + 2)

    return min(candidates, key=rank, default=None)


def shown(candidates: Iterable[Version], language: str) -> list[Version]:
    """Each content once, in the version that a visitor gets, in the order of the default language's tree: the
    same in every language.

    Arguments:
        candidates: versions of several contents.
        language: code of the visitor's language.
    """
    ordered = sorted(
        by_content(candidates).values(),
        key=lambda group: min((each.language != settings.LANGUAGE_CODE, each.position) for each in group),
    )
    return [version for group in ordered if (version := best(group, language)) is not None]


def pages_shown(pages: PageQuerySet, language: str) -> list[Any]:
    """The public ones of these pages that everybody may read, chosen likewise, with their languages.

    Two queries.
    """
    chosen = shown((each for each in versions(pages) if not each.is_private), language)
    found = with_languages(pages).in_bulk([each.pk for each in chosen])
    return [found[each.pk] for each in chosen]


def below(page: Page) -> Q:
    """The pages directly below a page or one of its counterparts; their paths take one query."""
    found = Q(pk__in=[])
    for each in Page.objects.filter(translation_key=page.translation_key).only("path", "depth"):
        found |= Q(path__startswith=each.path, depth=each.depth + 1)
    return found


def by_path(candidates: Iterable[Version]) -> dict[str, list[Version]]:
    """The versions grouped by their path without language."""
    groups: dict[str, list[Version]] = {}
    for version in candidates:
        groups.setdefault(version.path, []).append(version)
    return groups


def by_content(candidates: Iterable[Version]) -> dict[UUID, list[Version]]:
    """The versions grouped by what they are versions of."""
    groups: dict[UUID, list[Version]] = {}
    for version in candidates:
        groups.setdefault(version.key, []).append(version)
    return groups


def tree_roots() -> Mapping[str, str]:
    """Where the tree of each language begins: stored path of its front page by language code.

    Wagtail keeps them in the cache; there is one site.
    """
    roots: dict[str, str] = {}
    for root in Site.get_site_root_paths():
        roots.setdefault(root.language_code, root.root_path)
    return roots


def at_paths(paths: Iterable[str]) -> PageQuerySet:
    """Pages at these paths (without language) in every language's tree."""
    return Page.objects.filter(url_path__in=_stored_paths(paths))


def _stored_paths(paths: Iterable[str]) -> list[str]:
    paths = list(paths)
    return [root + path for root in tree_roots().values() for path in paths]


def _without_root(url_path: str) -> str:
    return url_path.lstrip("/").partition("/")[2]
