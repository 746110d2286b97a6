"""Bad files stay out by every way in; good ones are kept without private data and served as attachments."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.models import Collection, CollectionViewRestriction, UploadedFile

from media import files, forms, models
from media.image_bytes import cleaned
from media.models import PortalDocument, PortalImage
from partners.permissions import ensure_partner_group
from tests import builders
from tests.media.files import PDF, archive, bomb_png, exif, picture, word
from translation.permissions import MEDIA_COLLECTION, ensure_translator_group

pytestmark = pytest.mark.django_db


@pytest.fixture
def collection(client):
    """A partner's, whose editor is signed in."""
    partner = ensure_partner_group("spi", "SPI")
    client.force_login(builders.user("editor", partner.group))
    return partner.group.collection_permissions.first().collection


def send_image(client, way, name, content, collection):
    """Offer an image. ``way``: "add", "multiple", "chooser" or "replace"."""
    file = SimpleUploadedFile(name, content)
    fields = {"title": "Sent", "collection": collection.pk, "description": "Hands", "licence": "own"}
    if way == "multiple":
        return client.post(
            reverse("wagtailimages:add_multiple"),
            {"files[]": file, "collection": collection.pk, "title": "Sent"},
        )
    if way == "chooser":
        prefixed = {f"image-chooser-upload-{key}": value for key, value in (fields | {"file": file}).items()}
        return client.post(reverse("wagtailimages_chooser:create"), prefixed)
    if way == "replace":
        old = PortalImage.objects.filter(title="Old").first() or builders.image("Old", collection=collection)
        return client.post(
            reverse("wagtailimages:edit", args=[old.pk]), fields | {"file": file, "title": "Old"}
        )
    return client.post(reverse("wagtailimages:add"), fields | {"file": file})


