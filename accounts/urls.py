"""Signing in and what belongs to it. The rest of /account/ is for cluster managers and participants.

Of django-allauth only what an account here has: addresses are not its owner's to change.
"""

from allauth.account import views
from django.urls import include, path, re_path
from django.views.decorators.cache import never_cache
from django.views.i18n import set_language
from wagtail.utils.urlpatterns import decorate_urlpatterns

from accounts.views import RemovePasskeyView

_pages = [
    path("login/", views.login, name="account_login"),
    path("language/", set_language, name="account_language"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("signup/", views.signup, name="account_signup"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("password/change/", views.password_change, name="account_change_password"),
    path("password/set/", views.password_set, name="account_set_password"),
    path("password/reset/", views.password_reset, name="account_reset_password"),
    path("password/reset/done/", views.password_reset_done, name="account_reset_password_done"),
    path(
        "password/reset/key/done/",
        views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("2fa/webauthn/keys/<int:pk>/remove/", RemovePasskeyView.as_view()),
    path("2fa/", include("allauth.mfa.urls")),
]

# Nothing of it stays in a browser's cache: secrets, codes, names.
urlpatterns = decorate_urlpatterns(_pages, never_cache)
