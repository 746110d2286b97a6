"""Site maps: an index, and for every language its public pages, each with its counterparts."""

from collections import defaultdict
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Max
from django.http import Http404, HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import http_date
from django.views.decorators.cache import cache_control
from wagtail.models import Page
from wagtail.query import PageQuerySet

from portal.counterparts import written_first_in
from portal.paths import absolute_url, language_less_path, public_path
from portal.privacy import open_pages

# A file may have 50,000 addresses and 50 MB (sitemaps.org); with six counterparts each, this is some 10 MB.
MOST_ADDRESSES = 10_000
FRESH = 3600


@cache_control(public=True, max_age=FRESH)
def index(request: HttpRequest) -> TemplateResponse:
    """The site maps that there are: of each language one, or several parts."""
    rows = (
        _pages()
        .order_by()
        .values_list("locale__language_code")
        .annotate(number=Count("pk"), latest=Max("last_published_at"))
    )
    found = {language: (number, latest) for language, number, latest in rows}
    sitemaps = [
        {"location": absolute_url(_address(language, part)), "last_mod": found[language][1]}
        for language, _name in settings.LANGUAGES
        if language in found
        for part in range(1, -(-found[language][0] // MOST_ADDRESSES) + 1)
    ]
    return _answer(request, "sitemap_index.xml", {"sitemaps": sitemaps}, [row[1] for row in found.values()])


@cache_control(public=True, max_age=FRESH)
def of_language(request: HttpRequest, language: str, part: str = "1") -> TemplateResponse:
    """A part of the pages of a language, from 1. A handful of queries whatever their number.

    Raises Http404 for a part without pages.
    """
    first = (int(part) - 1) * MOST_ADDRESSES
    pages = _pages().filter(locale__language_code=language)
    shown = pages.annotate(source_language=written_first_in()).only(
        "url_path", "translation_key", "last_published_at"
    )[first : first + MOST_ADDRESSES]
    if not shown:
        raise Http404
    versions: dict[UUID, dict[str, str]] = defaultdict(dict)
    keys = pages.values("translation_key")[first : first + MOST_ADDRESSES]
    for version in (
        _pages()
        .filter(translation_key__in=keys)
        .select_related("locale")
        .only("url_path", "translation_key", "locale__language_code")
    ):
        code = version.locale.language_code
        versions[version.translation_key][code] = absolute_url(public_path(code, language_less_path(version)))
    urls = []
    for page in shown:
        links = versions[page.translation_key]
        alternates = [{"lang_code": code, "location": links[code]} for code in _codes() if code in links]
        # As ``portal.counterparts.best`` chooses for the default language.
        order = (settings.LANGUAGE_CODE, page.source_language, *_codes())
        default = next(links[code] for code in order if code in links)
        alternates.append({"lang_code": "x-default", "location": default})
        urls.append(
            {
                "location": links[language],
                "lastmod": page.last_published_at,
                "alternates": alternates if len(links) > 1 else [],
            }
        )
    return _answer(request, "sitemap.xml", {"urlset": urls}, [page.last_published_at for page in shown])


def _pages() -> PageQuerySet:
    """All real pages: no drafts, no private pages, no aliases."""
    return (
        open_pages(Page.objects.live())
        .filter(alias_of=None, depth__gt=1, locale__language_code__in=_codes())
        .exclude(expired=True)
        .order_by("path")
    )


def _codes() -> list[str]:
    return [code for code, _name in settings.LANGUAGES]


def _address(language: str, part: int) -> str:
    parameters = {"language": language} | ({"part": part} if part > 1 else {})
    return reverse("sitemap_of_language", kwargs=parameters)


def _answer(
    request: HttpRequest, template: str, context: dict[str, object], published: list[datetime | None]
) -> TemplateResponse:
    response = TemplateResponse(request, template, context, content_type="application/xml")
    if latest := max(filter(None, published), default=None):
        response["Last-Modified"] = http_date(latest.timestamp())
    return response
