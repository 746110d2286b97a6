"""Help for editors is in the admin, in the language they chose there."""

import re

import pytest
from django.urls import reverse
from wagtail.users.models import UserProfile

from partners.permissions import ensure_permissions
from portal.settings.languages import PORTAL_LANGUAGES
from tests import builders
from translation.permissions import ensure_translator_group

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    partner = builders.partner("spi")
    builders.country_page("PT", partner=partner)
    ensure_permissions()
    return builders.user("editor-spi", partner.group)


def test_the_menu_of_the_admin_leads_an_editor_to_the_help(client, editor):
    client.force_login(editor)
    addresses = re.findall(r'"url": "(/admin/[^"]+)"', client.get("/admin/").content.decode())
    assert reverse("editors_help") in addresses
    seen = client.get(reverse("editors_help")).content.decode()
    assert reverse("cluster_imports:index") in re.findall('href="([^"]+)"', seen.partition("<main")[2])


def test_who_may_not_import_is_not_led_to_the_import(client):
    builders.home("fr")
    client.force_login(builders.user("translator", ensure_translator_group(builders.locale("fr"))))
    seen = client.get(reverse("editors_help")).content.decode().partition("<main")[2]
    assert "Publishing" in seen
    assert reverse("cluster_imports:index") not in seen


def test_the_help_is_said_in_every_language_of_the_portal(client, editor):
    client.force_login(editor)
    profile = UserProfile.get_for_user(editor)
    said = {}
    for language in PORTAL_LANGUAGES:
        profile.preferred_language = {"pt": "pt-pt"}.get(language.code, language.code)
        profile.save()
        main = client.get(reverse("editors_help")).content.decode().partition("<main")[2]
        said[language.code] = re.findall(r"<(?:h2|li|p)>\s*([^<]+?)\s*<", main)
    assert len(said["en"]) > 10
    for language, texts in said.items():
        assert len(texts) == len(said["en"])
        if language != "en":
            assert not set(texts) & set(said["en"]), language
