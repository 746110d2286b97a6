"""No partner touches another one's part, in any language, by any way the admin offers."""

import pytest
from django.urls import reverse
from wagtail.models import Page
from wagtail_localize.models import OverridableSegment, StringSegment, Translation, TranslationSource

from tests import builders
from tests.partners.trees import build_part, state

pytestmark = pytest.mark.django_db


@pytest.fixture
def parts():
    return build_part("spi", "PT"), build_part("inno", "FR")


def requests_to(page, own, revision):
    """(what, method, address, data) of everything that changes, reveals or takes a page.

    ``own``: a page of the user's own that could take it in.
    """
    pages = "wagtailadmin_pages:"
    child = {"country": "clusterpage", "newssection": "newspage", "eventseries": "eventpage"}
    kind = page.specific_class._meta.model_name.removesuffix("page")
    app = page.specific_class._meta.app_label
    bulk = [
        reverse("wagtail_bulk_action", args=["wagtailcore", "page", action]) + f"?id={page.pk}"
        for action in ("publish", "unpublish", "delete", "move")
    ]
    edit = {"title": "Hacked", "slug": "hacked", "action-publish": "1"}
    copy = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": own.pk, "publish_copies": "on"}
    asked = [
        ("edit", "get", reverse(f"{pages}edit", args=[page.pk]), {}),
        ("edit", "post", reverse(f"{pages}edit", args=[page.pk]), edit),
        ("publish as translator", "post", reverse(f"{pages}edit", args=[page.pk]), {"action": "publish"}),
        ("preview", "post", reverse(f"{pages}preview_on_edit", args=[page.pk]), edit),
        ("view draft", "get", reverse(f"{pages}view_draft", args=[page.pk]), {}),
        ("delete", "get", reverse(f"{pages}delete", args=[page.pk]), {}),
        ("delete", "post", reverse(f"{pages}delete", args=[page.pk]), {}),
        ("unpublish", "get", reverse(f"{pages}unpublish", args=[page.pk]), {}),
        ("unpublish", "post", reverse(f"{pages}unpublish", args=[page.pk]), {"include_descendants": "on"}),
        ("move", "get", reverse(f"{pages}move", args=[page.pk]), {}),
        ("move there", "post", reverse(f"{pages}move_confirm", args=[page.pk, own.pk]), {}),
        ("move own into it", "post", reverse(f"{pages}move_confirm", args=[own.pk, page.pk]), {}),
        ("reorder", "post", reverse(f"{pages}set_page_position", args=[page.pk]) + "?position=0", {}),
        ("copy", "get", reverse(f"{pages}copy", args=[page.pk]), {}),
        ("copy", "post", reverse(f"{pages}copy", args=[page.pk]), copy),
        (
            "copy own into it",
            "post",
            reverse(f"{pages}copy", args=[own.pk]),
            copy | {"new_parent_page": page.pk},
        ),
        ("privacy", "get", reverse(f"{pages}set_privacy", args=[page.pk]), {}),
        ("privacy", "post", reverse(f"{pages}set_privacy", args=[page.pk]), {"restriction_type": "login"}),
        ("lock", "post", reverse(f"{pages}lock", args=[page.pk]), {}),
        ("unlock", "post", reverse(f"{pages}unlock", args=[page.pk]), {}),
        ("old version", "get", reverse(f"{pages}revisions_view", args=[page.pk, revision]), {}),
        ("revert", "get", reverse(f"{pages}revisions_revert", args=[page.pk, revision]), {}),
        ("compare", "get", reverse(f"{pages}revisions_compare", args=[page.pk, "earliest", "live"]), {}),
        ("unschedule", "post", reverse(f"{pages}revisions_unschedule", args=[page.pk, revision]), {}),
        ("submit", "get", reverse("wagtail_localize:submit_page_translation", args=[page.pk]), {}),
        (
            "submit",
            "post",
            reverse("wagtail_localize:submit_page_translation", args=[page.pk]),
            {"locales": [builders.locale("de").pk], "include_subtree": "on"},
        ),
        ("make an alias", "post", reverse("wagtail_localize:convert_to_alias", args=[page.pk]), {}),
        *(("bulk", "post", address, {"chooser": own.pk}) for address in bulk),
    ]
    if kind in child:
        add = reverse(f"{pages}add", args=[app, child[kind], page.pk])
        asked += [("add below", "get", add, {}), ("add below", "post", add, edit)]
    source = TranslationSource.objects.get(object_id=page.translation_key)
    update = reverse("wagtail_localize:update_translations", args=[source.pk])
    asked += [
        ("synchronise", "get", update, {}),
        ("synchronise", "post", update, {"publish_translations": "on"}),
    ]
    for translation in Translation.objects.filter(source=source):
        segment = StringSegment.objects.filter(source=source).first()
        overridable = OverridableSegment.objects.filter(source=source).first()
        name = "wagtail_localize:"
        asked += [
            ("stop translation", "post", reverse(f"{name}stop_translation", args=[translation.pk]), {}),
            ("machine", "post", reverse(f"{name}machine_translate", args=[translation.pk]), {}),
            ("PO download", "get", reverse(f"{name}download_pofile", args=[translation.pk]), {}),
            ("PO upload", "post", reverse(f"{name}upload_pofile", args=[translation.pk]), {}),
            ("translation preview", "get", reverse(f"{name}preview_translation", args=[translation.pk]), {}),
        ]
        if segment:
            text = reverse(f"{name}edit_string_translation", args=[translation.pk, segment.pk])
            asked += [("translate", "put", text, "value=Hacked"), ("translate", "delete", text, "")]
        if overridable:
            value = reverse(f"{name}edit_override", args=[translation.pk, overridable.pk])
            asked += [("override", "put", value, "value=1"), ("override", "delete", value, "")]
    return asked


