"""A bad file gets a message that names the file and the text, and changes nothing."""

import io
import re
import uuid
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail_localize.models import StringTranslation

from tests import builders
from translation.exchange import upload as limits
from translation.exchange.exporting import FORMATS, page_file
from translation.exchange.importing import import_upload

pytestmark = pytest.mark.django_db

PO, XLIFF = FORMATS["po"], FORMATS["xliff"]


@pytest.fixture
def po(translation):
    return page_file(translation, PO)[1].decode()


@pytest.fixture
def xliff(translation):
    return page_file(translation, XLIFF)[1].decode()


@pytest.fixture
def refused(translation, translator):
    """Uploads a file and gives the one message; the good text that it also changes must not be stored."""

    def upload(name, contents, count=1):
        before = list(StringTranslation.objects.order_by("pk").values())
        data = contents if isinstance(contents, bytes) else contents.encode()
        report = import_upload(SimpleUploadedFile(name, data), translator)
        assert list(StringTranslation.objects.order_by("pk").values()) == before
        assert report.pages == []
        assert len(report.errors) == count, report.errors
        trouble = report.errors[0]
        assert trouble.file == name or name.endswith(".zip")
        return f"{trouble.segment} | {trouble.message}"

    return upload


def with_good_change(text):
    """The same file with another, right, translation of the title."""
    changed = text.replace("fr: Missions", "Les missions")
    assert changed != text
    return changed


def po_with(po, old, new):
    changed = with_good_change(po).replace(old, new)
    assert changed != with_good_change(po)
    return changed


