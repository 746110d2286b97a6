"""Setting up, using and losing a second factor, as requests see it; in a browser: tests/browser."""

import re
import time

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth import SESSION_KEY
from django.core.management import CommandError, call_command
from django.test import Client
from wagtail.models import ModelLogEntry

from tests import builders
from tests.accounts.totp import code_of

pytestmark = pytest.mark.django_db

PASSWORD = "correct horse battery"
SIGN_IN = {"login": "editor", "password": PASSWORD}


@pytest.fixture(autouse=True)
def strict(settings):
    settings.REQUIRE_SECOND_FACTOR = True


@pytest.fixture
def editor():
    return builders.user("editor", password=PASSWORD, email="editor@portal.example", is_superuser=True)


@pytest.fixture
def secret(editor) -> str:
    """The secret of the editor's authenticator app."""
    made = generate_totp_secret()
    TOTP.activate(editor, made)
    RecoveryCodes.activate(editor)
    return made


def sign_in(client: Client, secret: str) -> None:
    assert client.post("/account/login/", SIGN_IN)["Location"] == "/account/2fa/authenticate/"
    client.post("/account/2fa/authenticate/", {"code": code_of(secret)})


def test_whoever_has_no_factor_is_led_to_where_one_is_set_up(editor, client):
    client.post("/account/login/", SIGN_IN)
    assert client.get("/admin/")["Location"] == "/account/2fa/"
    page = client.get("/account/2fa/totp/activate/").content.decode()
    shown = re.search(r'id="authenticator_secret">(\w+)<', page)[1]
    answer = client.post("/account/2fa/totp/activate/", {"code": code_of(shown)})
    assert answer["Location"] == "/account/2fa/recovery-codes/"
    assert Authenticator.objects.filter(user=editor, type="totp").exists()


def test_the_password_alone_signs_nobody_in_who_has_a_factor(secret, client):
    assert client.post("/account/login/", SIGN_IN)["Location"] == "/account/2fa/authenticate/"
    assert SESSION_KEY not in client.session
    assert client.get("/admin/")["Location"] == "/account/login/?next=/admin/"
    client.post("/account/2fa/authenticate/", {"code": "000000"})
    assert SESSION_KEY not in client.session


def test_password_and_code_open_the_admin(secret, client):
    sign_in(client, secret)
    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize("seconds", [0, 29, 31, 59])
def test_a_code_that_somebody_looked_at_works_no_second_time(secret, client, monkeypatch, seconds):
    now = time.time()
    code = code_of(secret)
    sign_in(client, secret)
    monkeypatch.setattr(time, "time", lambda: now + seconds)
    other = Client()
    other.post("/account/login/", SIGN_IN)
    other.post("/account/2fa/authenticate/", {"code": f"{code[:3]} {code[3:]}"})
    assert SESSION_KEY not in other.session


def test_a_recovery_code_works_once(editor, secret, client):
    code = Authenticator.objects.get(user=editor, type="recovery_codes").wrap().get_unused_codes()[0]
    client.post("/account/login/", SIGN_IN)
    client.post("/account/2fa/authenticate/", {"code": code})
    assert client.get("/admin/").status_code == 200
    other = Client()
    other.post("/account/login/", SIGN_IN)
    other.post("/account/2fa/authenticate/", {"code": code})
    assert SESSION_KEY not in other.session


def test_a_session_from_before_the_factor_is_asked_for_it_and_cannot_add_another(secret, editor, client):
    client.force_login(editor)
    assert client.get("/admin/pages/")["Location"] == "/account/2fa/reauthenticate/?next=%2Fadmin%2Fpages%2F"
    # The password is no way round.
    assert client.get("/account/reauthenticate/")["Location"] == "/account/2fa/reauthenticate/"
    for change in (
        "webauthn/add/",
        "recovery-codes/generate/",
        "totp/deactivate/",
        "recovery-codes/download/",
    ):
        answer = client.post(f"/account/2fa/{change}")
        assert answer["Location"].startswith("/account/2fa/reauthenticate/"), change
    client.post("/account/2fa/reauthenticate/", {"code": code_of(secret)})
    assert client.get("/admin/").status_code == 200


