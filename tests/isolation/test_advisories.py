"""What Wagtail's advisories of 2026 describe and the matrix does not ask: contents, not addresses."""

import html
import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import NoReverseMatch, reverse
from wagtail.models import Collection, CollectionViewRestriction, GroupCollectionPermission
from wagtail_localize.models import Translation

from media.models import PortalDocument, PortalImage
from partners.permissions import ensure_permissions
from portal.grants import grant_collection
from tests import builders
from tests.media.files import picture

pytestmark = pytest.mark.django_db

SCRIPT = "<script>alert(1)</script>"
ATTRIBUTE = '"><img src=x onerror=alert(1)>'
PICTURE = picture("PNG")
AJAX = {"x-requested-with": "XMLHttpRequest"}


@pytest.fixture
def partners():
    """Two partners with collections, and what only the first one may use."""
    inno, spi = builders.partner("inno"), builders.partner("spi")
    ensure_permissions()
    return inno, spi


@pytest.fixture
def spi(partners, client):
    """The second partner's editor, signed in."""
    client.force_login(builders.user("editor-spi", partners[1].group))
    return client


def collection_of(partner):
    return GroupCollectionPermission.objects.filter(group=partner.group).first().collection


def upload(client, partner):
    """Send the picture to the chooser; what was answered, as text."""
    fields = {
        "title": "Copy",
        "file": SimpleUploadedFile("copy.png", PICTURE, "image/png"),
        "collection": collection_of(partner).pk,
        "is_decorative": "on",
        "licence": "own",
    }
    data = {f"image-chooser-upload-{name}": value for name, value in fields.items()}
    return client.post("/admin/images/chooser/create/", data, headers=AJAX).content.decode()


def test_uploading_a_copy_does_not_tell_that_another_partner_has_the_picture(partners, spi):
    inno, own = partners
    secret = PortalImage(title="Not shared", collection=collection_of(inno), is_decorative=True)
    secret.file.save("secret.png", SimpleUploadedFile("secret.png", PICTURE))
    secret._set_file_hash()
    secret.save()
    first = upload(spi, own)
    assert "Not shared" not in first
    assert json.loads(first)["step"] == "chosen"
    # One's own copy is found: the request above was one that looks for copies, and the hashes are the same.
    assert set(PortalImage.objects.values_list("file_hash", flat=True)) == {secret.file_hash}
    second = json.loads(upload(spi, own))
    assert second["step"] == "duplicate_found"
    assert "Not shared" not in json.dumps(second)


@pytest.mark.parametrize("kind", ["images", "documents"])
def test_files_cannot_be_looked_for_by_their_checksum(partners, spi, kind):
    model = {"images": builders.image, "documents": builders.document}[kind]
    file = model("Not shared", collection=collection_of(partners[0]))
    checksum = file.get_file_hash() if kind == "documents" else file._set_file_hash() or file.file_hash
    file.save()
    assert checksum
    for query in (f"file_hash={checksum}", f"search={checksum}", f"fields=*&file_hash={checksum}"):
        answer = spi.get(f"/admin/api/main/{kind}/?{query}").content.decode()
        assert "Not shared" not in answer
        assert f"{checksum}" not in answer.replace(query, "")
    for path in (f"/admin/{kind}/?q=", f"/admin/{kind}/chooser/results/?q="):
        assert "Not shared" not in spi.get(path + checksum).content.decode()


def test_the_checksum_of_a_private_document_confirms_nothing(partners, client):
    collection = collection_of(partners[0])
    document = builders.document("Not shared", collection=collection)
    tag = f'"{document.get_file_hash()}"'
    address = f"/documents/{document.pk}/{document.filename}"
    assert client.get(address, headers={"if-none-match": tag}).status_code == 304
    CollectionViewRestriction.objects.create(
        collection=collection, restriction_type=CollectionViewRestriction.LOGIN
    )
    assert client.get(address, headers={"if-none-match": tag}).status_code in (302, 403, 404)


@pytest.mark.parametrize("kind", ["images", "documents"])
def test_rights_on_files_hold_below_the_own_collection_and_below_no_other(partners, spi, kind):
    make, model = {
        "images": (builders.image, PortalImage),
        "documents": (builders.document, PortalDocument),
    }[kind]
    below = [collection_of(partner).add_child(name=f"Below {partner.code}") for partner in partners]
    foreign, own = (make(f"Kept below {place.name}", collection=place) for place in below)
    edit = "/admin/images/{}/" if kind == "images" else "/admin/documents/edit/{}/"
    one = ["/admin/api/main/{}/{}/", "/admin/{}/chooser/chosen/{}/", "/admin/{}/usage/{}/"]
    for address in (edit, *(path.format(kind, "{}") for path in one)):
        assert spi.get(address.format(own.pk)).status_code == 200, address
        refused = spi.get(address.format(foreign.pk))
        assert refused.status_code in (302, 403, 404), address
        assert foreign.title not in refused.content.decode()
    for address in (f"/admin/api/main/{kind}/", f"/admin/{kind}/", f"/admin/{kind}/chooser/results/?q=Kept"):
        seen = spi.get(address).content.decode()
        assert own.title in seen, address
        assert foreign.title not in seen, address
    fields = {
        "title": "Moved",
        "collection": below[0].pk,
        "is_decorative": "on",
        "licence": "own",
        "tags": "",
    }
    assert "Select a valid choice" in spi.post(edit.format(own.pk), fields).content.decode()
    bulk = f"/admin/bulk/media/portal{kind[:-1]}/"
    spi.post(f"{bulk}add_to_collection/?id={own.pk}", {"collection": below[0].pk})
    spi.post(f"{bulk}delete/?id={foreign.pk}")
    assert [model.objects.get(pk=file.pk).collection for file in (foreign, own)] == below
    # What is refused there is allowed in the own part.
    spi.post(f"{bulk}add_to_collection/?id={own.pk}", {"collection": collection_of(partners[1]).pk})
    assert model.objects.get(pk=own.pk).collection == collection_of(partners[1])


