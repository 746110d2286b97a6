"""Export and import in the admin."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail_localize.models import StringTranslation

from tests import builders
from translation.exchange.exporting import FORMATS, page_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(client, translator):
    client.force_login(translator)
    return client


@pytest.mark.parametrize("name", FORMATS)
def test_a_page_is_downloaded_changed_and_uploaded(signed_in, translation, name):
    response = signed_in.get(reverse("translation_exchange:page", args=[translation.pk, name]))
    assert response["Content-Disposition"].endswith(f'-fr.{FORMATS[name].extension}"')
    contents = response.content.decode().replace("fr: Where to go.", "Où aller.").encode()
    address = reverse("translation_exchange:import")
    html = signed_in.get(address, {"translation": translation.pk}).content.decode()
    assert reverse("translation_exchange:page", args=[translation.pk, name]) in html
    for nonsense in ("x", "999999", "²"):
        assert signed_in.get(address, {"translation": nonsense}, follow=True).status_code in (200, 404)
    file = SimpleUploadedFile(f"a.{FORMATS[name].extension}", contents)
    html = signed_in.post(address, {"file": file}).content.decode()
    assert 'data-import="stored"' in html
    assert "1 text was imported." in html
    row = StringTranslation.objects.get(data="Où aller.")
    assert (row.last_translated_by.username, row.tool_name) == ("translator-fr", name.upper())


def test_what_waits_is_downloaded_as_a_zip(signed_in, translation):
    address = reverse("translation_exchange:language", args=["fr", "po"])
    assert "Nothing waits for you" in signed_in.get(address, follow=True).content.decode()
    StringTranslation.objects.filter(data="fr: Where to go.").delete()
    contents = b"".join(signed_in.get(address).streaming_content)
    with zipfile.ZipFile(io.BytesIO(contents)) as archive:
        assert archive.namelist() == [f"missions-{translation.pk}-fr.po"]


def test_a_refused_file_is_explained_and_escaped(signed_in, translation):
    name, contents = page_file(translation, FORMATS["po"])
    bad = contents.decode().replace("fr: Where to go.", "<script>alert(1)</script>").encode()
    html = signed_in.post(
        reverse("translation_exchange:import"), {"file": SimpleUploadedFile(name, bad)}
    ).content.decode()
    assert 'data-import="refused"' in html
    assert "Where to go." in html
    assert "<script>alert" not in html


def test_a_form_without_a_file_says_so(signed_in):
    assert "required" in signed_in.post(reverse("translation_exchange:import")).content.decode()


@pytest.mark.parametrize(
    ("name", "args"),
    [("page", [999999, "po"]), ("language", ["xx", "po"]), ("language", ["fr", "docx"])],
)
def test_what_is_not_there_is_not_found(signed_in, name, args):
    address = reverse(f"translation_exchange:{name}", args=args)
    assert signed_in.get(address, follow=True).status_code == 404


def test_visitors_are_asked_to_sign_in(client, translation):
    for name, args in [("page", [translation.pk, "po"]), ("language", ["fr", "po"]), ("import", [])]:
        assert "/login/" in client.get(reverse(f"translation_exchange:{name}", args=args))["Location"]


def test_the_buttons_of_wagtail_localizes_editor_are_guarded_too(signed_in, translation, page):
    download = reverse("wagtail_localize:download_pofile", args=[translation.pk])
    upload = reverse("wagtail_localize:upload_pofile", args=[translation.pk])
    contents = signed_in.get(download).content
    assert contents == page_file(translation, FORMATS["po"])[1] or b"POT-Creation-Date" in contents
    without_header = b'msgid ""\nmsgstr ""\n\nmsgid "a"\nmsgstr "b"\n'
    for bad, message in [
        (without_header, "“X-WagtailLocalize-TranslationID” is missing"),
        (b"\xff\xfe\x00", "encoding"),
    ]:
        response = signed_in.post(upload, {"file": SimpleUploadedFile("a.po", bad)}, follow=True)
        assert response.status_code == 200
        assert message in response.content.decode()
    assert "Choose a file" in signed_in.post(upload, follow=True).content.decode()
    good = contents.replace(b"fr: Where to go.", "Où aller.".encode())
    html = signed_in.post(upload, {"file": SimpleUploadedFile("a.po", good)}, follow=True).content.decode()
    assert "1 text was imported." in html
    other = builders.standard_page("Other")
    builders.translate(other, "fr", live=False)
    mine = builders.submit(other).translations.get()
    address = reverse("wagtail_localize:upload_pofile", args=[mine.pk])
    html = signed_in.post(address, {"file": SimpleUploadedFile("a.po", good)}, follow=True).content.decode()
    assert "made for another page" in html
