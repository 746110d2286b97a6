"""Partners in the admin."""

import pytest
from django.test import Client
from django.urls import reverse

from partners.models import Partner
from tests import builders

pytestmark = pytest.mark.django_db


def save(client: Client, partner: Partner, **fields: str) -> None:
    client.force_login(builders.admin())
    response = client.post(reverse("partners:edit", args=[partner.pk]), fields)
    assert response.status_code == 302
    partner.refresh_from_db()


def test_the_code_of_a_partner_that_looks_after_pages_stays(client: Client) -> None:
    partner = builders.partner("spi")
    builders.country_page("PT", partner=partner)
    save(client, partner, code="another", name="Another name")
    assert (partner.code, partner.name) == ("spi", "Another name")
    form = client.get(reverse("partners:edit", args=[partner.pk]))
    assert "so it stays as it is" in form.content.decode()


def test_the_code_of_any_other_partner_can_be_changed(client: Client) -> None:
    partner = builders.partner("spi")
    save(client, partner, code="another", name="Another name")
    assert partner.code == "another"


def test_the_group_of_a_partner_is_not_deleted_and_it_says_whose_it_is(client: Client) -> None:
    partner = builders.partner("spi")
    client.force_login(builders.admin())
    address = reverse("wagtailusers_groups:delete", args=[partner.group_id])
    html = client.post(address, follow=True).content.decode()
    assert "belongs to: Partner spi." in html
    assert type(partner.group).objects.filter(pk=partner.group_id).exists()