BAD_IMAGES = {
    "svg": ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
    "svg named png": ("drawing.png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
    "wrong kind": ("photo.png", picture("JPEG")),
    "not allowed": ("photo.gif", picture("GIF")),
    "script": ("photo.jpg.php", picture("JPEG")),
    "program": ("photo.jpg", b"MZ\x90\0" * 50),
    "zero bytes": ("photo.jpg", b""),
    "bomb": ("photo.png", bomb_png()),
    "cut short": ("photo.jpg", picture("JPEG", (300, 300))[:4000]),
    "huge": ("photo.jpg", picture("JPEG") + b"\0" * (10 * 1024 * 1024)),
}


@pytest.mark.parametrize("way", ["add", "multiple", "chooser", "replace"])
def test_bad_images_stay_out(way, client, collection):
    send_image(client, "replace", "a.png", b"", collection)  # the one that is going to be replaced
    before = list(PortalImage.objects.values())
    for what, (name, content) in BAD_IMAGES.items():
        response = send_image(client, way, name, content, collection)
        assert response.status_code == 200, what
        if way == "multiple":
            assert response.json()["success"] is False, what
        assert list(PortalImage.objects.values()) == before, what
        assert not UploadedFile.objects.exists(), what


@pytest.mark.parametrize("way", ["add", "multiple", "chooser", "replace"])
def test_a_good_image_is_kept_without_private_data_under_a_plain_name(way, client, collection):
    content = picture("JPEG", exif=exif().tobytes()) + b"<?php hidden(); ?>"
    response = send_image(client, way, "../Été.php.jpg", content, collection)
    if way == "multiple":
        response = finish(client, response.json(), collection)
    image = PortalImage.objects.exclude(file__contains="test").get()
    stored = image.file.read()
    assert image.file.name.startswith("original_images/ete-php")
    assert image.file.name.endswith(".jpg")
    for hidden in (b"SecretPhone", b"hidden()"):
        assert hidden not in stored
    assert not Image.open(io.BytesIO(stored)).getexif().get_ifd(0x8825)
    assert image.file_size == len(stored)


@pytest.mark.parametrize("kind", ["PNG", "AVIF"])
def test_an_uploaded_image_is_cleaned_once(kind, client, collection, monkeypatch):
    calls = []

    def counted(content):
        calls.append(len(content))
        return cleaned(content)

    for module in (files, forms, models):
        monkeypatch.setattr(module, "cleaned", counted)
    content = picture(kind) + b"<?php hidden(); ?>"
    send_image(client, "add", f"photo.{kind.lower()}", content, collection)
    assert b"hidden()" not in PortalImage.objects.get().file.read()
    assert calls == [len(content)]


def finish(client, answer, collection):
    """Give a waiting upload what it lacks: an image its alternative text, a document its licence."""
    number = answer["uploaded_file_id"]
    kind = "image" if "uploaded-image" in answer["form"] else "document"
    app = {"image": "wagtailimages", "document": "wagtaildocs"}[kind]
    fields = {"title": "Sent", "description": "Hands", "licence": "own", "collection": collection.pk}
    return client.post(
        reverse(f"{app}:create_multiple_from_uploaded_{kind}", args=[number]),
        {f"uploaded-{kind}-{number}-{name}": value for name, value in fields.items()},
    )


def test_a_translator_uploads_under_the_same_rules(client):
    builders.home("fr")
    client.force_login(builders.user("translator", ensure_translator_group(builders.locale("fr"))))
    own = Collection.objects.get(name=MEDIA_COLLECTION)
    for name, content in BAD_IMAGES.values():
        send_image(client, "chooser", name, content, own)
    assert not PortalImage.objects.exists()
    send_image(client, "chooser", "photo.jpg", picture("JPEG", exif=exif().tobytes()), own)
    assert b"SecretPhone" not in PortalImage.objects.get().file.read()


def send_document(client, way, name, content, collection):
    file = SimpleUploadedFile(name, content)
    fields = {"title": "Sent", "collection": collection.pk, "licence": "own"}
    if way == "multiple":
        return client.post(
            reverse("wagtaildocs:add_multiple"), {"files[]": file, "collection": collection.pk}
        )
    if way == "chooser":
        prefixed = {
            f"document-chooser-upload-{key}": value for key, value in (fields | {"file": file}).items()
        }
        return client.post(reverse("wagtaildocs_chooser:create"), prefixed)
    if way == "replace":
        old = PortalDocument.objects.filter(title="Old").first() or builders.document(
            "Old", collection=collection
        )
        return client.post(
            reverse("wagtaildocs:edit", args=[old.pk]), fields | {"file": file, "title": "Old"}
        )
    return client.post(reverse("wagtaildocs:add"), fields | {"file": file})


BAD_DOCUMENTS = {
    "program": ("report.exe", b"MZ"),
    "program named pdf": ("report.pdf", b"MZ\x90\0"),
    "page named txt": ("notes.txt", b"<html><script>alert(1)</script>"),
    "svg": ("drawing.svg", b"<svg/>"),
    "last extension counts": ("report.pdf.html", PDF),
    "polyglot": ("report.pdf", PDF + archive({"a.class": b"x"})),
    "bomb": ("report.docx", word(**{"word/media/a": b"\0" * 40_000_000})),
    "zero bytes": ("report.pdf", b""),
    "huge": ("report.txt", b"a" * (20 * 1024 * 1024 + 1)),
}


@pytest.mark.parametrize("way", ["add", "multiple", "chooser", "replace"])
def test_bad_documents_stay_out(way, client, collection):
    send_document(client, "replace", "a.pdf", b"", collection)  # the one that is going to be replaced
    before = list(PortalDocument.objects.values())
    for what, (name, content) in BAD_DOCUMENTS.items():
        response = send_document(client, way, name, content, collection)
        assert response.status_code == 200, what
        assert list(PortalDocument.objects.values()) == before, what


@pytest.mark.parametrize("way", ["add", "multiple", "chooser", "replace"])
def test_a_good_document_is_served_as_an_attachment_that_runs_nothing(way, client, collection):
    response = send_document(client, way, "..\\Bericht.html.pdf", PDF, collection)
    if way == "multiple":
        finish(client, response.json(), collection)
    document = PortalDocument.objects.exclude(file__contains="example").get()
    assert document.file.name.startswith("documents/bericht-html")
    client.logout()
    response = client.get(document.url)
    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'"
    assert response["Content-Type"] == "application/pdf"


def test_a_document_of_a_private_collection_is_not_served(client, collection):
    document = builders.document(collection=collection)
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
    client.logout()
    assert client.get(document.url).status_code == 302
