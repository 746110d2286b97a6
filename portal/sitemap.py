"""sitemap.xml: every public page in every language it exists in, with its counterparts."""

from collections import defaultdict

from django.conf import settings
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.http import http_date
from django.views.decorators.cache import cache_control
from wagtail.models import Page

from portal.paths import absolute_url, language_less_path, public_path


@cache_control(public=True, max_age=3600)
def sitemap(request: HttpRequest) -> TemplateResponse:
    """All real pages: no drafts, no private pages, no aliases. A handful of queries whatever their number."""
    pages = list(
        Page.objects.live()
        .public()
        .filter(alias_of=None, depth__gt=1, locale__language_code__in=dict(settings.LANGUAGES))
        .exclude(expired=True)
        .select_related("locale")
        .only("url_path", "translation_key", "last_published_at", "locale__language_code", "depth")
        .order_by("path")
    )
    versions: dict[object, dict[str, str]] = defaultdict(dict)
    for page in pages:
        code = page.locale.language_code
        versions[page.translation_key][code] = absolute_url(public_path(code, language_less_path(page)))
    urls = []
    for page in pages:
        links = versions[page.translation_key]
        alternates = [{"lang_code": code, "location": url} for code, url in links.items()]
        if settings.LANGUAGE_CODE in links:
            alternates.append({"lang_code": "x-default", "location": links[settings.LANGUAGE_CODE]})
        urls.append(
            {
                "location": links[page.locale.language_code],
                "lastmod": page.last_published_at,
                "alternates": alternates if len(links) > 1 else [],
            }
        )
    response = TemplateResponse(request, "sitemap.xml", {"urlset": urls}, content_type="application/xml")
    latest = max((page.last_published_at for page in pages if page.last_published_at), default=None)
    if latest:
        response["Last-Modified"] = http_date(latest.timestamp())
    return response