def ask(client, method, address, data):
    kind = {"content_type": "application/x-www-form-urlencoded"} if method in ("put", "delete") else {}
    return getattr(client, method)(address, data, **kind)


@pytest.mark.slow
def test_a_partner_can_neither_change_nor_take_nor_see_drafts_of_another_ones_pages(client, parts):
    spi, inno = parts
    client.force_login(spi.editor)
    titles = Page.objects.filter(title__contains="inno").count()
    found = []
    for page in [*inno.english, *inno.french[:4]]:
        parent = page.get_parent().specific
        own = next(
            (each for each in spi.pages if type(each) is type(parent) and each.locale_id == page.locale_id),
            spi.english[0],
        )
        before = state(inno)
        for what, method, address, data in requests_to(page, own, page.latest_revision_id):
            response = ask(client, method, address, data)
            if what not in ANSWERED and not denied(response):
                found.append(
                    (what, method, page.title, response.status_code, response.headers.get("Location"))
                )
        if state(inno) != before:
            found.append(("changed", page.title, set(state(inno)) ^ set(before)))
    assert found == [], "\n".join(map(str, found))
    assert Page.objects.filter(title__contains="inno").count() == titles


# What refuses with a form or with a message; what counts there is that nothing changed.
ANSWERED = (
    "bulk",
    "move there",
    "move own into it",
    "copy own into it",
    "privacy",
    "unlock",
    "unschedule",
)


def denied(response):
    if response.status_code == 302:
        # Wagtail leads to its first page with a message, Django from what is not found to a language's 404.
        return response["Location"] == reverse("wagtailadmin_home") or response["Location"].startswith(
            "/en/admin/"
        )
    return response.status_code in (403, 404)


def test_a_partner_does_all_of_this_with_its_own_pages(client, parts):
    spi, _inno = parts
    client.force_login(spi.editor)
    for page in [Page.objects.get(pk=each.pk) for each in spi.pages]:
        for name in ("edit", "delete", "unpublish", "copy"):
            if name == "delete" and page.get_descendant_count():
                continue
            response = client.get(reverse(f"wagtailadmin_pages:{name}", args=[page.pk]))
            assert response.status_code == 200, (name, page.title)
        assert client.get(reverse("wagtailadmin_explore", args=[page.get_parent().pk])).status_code == 200
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


def test_administration_is_closed_to_partners(client, parts):
    spi, _inno = parts
    client.force_login(spi.editor)
    for name in (
        "wagtaillocales:index",
        "wagtailsites:index",
        "wagtailusers_users:index",
        "wagtailusers_groups:index",
        "partners:index",
        "partners:add",
        "vocabularies:index",
        "vocabularies:add",
    ):
        response = client.get(reverse(name))
        assert response.status_code in (302, 403), name
