"""Profiles that may be of the same organisation as one that is being written or imported."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clusters.importing.stored import Countries, source_pages
from clusters.likeness import Identity, Likeness, Profiles, Reason
from clusters.models import ClusterPage
from portal.own_part import in_own_part, own_paths
from portal.privacy import is_closed
from vocabularies.registry import get_vocabulary

LABELS = {
    Reason.NAME: _("similar name"),
    Reason.NATIVE_NAME: _("similar name in its own language"),
    Reason.DOMAIN: _("same web domain"),
    Reason.PLACE: _("same place"),
}
_FIELDS = (
    "translation_key",
    "path",
    "title",
    "draft_title",
    "native_name",
    "website",
    "city",
    "latitude",
    "longitude",
)


@dataclass(frozen=True)
class Candidate:
    """A profile that may be of the same organisation.

    Arguments:
        title: its name.
        place: town and country.
        url: where whoever asks can see it: its editor, or the public page.
        is_draft: whether the public does not see it.
        reasons: what both have in common, in words.
    """

    title: str
    place: str
    url: str
    is_draft: bool
    reasons: list[Any]


@dataclass(frozen=True)
class Asked:
    """A profile to find others of the same organisation for.

    Arguments:
        identity: as it is being written.
        key: translation key of its page, if it has one; that page is no duplicate.
    """

    identity: Identity
    key: Hashable = None


def identity_of(page: ClusterPage, country: str) -> Identity:
    """What tells the organisation of a page from others. No query.

    Arguments:
        page: stored, or as it is being edited.
        country: ISO code.
    """
    return _identity(vars(page), country)


def duplicates(
    request: HttpRequest, asked: Mapping[Any, Asked], countries: Countries | None = None
) -> dict[Any, list[Candidate]]:
    """Candidates for each profile: public ones of everybody, drafts of one's own part alone.

    Six queries at most, whatever the number of profiles asked for and of those there are.

    Arguments:
        request: of whoever asks.
        asked: profiles by any key.
        countries: all country pages, where they are known already.
    """
    if not any(each.identity.names or each.identity.domain for each in asked.values()):
        return {}
    countries = countries or Countries()
    rows = source_pages().filter(_visible_to(request.user)).values(*_FIELDS)
    profiles = Profiles(
        {row["translation_key"]: _identity(row, countries.code_above(row["path"])) for row in rows}
    )
    found = {key: profiles.like(each.identity, [each.key]) for key, each in asked.items()}
    keys = {key for some in found.values() for key, _how in some}
    shown = _Shown(request, source_pages().filter(translation_key__in=keys) if keys else (), countries)
    return {key: [shown.candidate(each, how) for each, how in some] for key, some in found.items() if some}


def _identity(values: Mapping[str, Any], country: str) -> Identity:
    draft_title = values["draft_title"] or ""
    position = (values["latitude"], values["longitude"])
    return Identity(
        name=values["title"],
        native_name=values["native_name"],
        other_names=(draft_title,) if draft_title != values["title"] else (),
        website=values["website"],
        city=values["city"],
        country=country,
        position=None if None in position else position,
    )


def _visible_to(user: Any) -> Q:
    public = Q(live=True) & ~is_closed()
    return public | in_own_part(user)


class _Shown:
    """Pages as whoever asks can see them.

    Arguments:
        request: of whoever asks.
        pages: the pages.
        countries: all country pages.
    """

    def __init__(self, request: HttpRequest, pages: Iterable[ClusterPage], countries: Countries) -> None:
        self._pages = {page.translation_key: page for page in pages}
        self._request = request
        self._own = own_paths(request.user)
        self._countries = countries

    def candidate(self, key: Hashable, how: Likeness) -> Candidate:
        page: ClusterPage = self._pages[key]
        code = self._countries.code_above(page.path)
        country = get_vocabulary("country").label(code) if code else ""
        if any(page.path.startswith(path) for path in self._own):
            url = reverse("wagtailadmin_pages:edit", args=[page.pk])
        else:
            url = page.get_url(self._request) or ""
        return Candidate(
            page.get_admin_display_title(),
            ", ".join(filter(None, (page.city, country))),
            url,
            not page.live,
            [LABELS[reason] for reason in how.reasons],
        )