def test_who_manages_the_own_collections_reaches_no_others(partners, spi):
    names = [f"wagtailcore.{action}_collection" for action in ("add", "change", "delete")]
    grant_collection(partners[1].group, collection_of(partners[1]), names)
    foreign, own = (collection_of(partner).add_child(name=f"Below {partner.code}") for partner in partners)
    assert spi.get(f"/admin/collections/{own.pk}/").status_code == 200
    for collection in (foreign, collection_of(partners[0])):
        for way in ("", "delete/", "privacy/"):
            data = {"name": "Hacked", "restriction_type": "login"}
            answer = spi.post(f"/admin/collections/{collection.pk}/{way}", data)
            assert answer.status_code in (302, 403, 404), way
            assert foreign.name not in answer.content.decode()
        # Neither a new one nor one's own gets below it.
        for address in ("add/", f"{own.pk}/"):
            spi.post(f"/admin/collections/{address}", {"name": "Below spi", "parent": collection.pk})
    assert foreign.name not in spi.get("/admin/collections/").content.decode()
    spi.post("/admin/collections/add/", {"name": "Further below", "parent": own.pk})
    assert Collection.objects.get(depth=4).name == "Further below"
    places = {each.name: each.get_parent().pk for each in Collection.objects.filter(depth=3)}
    assert places == {f"Below {partner.code}": collection_of(partner).pk for partner in partners}
    assert not CollectionViewRestriction.objects.exists()


def test_what_is_private_is_so_in_every_collection_below(partners, client):
    below = collection_of(partners[0]).add_child(name="Below").add_child(name="Further below")
    document = builders.document("Not shared", collection=below)
    address = f"/documents/{document.pk}/{document.filename}"
    assert client.get(address).status_code == 200
    CollectionViewRestriction.objects.create(
        collection=collection_of(partners[0]), restriction_type=CollectionViewRestriction.LOGIN
    )
    refused = client.get(address)
    assert refused.status_code in (302, 403, 404)
    assert "Not shared" not in refused.content.decode()


def test_nobody_makes_sizes_of_pictures_by_address(partners, spi):
    image = builders.image("Not shared", collection=collection_of(partners[0]))
    own = builders.image("Own", collection=collection_of(partners[1]))
    with pytest.raises(NoReverseMatch):
        reverse("wagtailimages_serve", args=["signature", image.pk, "width-10"])
    for spec in ("width-10", "fill-10x10|format-png", "original"):
        assert spi.get(f"/admin/images/{image.pk}/preview/{spec}/").status_code == 302
        signed = f"/images/generated/{image.pk}/{spec}/"
        assert spi.get(signed, follow=True).status_code == 404
    # Of one's own only what the admin itself asks for; nothing that costs hours.
    assert spi.get(f"/admin/images/{own.pk}/preview/width-10/").status_code == 200
    for spec in (
        "rotate-90",
        "width-10|format-avif",
        "scale-10000",
        "nonsense-1",
        "fill-10x10-c100|jpegquality-1",
    ):
        assert spi.get(f"/admin/images/{own.pk}/preview/{spec}/").status_code == 400
    assert not image.renditions.exists()


def table(name: str) -> list[dict]:
    return [
        {
            "type": "table",
            "value": {
                "data": [[SCRIPT, "b"], ["c", "d"]],
                "cell": [{"row": 1, "col": 1, "className": name}],
                "table_caption": SCRIPT,
                "table_header_choice": "row",
                "first_row_is_table_header": True,
                "first_col_is_header": False,
            },
        }
    ]


def test_no_class_of_a_tables_cell_becomes_markup(client):
    page = builders.standard_page(body=json.dumps(table(f'x" onmouseover="alert(1){ATTRIBUTE}')))
    seen = client.get(page.url).content.decode()
    assert html.escape(SCRIPT) in seen
    assert SCRIPT not in seen
    tags = re.findall(r"<(?:td|th|img)\b[^>]*>", seen)
    assert [tag for tag in tags if "alert(1)" in re.sub(r'"[^"]*"', "", tag)] == []


def test_no_text_becomes_markup_where_it_is_translated(client):
    builders.home("fr")
    page = builders.standard_page(f"Title {SCRIPT}", slug="markup", summary=f"Summary {ATTRIBUTE}")
    french = builders.translate(page, "fr")
    translation = Translation.objects.get(source__object_id=page.translation_key)
    client.force_login(builders.admin())
    for address in (
        f"/admin/translations/{translation.pk}/",
        f"/admin/pages/{french.pk}/edit/",
        "/admin/translations/",
        "/admin/localize/reports/translations/",
    ):
        seen = client.get(address, follow=True).content.decode()
        assert "alert(1)" in seen, address
        assert SCRIPT not in seen, address
        assert ATTRIBUTE not in seen, address


def test_no_title_of_a_picture_becomes_markup(client):
    image = builders.image(f"{SCRIPT}{ATTRIBUTE}", tags=[])
    client.force_login(builders.admin())
    for address in (
        "",
        f"{image.pk}/",
        f"{image.pk}/generate_url/",
        f"{image.pk}/delete/",
        f"usage/{image.pk}/",
        "chooser/",
        f"chooser/chosen/{image.pk}/",
    ):
        seen = client.get(f"/admin/images/{address}", follow=True).content.decode()
        if seen.startswith("{"):
            # To a script the title is text; what is put into the page as it is comes under "html".
            seen = json.loads(seen).get("html") or ""
        assert SCRIPT not in seen, address
        assert ATTRIBUTE not in seen, address
