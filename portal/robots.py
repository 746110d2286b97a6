"""robots.txt"""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control

from portal.paths import absolute_url


@cache_control(public=True, max_age=3600)
def robots(request: HttpRequest) -> HttpResponse:
    """Everything public may be crawled; the admin, searches' endless combinations and exports may not."""
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /*/search/",
        "Disallow: /*/clusters/export.",
        "Disallow: /*?*sort=",
        "",
        f"Sitemap: {absolute_url('/sitemap.xml')}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