def test_the_database_holds_no_secret_in_the_clear(secret, editor, settings, caplog):
    app = Authenticator.objects.get(user=editor, type="totp")
    assert secret not in app.data["secret"]
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another" * 10
    assert app.wrap().validate_code(code_of(secret))
    settings.SECRET_KEY_FALLBACKS = []
    assert not app.wrap().validate_code(code_of(secret))
    assert "another SECRET_KEY" in caplog.text


def test_no_page_about_an_account_stays_in_a_cache(secret, client):
    sign_in(client, secret)
    for path in ("2fa/", "2fa/recovery-codes/", "password/change/"):
        assert "no-store" in client.get(f"/account/{path}")["Cache-Control"]


def test_the_last_factor_stays_where_one_is_required(secret, editor, client, settings):
    sign_in(client, secret)
    client.post("/account/2fa/totp/deactivate/")
    assert Authenticator.objects.filter(user=editor, type="totp").exists()
    settings.REQUIRE_SECOND_FACTOR = False
    client.post("/account/2fa/totp/deactivate/")
    assert not Authenticator.objects.filter(user=editor).exists()


def test_the_last_passkey_stays_where_one_is_required(editor, client):
    key = Authenticator.objects.create(user=editor, type="webauthn", data={"name": "Key", "credential": {}})
    client.force_login(editor)
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": 2**40}]
    session["account_authentication_methods_user"] = str(editor.pk)
    session.save()
    client.post(f"/account/2fa/webauthn/keys/{key.pk}/remove/")
    assert Authenticator.objects.filter(pk=key.pk).exists()


def test_nobody_removes_the_passkey_of_somebody_else(editor, secret, client):
    other = builders.user("other")
    key = Authenticator.objects.create(user=other, type="webauthn", data={"name": "Key", "credential": {}})
    sign_in(client, secret)
    for change in ("remove", "edit"):
        assert client.post(f"/account/2fa/webauthn/keys/{key.pk}/{change}/", follow=True).status_code == 404
    assert Authenticator.objects.filter(pk=key.pk).exists()


def test_a_wrong_code_is_tried_only_a_few_times(secret, client):
    client.post("/account/login/", SIGN_IN)
    for _attempt in range(6):
        page = client.post("/account/2fa/authenticate/", {"code": "000000"})
    assert "Too many failed login attempts" in page.content.decode()
    client.post("/account/2fa/authenticate/", {"code": code_of(secret)})
    assert SESSION_KEY not in client.session


def test_lost_factors_are_removed_with_the_sessions_and_written_down(secret, editor, client, capsys):
    sign_in(client, secret)
    call_command("remove_second_factors", "editor")
    assert "totp" in capsys.readouterr().out
    assert not Authenticator.objects.filter(user=editor).exists()
    assert client.get("/admin/")["Location"].startswith("/account/login/")
    entry = ModelLogEntry.objects.get(action="accounts.remove_second_factors")
    assert entry.object_id == str(editor.pk)
    assert set(entry.data["kinds"]) == {"totp", "recovery_codes"}


def test_removing_the_factors_of_nobody_names_the_mistake(db):
    with pytest.raises(CommandError, match="no account named “editr”"):
        call_command("remove_second_factors", "editr")


def test_an_account_has_one_address_and_no_second_list(secret, client, editor, mailoutbox):
    sign_in(client, secret)
    client.post("/account/logout/")
    client.post("/account/password/reset/", {"email": editor.email})
    assert len(mailoutbox) == 1
    assert not EmailAddress.objects.exists()
    editor.email = "new@portal.example"
    editor.save()
    client.post("/account/password/reset/", {"email": "editor@portal.example"})
    assert len(mailoutbox) == 1


def test_a_new_password_from_a_mail_does_not_replace_the_factor(secret, editor, client, mailoutbox):
    client.post("/account/password/reset/", {"email": editor.email})
    link = re.search(r"https?://[^/]+(/account/password/reset/key/\S+)", mailoutbox[0].body)[1]
    form = client.get(link)["Location"]
    client.post(form, {"password1": "another horse battery", "password2": "another horse battery"})
    assert SESSION_KEY not in client.session
    client.post("/account/login/", {"login": "editor", "password": "another horse battery"})
    assert SESSION_KEY not in client.session
    assert "no longer works" in client.get(link).content.decode()
