"""Every way to sign in leads to the one login, and no way around it leads into the admin."""

import pytest
from django.conf import settings
from django.contrib.auth import SESSION_KEY, get_user_model
from django.shortcuts import resolve_url

from tests import builders

pytestmark = pytest.mark.django_db

PASSWORD = "correct horse battery"
LANGUAGES = ("en", "de", "fr", "pt", "es", "it")


@pytest.fixture
def editor():
    return builders.user("editor", password=PASSWORD, email="editor@portal.example", is_superuser=True)


@pytest.mark.parametrize("door", ["/admin/login/", *(f"/{code}/_util/login/" for code in LANGUAGES)])
def test_wagtails_logins_sign_nobody_in_and_lead_to_the_portals(editor, client, door):
    answer = client.post(f"{door}?next=/admin/pages/", {"username": "editor", "password": PASSWORD})
    assert answer["Location"] == "/account/login/?next=/admin/pages/"
    assert SESSION_KEY not in client.session


@pytest.mark.parametrize(
    "door", ["", "done/", "confirm/MQ/set-password/", "confirm/MQ/abc-def/", "complete/"]
)
def test_wagtails_password_reset_leads_to_the_portals(editor, client, door, mailoutbox):
    for answer in (
        client.get(f"/admin/password_reset/{door}"),
        client.post(f"/admin/password_reset/{door}", {"email": editor.email, "new_password1": "x" * 20}),
    ):
        assert answer["Location"] == "/account/password/reset/"
    assert not mailoutbox
    editor.refresh_from_db()
    assert editor.check_password(PASSWORD)


def test_nobody_signs_up(client):
    for answer in (
        client.get("/account/signup/"),
        client.post(
            "/account/signup/",
            {"username": "eve", "email": "eve@x.example", "password1": PASSWORD, "password2": PASSWORD},
        ),
    ):
        assert answer.status_code == 200
        assert "password" not in answer.content.decode().partition("<main")[2]
    assert not get_user_model().objects.filter(username="eve").exists()


@pytest.mark.parametrize("path", ["email/", "confirm-email/", "login/code/", "2fa/webauthn/signup/"])
def test_of_allauth_there_is_only_what_an_account_here_needs(client, path):
    assert client.post(f"/account/{path}", follow=True).status_code == 404


def test_a_session_without_second_factor_enters_no_page_of_the_admin(editor, client, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    client.force_login(editor)
    for path in (
        "/admin/",
        "/admin/pages/",
        "/admin/api/main/pages/",
        "/admin/account/",
        "/admin/reports/locked/",
    ):
        for answer in (client.get(path), client.post(path)):
            assert answer["Location"] == "/account/2fa/", path


def test_a_script_without_second_factor_is_refused(editor, client, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    client.force_login(editor)
    headers = {"x-requested-with": "XMLHttpRequest"}
    assert client.get("/admin/tag-autocomplete/", headers=headers).status_code == 403


def test_visitors_of_the_admin_are_led_to_the_login_and_back(client, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    assert client.get("/admin/pages/")["Location"] == "/account/login/?next=/admin/pages/"


def test_a_second_factor_that_was_required_can_be_turned_off(editor, client):
    client.force_login(editor)
    assert client.get("/admin/").status_code == 200


def test_whoever_has_no_right_to_the_admin_is_told_so_and_not_sent_in_circles(client):
    client.force_login(builders.user("visitor"))
    answer = client.get("/admin/", follow=True)
    assert [address for address, _status in answer.redirect_chain] == ["/account/login/?next=/admin/"]
    assert "visitor" in answer.content.decode()


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"]
)
def test_signing_in_leads_to_no_other_host(editor, client, elsewhere):
    answer = client.post("/account/login/", {"login": "editor", "password": PASSWORD, "next": elsewhere})
    assert answer["Location"] == resolve_url(settings.LOGIN_REDIRECT_URL)


def test_whoever_signs_in_chooses_a_language_and_still_gets_where_they_wanted(editor, client):
    wanted = "/account/login/?next=/admin/pages/"
    page = client.get(wanted).content.decode()
    assert f'name="next" value="{wanted}"' in page
    answer = client.post("/account/language/", {"language": "fr", "next": wanted})
    assert answer["Location"] == wanted
    # Nothing else of the site is sent the choice.
    assert answer.cookies["django_language"]["path"] == "/account/"
    page = client.get(wanted).content.decode()
    assert '<html lang="fr">' in page
    assert '<input type="hidden" name="next" value="/admin/pages/">' in page
    elsewhere = client.post("/account/language/", {"language": "fr", "next": "https://evil.example/"})
    assert elsewhere["Location"] == "/"
