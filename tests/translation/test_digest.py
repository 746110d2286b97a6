"""The daily e-mail says what waits, once a day, in the reader's language, to whoever wants it."""

from datetime import date
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils.translation import get_language
from wagtail.users.models import UserProfile

from tests import builders
from translation import digest
from translation.assigning import assign
from translation.digest import send_digests
from translation.models import DigestSetting
from translation.permissions import ensure_translator_group

pytestmark = pytest.mark.django_db


@pytest.fixture
def translator(page):
    builders.home("fr")
    group = ensure_translator_group(builders.locale("fr"))
    return builders.user("translator-fr", group, email="fr@portal.example", first_name="Claire")


def test_it_says_what_is_mine_and_what_is_nobodys(page, translator):
    builders.standard_page("About")
    assign([(page.translation_key, builders.locale("fr"))], translator, date(2020, 5, 4), "Before the fair")
    assert send_digests() == 1
    [message] = mail.outbox
    assert message.to == ["fr@portal.example"]
    assert message.subject == "2 translations wait for you"
    assert "Hello Claire," in message.body
    assert "1 translation is overdue." in message.body
    assert "- Missions (fr) – New" in message.body
    assert "Before the fair" in message.body
    assert "- Français: 1 page" in message.body
    assert "/admin/translations/" in message.body


def test_it_comes_once_a_day_however_often_the_command_runs(translator):
    call_command("send_translation_digest", verbosity=0)
    call_command("send_translation_digest", verbosity=0)
    assert len(mail.outbox) == 1
    assert send_digests(date(2031, 1, 1)) == 1


def test_an_address_that_is_refused_keeps_nobody_else_from_theirs(translator, monkeypatch, caplog):
    others = builders.user("other-fr", *translator.groups.all(), email="other@portal.example")
    sent = []

    def send(subject, text, sender, recipients):
        if recipients == [translator.email]:
            raise SMTPRecipientsRefused({translator.email: (550, b"unknown")})
        sent.extend(recipients)

    monkeypatch.setattr("translation.digest.send_mail", send)
    assert send_digests() == 1
    assert sent == [others.email]
    assert f"user {translator.pk} " in caplog.text
    monkeypatch.undo()
    assert send_digests() == 1
    assert mail.outbox[0].to == [translator.email]


def test_nobody_is_woken_up_by_it(translator):
    call_command("send_translation_digest", not_before=24, verbosity=0)
    assert mail.outbox == []


def test_it_is_written_in_the_readers_language(translator, monkeypatch):
    UserProfile.objects.create(user=translator, preferred_language="fr")
    languages = []
    monkeypatch.setattr(
        "translation.digest.render_to_string", lambda *args: languages.append(get_language()) or ""
    )
    send_digests()
    assert languages == ["fr"]


def test_nobody_gets_an_empty_one(page, translator):
    page.unpublish()
    assert send_digests() == 0
    assert mail.outbox == []


def test_who_does_not_want_it_does_not_get_it(translator, client):
    client.force_login(translator)
    account = reverse("wagtailadmin_account")
    assert 'name="translation_digest-wanted"' in client.get(account).content.decode()
    data = {
        "name_email-first_name": "Claire",
        "name_email-last_name": "D",
        "name_email-email": "fr@portal.example",
        "theme-theme": "system",
        "theme-density": "default",
        "theme-contrast": "system",
        "theme-keyboard_shortcuts": "on",
        "locale-preferred_language": "fr",
        "locale-current_time_zone": "Europe/Paris",
    }
    client.post(account, data)
    assert DigestSetting.objects.get(user=translator).wanted is False
    assert send_digests() == 0


def test_whoever_opts_out_while_mails_go_out_stays_out(page, translator, monkeypatch):
    real = digest.send_mail

    def opt_out_meanwhile(*arguments):
        DigestSetting.objects.update_or_create(user=translator, defaults={"wanted": False})
        return real(*arguments)

    monkeypatch.setattr(digest, "send_mail", opt_out_meanwhile)
    send_digests()
    assert not DigestSetting.objects.get(user=translator).wanted
