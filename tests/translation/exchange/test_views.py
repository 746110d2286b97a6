"""Export and import in the admin."""

import io
import re
import zipfile

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail_localize.models import StringTranslation, Translation

from home.models import StandardPage
from tests import builders
from translation.exchange.exporting import FORMATS, page_file
from translation.permissions import ensure_reviewer_group

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


def test_pages_that_nobody_has_started_are_named_and_started_together_on_the_desk(signed_in, translation):
    pages = [builders.standard_page(f"Page {n}") for n in range(3)]
    builders.home("de")
    address = reverse("translation_exchange:import")
    soup = BeautifulSoup(signed_in.get(address).content, "html.parser")
    (line,) = soup.select("[data-language]")
    assert line["data-language"] == "fr"
    desk = signed_in.get(line.select_one("a[href*=state]")["href"]).content.decode()
    waiting = re.findall(r'name="row"\s+value="(fr:\d+)"', desk)
    assert {f"fr:{page.pk}" for page in pages} <= set(waiting)
    assert f"{len(waiting)} pages are not started yet" in line.get_text(" ", strip=True)
    start = reverse("translation_desk:start")
    html = signed_in.post(start, {"row": [*waiting, "de:1", "nonsense"]}, follow=True).content.decode()
    assert f"{len(waiting)} pages of the desk" in html
    assert not StandardPage.objects.filter(locale=builders.locale("de")).exists()
    assert "not started yet" not in signed_in.get(address).content.decode()
    export = signed_in.get(reverse("translation_exchange:language", args=["fr", "po"]))
    with zipfile.ZipFile(io.BytesIO(b"".join(export.streaming_content))) as archive:
        assert len(archive.namelist()) == len(waiting)
    assert "not started yet first" in signed_in.post(start, {"row": waiting}, follow=True).content.decode()


def test_on_the_page_of_a_translation_only_its_own_file_is_taken(signed_in, translation):
    builders.translate(other := builders.standard_page("Other"), "fr", live=False)
    others = builders.submit(other).translations.select_related("source__locale", "target_locale").get()
    name, contents = page_file(others, FORMATS["po"])
    file = SimpleUploadedFile(name, contents.replace(b"fr: Other", b"Autre"))
    address = reverse("translation_exchange:import")
    html = signed_in.post(f"{address}?translation={translation.pk}", {"file": file}).content.decode()
    assert "made for another page or language" in html
    assert not StringTranslation.objects.filter(data="Autre").exists()


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


def test_what_is_in_review_leaves_as_a_file_and_nothing_comes_back(
    signed_in, translation, translator, french
):
    ensure_reviewer_group(builders.locale("fr"))
    french.get_workflow().start(french, translator)
    export = reverse("translation_exchange:page", args=[translation.pk, "po"])
    contents = signed_in.get(export).content
    file = SimpleUploadedFile("a.po", contents.replace(b"fr: Where to go.", "Où aller.".encode()))
    address = f"{reverse('translation_exchange:import')}?translation={translation.pk}"
    assert export in signed_in.get(address).content.decode()
    html = signed_in.post(address, {"file": file}).content.decode()
    assert "Somebody has locked this page, or it is in review." in html
    assert not StringTranslation.objects.filter(data="Où aller.").exists()


def test_a_stopped_translation_leaves_as_no_file_and_takes_none(signed_in, translation):
    Translation.objects.filter(pk=translation.pk).update(enabled=False)
    export = reverse("translation_exchange:page", args=[translation.pk, "po"])
    upload = reverse("wagtail_localize:upload_pofile", args=[translation.pk])
    address = reverse("translation_exchange:import")
    answers = [
        signed_in.get(export, follow=True),
        signed_in.get(address, {"translation": translation.pk}, follow=True),
        signed_in.post(upload, follow=True),
    ]
    assert [answer.status_code for answer in answers] == [404, 404, 404]


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
