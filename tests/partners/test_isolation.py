"""A partner works in its own part, in every language, and keeps to it: see also tests/isolation."""

import pytest
from django.urls import reverse
from modelcluster.models import get_all_child_relations
from wagtail.models import CollectionMember, Page, get_page_models
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield
from wagtail_localize.models import OverridableSegment, SegmentOverride, Translation

from portal.blocks.text import RICH_TEXT_FEATURES
from portal.grants import root_collection
from tests import builders
from tests.partners.trees import build_part
from translation.publishing import NotReady, publish

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


def test_a_partner_puts_no_file_of_others_on_its_page_by_its_number(client, monkeypatch):
    from partners.permissions import ensure_partner_group

    group = ensure_partner_group("spi", "SPI").group
    own = group.collection_permissions.first().collection
    others = root_collection().add_child(name="Others")
    kept, theirs = (builders.image(name, collection=others) for name in ("Kept", "Theirs"))
    paper = builders.document("Theirs", collection=others)
    mine, my_paper = builders.image("Mine", collection=own), builders.document("Mine", collection=own)
    series = builders.event_series("spi", partner=builders.partner("spi"))
    page = builders.event_page("Event", series=series, image=kept)
    client.force_login(builders.user("editor", group))

    def post(**entered):
        data = {"title": "Event", "slug": "event", "time_zone": "Europe/Lisbon", "image": kept.pk}
        data |= {"programme": rich_text(""), "body": streamfield([]), "start": "2031-05-04 10:30"}
        data |= {"clusters": inline_formset([]), "comments": inline_formset([])} | entered
        return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), nested_form_data(data))

    def linked(key):
        return rich_text(f'<p><a linktype="document" id="{key}">Paper</a></p>', features=RICH_TEXT_FEATURES)

    def picture(key):
        return ("image", {"image": key, "decorative": "on", "alt_text": ""})

    blank = {"description": ""}
    for name, value in [
        ("image", theirs.pk),
        ("programme", linked(paper.pk)),
        ("programme", linked("9" * 40)),
        ("body", streamfield([picture(theirs.pk)])),
        ("body", streamfield([("text", linked(paper.pk))])),
        ("body", streamfield([("documents", streamfield([("item", {"document": paper.pk, **blank})]))])),
    ]:
        response = post(**{name: value})
        assert response.status_code == 200, value
        assert "you may not use" in str(response.context["form"].errors[name])
        assert b"you may not use" in response.content
    filled = {"programme": linked(my_paper.pk), "body": streamfield([picture(mine.pk)])}
    assert post(**filled).status_code == 302
    page.refresh_from_db()
    draft = page.get_latest_revision_as_object()
    assert (draft.image.pk, draft.body[0].value.pk) == (kept.pk, mine.pk)
    assert f'id="{my_paper.pk}"' in draft.programme
    # What stands there is not asked about.
    monkeypatch.setattr("portal.page_forms.files_to_choose", None)
    assert post(**filled).status_code == 302


def test_nor_on_a_translation_of_it(client):
    from partners.permissions import ensure_partner_group

    group = ensure_partner_group("spi", "SPI").group
    own = group.collection_permissions.first().collection
    others = root_collection().add_child(name="Others")
    theirs = builders.image("Theirs", collection=others)
    mine, another = builders.image("Mine", collection=own), builders.image("Another", collection=own)
    series = builders.event_series("spi", partner=builders.partner("spi"))
    page = builders.event_page("Event", series=series)
    page.body = [("image", {"image": mine, "decorative": True, "alt_text": ""})]
    page.save_revision().publish()
    builders.translate(series, "fr")
    builders.translate(page, "fr")
    translation = Translation.objects.get(
        source__object_id=page.translation_key, target_locale__language_code="fr"
    )
    segment = OverridableSegment.objects.get(source=translation.source, data_json=str(mine.pk))
    address = reverse("wagtail_localize:edit_override", args=[translation.pk, segment.pk])
    client.force_login(builders.user("editor", group))

    def put(image):
        return client.put(address, f"value={image.pk}", content_type="application/x-www-form-urlencoded")

    refused = put(theirs)
    assert refused.status_code == 400
    assert "you may not use" in refused.json()["detail"]
    assert not SegmentOverride.objects.exists()
    for nothing in ("999999", "a picture", "javascript:alert(1)"):
        response = client.put(address, f"value={nothing}", content_type="application/x-www-form-urlencoded")
        assert response.status_code == 400, nothing
    assert put(another).status_code == 201
    assert SegmentOverride.objects.get().data == str(another.pk)
    another.delete()
    with pytest.raises(NotReady, match="is gone"):
        publish(translation, builders.admin(), confirmed=True)
    assert client.delete(address).status_code == 200
    assert not SegmentOverride.objects.exists()


def test_nothing_below_a_page_refers_to_a_file():
    """The form of a page judges its own fields only."""
    below = [each.related_model for model in get_page_models() for each in get_all_child_relations(model)]
    fields = [field for model in below for field in model._meta.get_fields()]
    assert fields
    for field in fields:
        assert not hasattr(field, "extract_references")
        assert not issubclass(field.related_model or Page, CollectionMember)
