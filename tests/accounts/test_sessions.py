"""Limits of the login, how long a session lives, and what passwords are good enough."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.shortcuts import resolve_url
from django.test import Client
from django.urls import reverse
from wagtail.users.models import UserProfile

from accounts import middleware
from accounts.second_factors import end_sessions
from tests import builders
from tests.media.files import picture

pytestmark = pytest.mark.django_db

PASSWORD = "correct horse battery"
SIGN_IN = {"login": "editor", "password": PASSWORD}
HOUR = 60 * 60


@pytest.fixture
def editor():
    return builders.user("editor", password=PASSWORD, email="editor@portal.example", is_superuser=True)


@pytest.fixture
def clock(monkeypatch):
    """The middleware's clock: set what it shows."""

    class Clock:
        now = 1_800_000_000

        def time(self) -> float:
            return self.now

    made = Clock()
    monkeypatch.setattr(middleware, "time", made)
    return made


def test_name_or_address_and_password_sign_in(editor, client):
    for login in ("editor", "editor@portal.example"):
        other = Client()
        answer = other.post("/account/login/", {"login": login, "password": PASSWORD})
        assert answer["Location"] == resolve_url(settings.LOGIN_REDIRECT_URL)


def test_a_wrong_password_is_said_without_saying_what_is_wrong(editor, client):
    known = client.post("/account/login/", {"login": "editor", "password": "wrong"})
    unknown = client.post("/account/login/", {"login": "nobody", "password": "wrong"})
    for answer in (known, unknown):
        assert "The username and/or password you specified are not correct." in answer.content.decode()


def test_after_five_wrong_passwords_the_right_one_waits_too(editor, client):
    for _attempt in range(5):
        client.post("/account/login/", SIGN_IN | {"password": "wrong"})
    answer = client.post("/account/login/", SIGN_IN)
    assert "Too many failed login attempts" in answer.content.decode()
    assert SESSION_KEY not in client.session


def test_an_address_signs_in_only_so_often_in_a_minute(editor, client):
    for number in range(30):
        assert client.post("/account/login/", {"login": f"name-{number}"}).status_code == 200
    answer = client.post("/account/login/", SIGN_IN)
    assert answer.status_code == 429
    assert "Too many attempts" in answer.content.decode()
    assert "unsafe-inline" not in answer["Content-Security-Policy"]


def test_behind_a_proxy_the_limit_counts_the_clients_address(editor, client, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(31):
        last = client.post(
            "/account/login/", {"login": "x"}, headers={"x-forwarded-for": f"6.6.6.6, 10.0.0.{number}"}
        )
    assert last.status_code == 200


def test_the_key_of_a_session_changes_with_the_login(editor, client):
    client.get("/account/2fa/webauthn/login/", headers={"accept": "application/json"})
    before = client.session.session_key
    client.post("/account/login/", SIGN_IN)
    assert before
    assert client.session.session_key != before


def test_a_session_ends_after_twelve_hours(editor, client):
    client.post("/account/login/", SIGN_IN)
    assert client.session.get_expiry_age() == 12 * HOUR
    assert client.cookies["sessionid"]["max-age"] == 12 * HOUR
    assert client.get("/admin/").status_code == 200
    session = Session.objects.get(session_key=client.session.session_key)
    session.expire_date -= timedelta(hours=12)
    session.save()
    assert client.get("/admin/").url == "/account/login/?next=/admin/"


def test_using_the_admin_prolongs_a_session_but_not_with_every_request(editor, client, clock):
    client.force_login(editor)
    assert "sessionid" in client.get("/admin/").cookies
    clock.now += 60
    assert "sessionid" not in client.get("/admin/").cookies
    clock.now += 600
    assert "sessionid" in client.get("/admin/").cookies


def test_an_open_editor_prolongs_nothing(editor, client, clock):
    client.force_login(editor)
    client.get("/admin/")
    clock.now += HOUR
    page = builders.home("en")
    ping = client.post(f"/admin/editing-sessions/ping/wagtailcore/page/{page.pk}/0/")
    assert "sessionid" not in ping.cookies
    # As our own scripts do: see the one that follows work in the background, and the translators' workbench.
    asked = client.get("/admin/", headers={"X-By-Itself": "yes"})
    assert asked.status_code == 200
    assert "sessionid" not in asked.cookies
    assert "sessionid" in client.get("/admin/").cookies


def test_visitors_get_no_cookie_and_pages_do_not_vary_by_it(client):
    builders.home("en")
    answer = client.get("/en/")
    assert not answer.cookies
    assert "cookie" not in answer.get("Vary", "").lower()


def test_a_new_password_ends_the_other_sessions(editor, client):
    other = Client()
    for each in (client, other):
        each.post("/account/login/", SIGN_IN)
    new = "another horse battery"
    client.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert client.get("/admin/").status_code == 200
    assert other.get("/admin/")["Location"].startswith("/account/login/")


def test_somebody_can_be_signed_out_everywhere(editor, client):
    client.force_login(editor)
    somebody_else = Client()
    somebody_else.force_login(builders.admin())
    assert end_sessions(editor) == 1
    assert Session.objects.count() == 1
    assert somebody_else.get("/admin/").status_code == 200


@pytest.mark.parametrize(
    "password", ["short-one-1", "password12345", "123456789012", "editor@portal.example"]
)
def test_a_weak_password_is_refused(editor, client, password):
    client.post("/account/login/", SIGN_IN)
    client.post(
        "/account/password/change/", {"oldpassword": PASSWORD, "password1": password, "password2": password}
    )
    editor.refresh_from_db()
    assert editor.check_password(PASSWORD)


def test_wagtails_account_page_changes_neither_password_nor_address(editor, client):
    client.force_login(editor)
    page = client.get("/admin/account/").content.decode()
    assert "/account/2fa/" in page
    assert "new_password1" not in page
    assert 'name="name_email-email"' not in page
    client.post(
        "/admin/account/", {"name_email-email": "eve@portal.example", "password-new_password1": "x" * 20}
    )
    editor.refresh_from_db()
    assert editor.email == "editor@portal.example"
    assert editor.check_password(PASSWORD)


def test_wagtails_account_page_takes_no_picture(editor, client):
    client.force_login(editor)
    page = client.get(reverse("wagtailadmin_account")).content.decode()
    assert "avatar-avatar" not in page
    assert 'name="locale-preferred_language"' in page
    answers = {
        "name_email-first_name": "Eve",
        "name_email-last_name": "Sousa",
        "locale-preferred_language": "fr",
        "locale-current_time_zone": "Europe/Brussels",
        "theme-theme": "system",
        "theme-contrast": "system",
        "theme-density": "default",
        "avatar-avatar": SimpleUploadedFile("me.jpg", picture("JPEG")),
    }
    assert client.post(reverse("wagtailadmin_account"), answers).status_code == 302
    profile = UserProfile.objects.get(user=editor)
    assert (profile.preferred_language, profile.avatar) == ("fr", "")


def test_a_relaxed_portal_says_so_in_the_admin(editor, client, settings):
    client.force_login(editor)
    assert 'data-notice="no-second-factor"' in client.get("/admin/").content.decode()
