import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import Collection, GroupPagePermission, Locale, Page

from partners.models import Partner
from partners.permissions import (
    LEAD_GROUP,
    ensure_lead_group,
    ensure_partner_group,
    ensure_permissions,
)
from tests import builders
from tests.partners.trees import build_part
from vocabularies.models import Term

pytestmark = pytest.mark.django_db


def rights(group):
    return set(GroupPagePermission.objects.filter(group=group).values_list("page", "permission__codename"))


def all_on(*pages):
    return {(page.pk, f"{action}_page") for page in pages for action in ("add", "change", "publish")}


def test_a_partner_has_rights_on_the_pages_that_name_it_in_every_language():
    part = build_part("spi", "PT")
    owned = [page for page in part.pages if hasattr(page, "partner_id")]
    assert len(owned) == 8
    assert rights(part.partner.group) == all_on(*owned)


def test_a_page_that_changes_hands_changes_rights_in_every_language_on_publication():
    spi, inno = builders.partner("spi"), builders.partner("inno")
    country = builders.country_page("PT", partner=spi)
    french = builders.translate(country, "fr")
    country.partner = inno
    country.save_revision()
    assert rights(spi.group) == all_on(country, french)
    country.get_latest_revision().publish()
    assert rights(spi.group) == set()
    assert rights(inno.group) == all_on(country, french)
    country = type(country).objects.get(pk=country.pk)
    country.partner = None
    country.save_revision().publish()
    assert rights(inno.group) == set()


def test_rights_go_with_a_deleted_page():
    spi = builders.partner("spi")
    builders.country_page("PT", partner=spi).delete()
    assert rights(spi.group) == set()


def test_a_new_alias_belongs_to_the_partner_too():
    spi = builders.partner("spi")
    country = builders.country_page("PT", partner=spi)
    builders.home("fr")
    alias = country.copy_for_translation(builders.locale("fr"), copy_parents=True, alias=True)
    assert rights(spi.group) == all_on(country, alias)


def test_ensuring_rights_twice_changes_nothing_and_repairs_what_was_tampered_with():
    part = build_part("spi", "PT")
    other = builders.country_page("FR")
    ensure_permissions()
    before = rights(part.partner.group)
    ensure_permissions()
    assert rights(part.partner.group) == before
    add = GroupPagePermission.objects.filter(group=part.partner.group).first()
    GroupPagePermission.objects.create(group=part.partner.group, page=other, permission=add.permission)
    add.delete()
    ensure_permissions()
    assert rights(part.partner.group) == before


def test_a_partner_group_is_made_once_with_its_own_collection():
    first = ensure_partner_group("sez", "Steinbeis-Europa-Zentrum")
    collections = Collection.objects.count()
    second = ensure_partner_group("sez", "Another name")
    assert (second.pk, second.name) == (first.pk, "Steinbeis-Europa-Zentrum")
    assert Collection.objects.count() == collections
    assert Collection.objects.filter(name="Steinbeis-Europa-Zentrum").count() == 1
    codes = set(first.group.collection_permissions.values_list("permission__codename", flat=True))
    assert codes == {f"{a}_{b}" for a in ("add", "change", "choose") for b in ("image", "document")}


def test_a_renamed_collection_stays_the_partners():
    partner = ensure_partner_group("sez", "Steinbeis-Europa-Zentrum")
    Collection.objects.filter(name="Steinbeis-Europa-Zentrum").update(name="SEZ")
    ensure_permissions()
    assert not Collection.objects.filter(name="Steinbeis-Europa-Zentrum").exists()
    assert partner.group.collection_permissions.first().collection.name == "SEZ"


def test_the_lead_editor_edits_everything_in_every_language_but_not_languages_or_users(client):
    part = build_part("spi", "PT")
    lead = builders.user("lead", ensure_lead_group())
    client.force_login(lead)
    german = builders.standard_page("Nur deutsch", language="de")
    for page in [*part.pages, german, builders.home(), builders.home("de")]:
        assert client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200
        assert page.permissions_for_user(lead).can_publish()
    term = Term.objects.first()
    for name, args in [
        ("partners:index", []),
        ("partners:add", []),
        ("partners:edit", [part.partner.pk]),
        ("vocabularies:index", []),
        ("vocabularies:add", []),
        ("vocabularies:edit", [term.pk]),
    ]:
        assert client.get(reverse(name, args=args)).status_code == 200, name
    for name in ("wagtaillocales:index", "wagtailusers_users:index", "wagtailsites:index"):
        assert client.get(reverse(name)).status_code == 302, name


def test_a_new_front_page_is_open_to_the_lead_editor_at_once():
    ensure_lead_group()
    french = builders.home("fr")
    assert GroupPagePermission.objects.filter(group__name=LEAD_GROUP, page=french).count() == 6


def test_the_lead_editor_adds_a_partner_with_its_group(client):
    client.force_login(builders.user("lead", ensure_lead_group()))
    client.post(reverse("partners:add"), {"code": "sez", "name": "Steinbeis"})
    partner = Partner.objects.get(code="sez")
    assert partner.group.name == "Editors: Steinbeis"
    assert partner.group.permissions.filter(codename="access_admin").exists()
    client.post(reverse("partners:edit", args=[partner.pk]), {"code": "sez", "name": "Steinbeis-Europa"})
    partner.group.refresh_from_db()
    assert partner.group.name == "Editors: Steinbeis-Europa"
    response = client.post(reverse("partners:add"), {"code": "two", "name": "Steinbeis-Europa"})
    assert "There is already a partner of this name." in response.content.decode()


def test_a_partner_that_pages_or_drafts_name_cannot_be_deleted(client):
    client.force_login(builders.user("lead", ensure_lead_group()))
    spi, inno = builders.partner("spi"), builders.partner("inno")
    country = builders.country_page("PT", partner=spi)
    country.partner = inno
    country.save_revision()
    for partner in (spi, inno):
        response = client.post(reverse("partners:delete", args=[partner.pk]), follow=True)
        assert "looks after pages and cannot be deleted: Portugal" in response.content.decode()
        assert Partner.objects.filter(pk=partner.pk).exists()
    unused = builders.partner("unused")
    client.post(reverse("partners:delete", args=[unused.pk]))
    assert not Partner.objects.filter(pk=unused.pk).exists()
    assert not Group.objects.filter(name="Editors: unused").exists()


def test_the_rights_of_a_language_that_is_added_come_with_it():
    part = build_part("spi", "PT")
    from translation.new_language import add_language

    add_language("it")
    italian = Locale.objects.get(language_code="it")
    owned = Page.objects.filter(locale=italian, slug="portugal").get()
    assert all_on(owned) <= rights(part.partner.group)
