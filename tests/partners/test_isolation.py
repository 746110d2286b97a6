"""A partner works in its own part, in every language, and keeps to it: see also tests/isolation."""

import pytest
from django.urls import reverse
from wagtail.models import Page

from tests import builders
from tests.partners.trees import build_part

pytestmark = pytest.mark.django_db


@pytest.fixture
def parts():
    return build_part("spi", "PT"), build_part("inno", "FR")


def test_a_partner_edits_its_own_pages_of_every_kind_in_every_language(client, parts):
    spi, _inno = parts
    client.force_login(spi.editor)
    for page in spi.pages:
        response = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
        assert response.status_code == 200, page.title
    country = spi.english[0]
    add = reverse("wagtailadmin_pages:add", args=["clusters", "clusterpage", country.pk])
    assert client.get(add).status_code == 200


def test_a_partner_unpublishes_its_page_in_every_language(client, parts):
    spi, _inno = parts
    client.force_login(spi.editor)
    cluster, french = spi.english[1], spi.french[1]
    client.post(reverse("wagtailadmin_pages:unpublish", args=[cluster.pk]))
    assert not Page.objects.get(pk=cluster.pk).live
    assert not Page.objects.get(pk=french.pk).live


def test_a_partner_submits_its_own_page_and_owns_the_translation(client, parts):
    spi, inno = parts
    builders.home("de")
    client.force_login(spi.editor)
    cluster = spi.english[1]
    client.post(
        reverse("wagtail_localize:submit_page_translation", args=[cluster.pk]),
        {"locales": [builders.locale("de").pk]},
    )
    german = cluster.get_translation(builders.locale("de"))
    assert client.get(reverse("wagtailadmin_pages:edit", args=[german.pk])).status_code == 200
    client.force_login(inno.editor)
    assert client.get(reverse("wagtailadmin_pages:edit", args=[german.pk])).status_code == 302


def test_a_partner_cannot_give_its_page_away_or_take_others_by_the_partner_field(client, parts):
    spi, inno = parts
    country = spi.english[0]
    client.force_login(spi.editor)
    edit = reverse("wagtailadmin_pages:edit", args=[country.pk])
    assert "partner" not in client.get(edit).context["form"].fields
    client.post(
        edit,
        {
            "title": "Portugal",
            "slug": "portugal",
            "summary": "",
            "country": "PT",
            "partner": inno.partner.pk,
            "comments-TOTAL_FORMS": 0,
            "comments-INITIAL_FORMS": 0,
            "action-publish": "1",
        },
    )
    assert type(country).objects.get(pk=country.pk).partner == spi.partner
    client.force_login(builders.admin())
    assert "partner" in client.get(edit).context["form"].fields


def test_files_of_a_partner_are_its_own(client, parts):
    spi, inno = parts
    from partners.permissions import ensure_permissions

    ensure_permissions()
    collection = inno.partner.group.collection_permissions.first().collection
    picture = builders.image("Of inno", collection=collection)
    paper = builders.document("Of inno", collection=collection)
    client.force_login(spi.editor)
    for name, thing in [("wagtailimages", picture), ("wagtaildocs", paper)]:
        for view in ("edit", "delete"):
            for method in ("get", "post"):
                response = getattr(client, method)(reverse(f"{name}:{view}", args=[thing.pk]))
                assert (response.status_code, response["Location"]) == (302, reverse("wagtailadmin_home"))
    own = spi.partner.group.collection_permissions.first().collection
    mine = builders.image("Of spi", collection=own)
    assert client.get(reverse("wagtailimages:edit", args=[mine.pk])).status_code == 200
