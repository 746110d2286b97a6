"""Addresses. Machines and the admin stay outside the languages; what people read is below /xx/."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.admin.urls import reports as wagtailadmin_reports
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.views import authenticate_with_password

from accounts.account_page import AccountPage
from media import views as media
from portal import health, robots, sitemap
from portal.approving import ApproveFinished
from portal.cards import views as cards
from portal.reports import with_safe_export
from search.limits import limited
from translation.admin_views import SetOwnPrivacyView, UnscheduleUnlockedView
from translation.views import redirect_to_language, serve

to_login = RedirectView.as_view(pattern_name="account_login", query_string=True)

handler404 = "portal.errors.page_not_found"
handler500 = "portal.errors.server_error"
handler429 = "accounts.views.too_many_attempts"

urlpatterns = [
    path("", redirect_to_language),
    path("-/live", health.live, name="live"),
    path("-/ready", health.ready, name="ready"),
    path("sitemap.xml", sitemap.index, name="sitemap"),
    re_path(
        r"^sitemap-(?P<language>[a-z]{2,3})(?:-(?P<part>[1-9]\d{0,4}))?\.xml\Z",
        sitemap.of_language,
        name="sitemap_of_language",
    ),
    re_path(
        r"^cards/(?P<page_id>\d{1,9})-(?P<digest>[0-9a-f]{16})\.png\Z",
        limited("picture")(cards.card),
        name="card",
    ),
    path("robots.txt", robots.robots, name="robots"),
    # Wagtail's own login and password reset know no second factor: every way to them leads to ours.
    path("admin/login/", to_login),
    re_path("^admin/password_reset/", RedirectView.as_view(pattern_name="account_reset_password")),
    path("admin/account/", require_admin_access(AccountPage.as_view())),
    path(
        "admin/pages/workflow/action/<int:page_id>/<slug:action_name>/<int:task_state_id>/",
        require_admin_access(ApproveFinished.as_view()),
    ),
    path("admin/pages/<int:page_id>/privacy/", require_admin_access(SetOwnPrivacyView.as_view())),
    path(
        "admin/pages/<int:page_id>/revisions/<int:revision_id>/unschedule/",
        require_admin_access(UnscheduleUnlockedView.as_view()),
    ),
    path("admin/reports/", include(with_safe_export(wagtailadmin_reports.urlpatterns))),
    path("api/v1/", include("api.urls", namespace="api_v1")),
    path("admin/", include(wagtailadmin_urls)),
    path("account/", include("accounts.urls")),
    path("documents/", include(wagtaildocs_urls)),
    path("media/<path:path>", media.serve_image, name="media"),
]

urlpatterns += i18n_patterns(
    path("clusters/", include("clusters.urls")),
    path("news/", include("news.urls")),
    path("events/", include("events.urls")),
    path("search/", include("search.urls")),
    # Wagtail's own addresses: guessing passwords of pages is limited, its login is ours, so is serving.
    path(
        "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/",
        limited("password")(authenticate_with_password),
        name="wagtailcore_authenticate_with_password",
    ),
    path("_util/login/", to_login, name="wagtailcore_login"),
    re_path(wagtail_urls.serve_pattern, serve, name="wagtail_serve"),
)
