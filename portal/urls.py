"""Addresses. Machines and the admin stay outside the languages; what people read is below /xx/."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from media import views as media
from portal import health, robots, sitemap
from translation.views import redirect_to_language, serve

handler404 = "portal.errors.page_not_found"
handler500 = "portal.errors.server_error"

urlpatterns = [
    path("", redirect_to_language),
    path("-/live", health.live, name="live"),
    path("-/ready", health.ready, name="ready"),
    path("sitemap.xml", sitemap.sitemap, name="sitemap"),
    path("robots.txt", robots.robots, name="robots"),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("media/<path:path>", media.serve_image, name="media"),
]

urlpatterns += i18n_patterns(
    path("clusters/", include("clusters.urls")),
    path("news/", include("news.urls")),
    path("events/", include("events.urls")),
    path("search/", include("search.urls")),
    # Wagtail's own addresses (passwords of private pages), with our view in the place of its last one.
    *(pattern for pattern in wagtail_urls.urlpatterns if pattern.name != "wagtail_serve"),
    re_path(wagtail_urls.serve_pattern, serve, name="wagtail_serve"),
)
