import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import Page, PageViewRestriction

from tests import builders
from translation.permissions import ensure_translator_group

pytestmark = pytest.mark.django_db


@pytest.fixture
def page():
    return builders.standard_page("Members", summary="Only for members.")


def is_open(client, language):
    return "Only for members." in client.get(f"/{language}/members/").content.decode()


def test_a_page_made_private_in_the_admin_is_private_in_every_language(
    client, page, french, django_user_model
):
    members = Group.objects.create(name="Members")
    client.force_login(builders.admin())
    address = reverse("wagtailadmin_pages:set_privacy", args=[page.pk])
    client.post(address, {"restriction_type": "groups", "groups": [members.pk]})
    restriction = french.view_restrictions.get()
    assert restriction.restriction_type == "groups"
    assert list(restriction.groups.all()) == [members]
    client.logout()
    assert not is_open(client, "en")
    assert not is_open(client, "fr")
    client.force_login(builders.admin("other"))
    client.post(address, {"restriction_type": "none"})
    client.logout()
    assert is_open(client, "fr")


def test_another_password_follows(page, french):
    restriction = PageViewRestriction.objects.create(page=page, restriction_type="password", password="old")
    restriction.password = "new"
    restriction.save()
    assert french.view_restrictions.get().password == "new"


def test_a_private_translation_closes_nothing_else(page, french):
    PageViewRestriction.objects.create(page=french, restriction_type="login")
    assert not page.view_restrictions.exists()


def test_translations_of_a_deleted_private_page_stay_private(page, french):
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    Page.objects.get(pk=page.pk).delete()
    assert french.view_restrictions.exists()
    assert not Page.objects.get(pk=french.pk).live


def test_a_translation_of_a_private_page_is_not_opened_by_its_translator(client, page, french):
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    translator = builders.user("translator-fr", ensure_translator_group(builders.locale("fr")))
    client.force_login(translator)
    address = reverse("wagtailadmin_pages:set_privacy", args=[french.pk])
    for answer in (client.get(address), client.post(address, {"restriction_type": "none"})):
        assert "which is private" in answer.json()["html"]
    assert french.view_restrictions.exists()
    client.logout()
    assert not is_open(client, "fr")
    assert client.get(address)["Location"].startswith("/account/login/")
    page.view_restrictions.get().delete()
    client.force_login(translator)
    client.post(address, {"restriction_type": "login"})
    assert french.view_restrictions.exists()