def zip_with(**members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, contents in members.items():
            archive.writestr(name, contents)
    return out.getvalue()


def test_the_good_change_would_be_stored(translation, translator, po, xliff):
    for name, text, word in [("a.po", po, "Les missions"), ("b.xlf", xliff, "Nos missions")]:
        contents = text.replace("fr: Missions", word).encode()
        report = import_upload(SimpleUploadedFile(name, contents), translator)
        assert (report.errors, report.pages[0].changed) == ([], 1)
        assert StringTranslation.objects.filter(data=word).count() == 1


def test_a_po_file_without_our_header(refused, po):
    contents = re.sub(r'"X-WagtailLocalize[^\n]*\n', "", with_good_change(po))
    assert "“X-WagtailLocalize-TranslationID” is missing" in refused("a.po", contents)


def test_a_po_file_of_somebody_else(refused):
    assert "is missing" in refused("a.po", 'msgid "a"\nmsgstr "b"\n')


@pytest.mark.parametrize(
    "contents", ["no po at all", 'msgid "a', 'msgstr "x"\nmsgstr "y"', "\x00\x01\x02", "/etc/passwd"]
)
def test_what_is_no_po_file(refused, contents):
    assert "|" in refused("a.po", contents)


def test_the_line_of_a_broken_po_file_is_named(refused, po):
    contents = po_with(po, 'msgid "Where to go."', 'msgid "Where to go.')
    line = contents[: contents.index('msgid "Where to go.')].count("\n") + 1
    assert f"line {line} " in refused("a.po", contents)


def test_another_page(refused, po, xliff, translation):
    other = str(uuid.uuid4())
    for name, text in [("a.po", po), ("a.xlf", xliff)]:
        contents = with_good_change(text).replace(str(translation.uuid), other)
        assert "belongs to no page" in refused(name, contents)
    assert "belongs to no page" in refused(
        "a.po", with_good_change(po).replace(str(translation.uuid), "nonsense")
    )


def test_another_language(refused, po, xliff):
    message = "“it” where its page says “fr”"
    assert message in refused("a.po", po_with(po, '"Language: fr\\n"', '"Language: it\\n"'))
    assert message in refused("a.xlf", po_with(xliff, 'target-language="fr"', 'target-language="it"'))
    swapped = po_with(xliff, 'source-language="en"', 'source-language="pt"')
    assert "“pt” where its page says “en”" in refused("a.xlf", swapped)


def test_a_regional_variant_is_the_same_language(translator, xliff):
    contents = xliff.replace('target-language="fr"', 'target-language="fr-BE"').encode()
    assert import_upload(SimpleUploadedFile("a.xlf", contents), translator).errors == []


def test_broken_xml_is_named_by_line(refused, xliff):
    contents = with_good_change(xliff).replace("</body>", "")
    assert re.search(r"no well-formed XML \(line \d+, column \d+\)", refused("a.xlf", contents))


ENTITY = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
LAUGHS = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize("start", [ENTITY, LAUGHS])
def test_entities_are_not_even_looked_at(refused, xliff, start):
    body = with_good_change(xliff).partition("?>")[2].replace("fr: Where to go.", "&e;")
    assert "declares a document type or entities" in refused("a.xlf", start + body)


def test_other_xml_and_other_versions(refused, xliff):
    assert "“html”, but an XLIFF file of version 1.2" in refused("a.xlf", "<html/>")
    other = po_with(xliff, 'version="1.2"', 'version="2.0"')
    assert "“xliff 2.0”, but" in refused("a.xlf", other)
    assert "no “file” element" in refused("a.xlf", '<xliff version="1.2"/>')


def test_a_broken_tag_is_named_with_its_text(refused, xliff, po):
    contents = po_with(xliff, 'fr: A <g id="b.1" ctype="bold">bold</g>', 'fr: A <g id="script.1">bold</g>')
    message = refused("a.xlf", contents)
    assert "“script.1”" in message
    assert "body." in message
    contents = po_with(po, "fr: A <b>bold</b>", "fr: A <script>bold</script>")
    message = refused("a.po", contents, count=contents.count("<script>"))
    assert "A bold word and a link." in message
    assert "<script> is not a tag" in message
    assert "write &lt;script&gt;." in message


@pytest.mark.parametrize(("new", "named"), [("lien", "a1"), ('<a id=\\"a9\\">a</a>', "a9")])
def test_a_lost_or_invented_link_is_named_with_its_text(refused, po, new, named):
    message = refused("a.po", po_with(po, 'and a <a id=\\"a1\\">link</a>."\n\n', f'and a {new}."\n\n'))
    assert named in message
    assert "A bold word" in message


def test_a_broken_placeholder_is_named_with_its_text(refused, po):
    message = refused("a.po", po_with(po, "fr: Where to go.", "fr: Where to {go}."))
    assert "The placeholder {go} is not in the source." in message
    assert "Where to go." in message


def test_a_text_that_is_there_twice(refused, po, xliff):
    entry = re.search(r'msgctxt "summary"\n.*?\n\n', po, re.S)[0]
    assert "twice" in refused("a.po", with_good_change(po) + "\n" + entry)
    unit = re.search(r'<trans-unit id="summary#.*?</trans-unit>', xliff, re.S)[0]
    assert "twice" in refused("a.xlf", with_good_change(xliff).replace(unit, unit + unit))


def test_a_file_of_an_older_text(refused, po, xliff, page):
    page.summary = "Where to go next."
    page.save_revision().publish()
    builders.submit(page)
    for name, text in [("a.po", po), ("a.xlf", xliff)]:
        message = refused(name, with_good_change(text))
        assert "older text" in message
        assert "Where to go." in message


def test_a_text_that_the_page_never_had(refused, po):
    assert "no such text" in refused("a.po", po_with(po, 'msgctxt "summary"', 'msgctxt "somewhere"'))


def test_an_original_that_was_changed_in_the_file(refused, xliff):
    contents = po_with(xliff, "<source>Where to go.</source>", "<source>Where to stay.</source>")
    assert "original text in the file was changed" in refused(
        "a.xlf", contents.replace("fr: Where to go.", "Où rester.")
    )


def test_encodings(refused, translator, xliff, po):
    text = with_good_change(xliff).replace("Les missions", "Élan")
    for contents in (
        text.replace("UTF-8", "ISO-8859-1").encode("latin-1"),
        text.replace("UTF-8", "utf-16").encode("utf-16"),
        b"\xef\xbb\xbf" + text.encode(),
    ):
        StringTranslation.objects.filter(data="Élan").update(data="x")
        report = import_upload(SimpleUploadedFile("a.xlf", contents), translator)
        assert (report.errors, StringTranslation.objects.filter(data="Élan").count()) == ([], 1)
    text = po.replace("fr: Missions", "Âme")
    for contents in (
        text.replace("charset=utf-8", "charset=ISO-8859-1").encode("latin-1"),
        text.replace("charset=utf-8", "charset=UTF-16").encode("utf-16"),
        b"\xef\xbb\xbf" + text.encode(),
    ):
        StringTranslation.objects.filter(data="Âme").update(data="x")
        report = import_upload(SimpleUploadedFile("a.po", contents), translator)
        assert (report.errors, StringTranslation.objects.filter(data="Âme").count()) == ([], 1)


@pytest.mark.parametrize(("code", "message"), [("d800", "<x id=“char-d800.1”>"), ("0000", "U+0000")])
def test_characters_that_no_text_can_have_in_xliff(refused, xliff, code, message):
    contents = re.sub(r"(<target[^>]*>)(fr: Where)", rf'\1<x id="char-{code}.1"/>\2', with_good_change(xliff))
    told = refused("a.xlf", contents)
    assert "ummary" in told
    assert message in told


def test_characters_that_no_text_can_have_in_po(refused, po):
    told = refused("a.po", po_with(po, "fr: Where", "fr: \0Where"))
    assert "“Where to go.”" in told
    assert "U+0000" in told
    text = po_with(po, "fr: Where", "\\ud800").replace("charset=utf-8", "charset=unicode_escape")
    assert "do not fit its encoding “unicode_escape”" in refused("a.po", text)


def test_an_encoding_that_is_not_the_declared_one(refused, xliff, po):
    text = with_good_change(po).replace("fr: Where", "Où").encode("latin-1")
    assert "do not fit its encoding “utf-8”" in refused("a.po", text)
    unknown = po_with(po, "charset=utf-8", "charset=klingon")
    assert "“klingon” is unknown" in refused("a.po", unknown)
    text = with_good_change(xliff).replace("fr: Where", "Où")
    assert "no well-formed XML" in refused("a.xlf", text.encode("latin-1"))
    assert "|" in refused("a.xlf", text.replace("UTF-8", "klingon"))


def test_what_is_too_large_is_refused_before_it_is_read(refused, monkeypatch, po):
    monkeypatch.setattr(limits, "LARGEST_FILE", 1000)
    po += "#" * 1000
    assert "too large" in refused("a.po", po)
    assert "too large" in refused("a.zip", zip_with(**{"a.po": po}))
    monkeypatch.setattr(limits, "LARGEST_UPLOAD", 100)
    assert "too large" in refused("a.zip", zip_with(**{"a.po": po}))


def test_a_zip_bomb(refused, po):
    bomb = zip_with(**{f"{n}.po": b"0" * limits.LARGEST_FILE for n in range(12)}, good=po)
    assert len(bomb) < 1_000_000
    assert "too large" in refused("bomb.zip", bomb)


def test_a_zip_that_lies_about_its_size(refused, po):
    honest = zip_with(**{"a.po": po + "#" * 50_000})
    with zipfile.ZipFile(io.BytesIO(honest)) as archive:
        size = archive.infolist()[0].file_size
    lying = honest.replace(size.to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert lying != honest
    assert "damaged" in refused("a.zip", lying)


def test_names_in_a_zip_lead_nowhere(refused, po):
    for name in ("../../evil.po", "/etc/evil.po", "..\\evil.po"):
        assert "leads outside" in refused("a.zip", zip_with(**{name: with_good_change(po)}))


def test_other_things_in_a_zip(refused, po):
    assert "not read" in refused("a.zip", zip_with(**{"a.po": with_good_change(po), "run.exe": b"MZ"}))
    assert "not read" in refused("a.zip", zip_with(**{"nested.zip": zip_with(**{"a.po": po})}))
    assert "0 files" in refused("a.zip", zip_with())
    assert "damaged" in refused("a.zip", b"PK\x03\x04 no zip")
    assert "damaged" in refused("a.zip", zip_with(**{"a.po": po})[:-40])


def test_one_bad_file_refuses_the_whole_zip(refused, po, xliff):
    contents = zip_with(**{"good.po": with_good_change(po), "bad.xlf": "<xliff"})
    assert "no well-formed XML" in refused("a.zip", contents)
    twice = zip_with(**{"a.po": with_good_change(po), "a.xlf": xliff})
    assert "was in this upload before" in refused("a.zip", twice)


def test_what_macs_add_to_a_zip_is_ignored(translator, po):
    contents = zip_with(**{"a.po": po, "__MACOSX/._a.po": b"\0\5", ".DS_Store": b"\0"})
    assert import_upload(SimpleUploadedFile("a.zip", contents), translator).errors == []


def test_other_kinds_of_file(refused):
    for name in ("a.docx", "a", "a.po.exe"):
        assert ".xliff" in refused(name, b"x")
    for name in ("a.po", "a.xlf"):
        assert "empty" in refused(name, b"")


def test_all_errors_are_told_at_once(refused, po):
    contents = po_with(po, "fr: Where to go.", "<script>x</script>").replace("fr: Heading", "<p>x</p>")
    refused("a.po", contents, count=contents.count("<script>") + contents.count("<p>x</p>"))


def test_a_page_of_another_language_is_not_the_translators(client, translation, translator, po, page):
    german = builders.translate(page, "de", live=False)
    assert german
    other = (
        builders.submit(page)
        .translations.select_related("source__locale", "target_locale")
        .get(target_locale__language_code="de")
    )
    report = import_upload(SimpleUploadedFile("a.po", page_file(other, PO)[1]), translator)
    assert ["You may not translate" in error.message for error in report.errors] == [True]
    client.force_login(translator)
    for name in ("po", "xliff"):
        address = reverse("translation_exchange:page", args=[other.pk, name])
        assert client.get(address)["Location"] == reverse("wagtailadmin_home")


def test_a_locked_page_is_not_changed(translation, translator, french, po):
    french.locked, french.locked_by = True, builders.admin()
    french.save()
    contents = with_good_change(po).encode()
    report = import_upload(SimpleUploadedFile("a.po", contents), translator)
    assert ["locked" in error.message for error in report.errors] == [True]


def test_a_file_that_was_cut_off(refused, translator, po):
    header, *texts = po.split("\n\n")
    assert "holds no texts" in refused("a.po", header + "\n")
    report = import_upload(
        SimpleUploadedFile("a.po", "\n\n".join([header, *texts[:-2]]).encode()), translator
    )
    assert report.errors == []
    assert [warning.message for warning in report.warnings] == ["2 texts of the page are not in the file."]


def test_tags_that_are_nested_too_deep_for_any_reader(refused, po, xliff):
    deep = "<b>" * 3000 + "x" + "</b>" * 3000
    assert "nested more than 50 levels" in refused("a.po", po_with(po, "fr: Where to go.", deep))


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_zip_that_was_damaged_however_it_was_packed(refused, po, method):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr("a.po", po)
    data = bytearray(out.getvalue())
    data[60:120] = bytes(255 - value for value in data[60:120])
    assert "damaged" in refused("a.zip", bytes(data))
