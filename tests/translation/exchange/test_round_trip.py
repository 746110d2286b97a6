"""What is exported and imported again is what was there."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail_localize.models import StringTranslation

from tests import builders
from translation.exchange.exporting import FORMATS, page_file, waiting_for, zip_of
from translation.exchange.importing import import_upload
from translation.exchange.units import UnitState, units_of

pytestmark = pytest.mark.django_db

BOTH = pytest.mark.parametrize("wanted", FORMATS.values(), ids=FORMATS)


def stored():
    rows = StringTranslation.objects.order_by("context__path", "translation_of__data", "locale_id")
    return list(rows.values_list("context__path", "translation_of__data", "locale_id", "data"))


def upload(name, contents):
    return SimpleUploadedFile(name, contents)


@BOTH
def test_importing_an_export_changes_nothing(wanted, translation, translator):
    before = stored()
    report = import_upload(upload(*page_file(translation, wanted)), translator)
    assert (report.errors, [page.changed for page in report.pages]) == ([], [0])
    assert report.pages[0].unchanged == len(units_of([translation])[translation.pk]) == 5
    assert stored() == before


@BOTH
def test_an_export_brings_back_everything_that_was_lost(wanted, translation, translator):
    before = stored()
    name, contents = page_file(translation, wanted)
    StringTranslation.objects.all().delete()
    report = import_upload(upload(name, contents), translator)
    assert report.errors == []
    assert stored() == before
    row = StringTranslation.objects.first()
    assert (row.translation_type, row.last_translated_by, row.has_error) == ("manual", translator, False)


@BOTH
def test_odd_characters_come_back(wanted, translator):
    """Every kind of character is tried, text by text, in ``test_inline`` and ``test_po``; here through a page
    whose source is as odd as its translation.
    """
    odd = '\x0b\x1c\x85\u2028\ufffe\U0001f30d \r\n \\n "quoted" %s {0} ]]> &nbsp; <kbd> \t é\u0301 مرحبا\xa0!'
    page = builders.standard_page("Odd", summary=odd)
    builders.translate(page, "fr", live=False)
    before = stored()
    name, contents = page_file(builders.submit(page).translations.get(), wanted)
    assert StringTranslation.objects.filter(context__path="summary", data__contains="مرحبا").delete()[0]
    report = import_upload(upload(name, contents), translator)
    assert (report.errors, [page.changed for page in report.pages]) == ([], [1])
    assert stored() == before


@BOTH
def test_a_machines_text_is_marked_and_stays_unconfirmed(wanted, translation, translator):
    StringTranslation.objects.update(translation_type="machine")
    assert {unit.state for unit in units_of([translation])[translation.pk]} == {UnitState.REVIEW}
    name, contents = page_file(translation, wanted)
    report = import_upload(upload(name, contents), translator)
    assert report.errors == []
    assert set(StringTranslation.objects.values_list("translation_type", flat=True)) == {"machine"}
    marked = contents.decode()
    confirmed = marked.replace("#, fuzzy\n", "").replace('state="needs-review-translation"', 'state="final"')
    assert confirmed != marked
    report = import_upload(upload(name, confirmed.encode()), translator)
    assert report.errors == []
    types = list(StringTranslation.objects.values_list("translation_type", flat=True))
    if wanted.name == "xliff":
        assert set(types) == {"manual"}
    else:
        # PO has no word for "finished": a text that is as it was stays as it was.
        assert set(types) == {"machine"}


@BOTH
def test_what_a_changed_text_said_before_goes_along_and_is_not_imported(
    wanted, page, translation, translator
):
    page.summary = "Where to go next."
    page.save_revision().publish()
    before = stored()
    name, contents = page_file(translation, wanted)
    report = import_upload(upload(name, contents), translator)
    assert (report.errors, report.pages[0].changed, report.pages[0].left_out) == ([], 0, 1)
    assert stored() == before
    for line in {
        "po": ['#| msgid "Where to go."\n', "# It was translated as: fr: Where to go.\n"],
        "xliff": [
            '<alt-trans alttranstype="previous-version">\n<source>Where to go.</source>\n'
            "<target>fr: Where to go.</target>\n</alt-trans>"
        ],
    }[wanted.name]:
        assert contents.decode().count(line) == 1


@BOTH
def test_texts_without_translation_are_exported_empty_and_left_out(wanted, translation, translator):
    StringTranslation.objects.all().delete()
    report = import_upload(upload(*page_file(translation, wanted)), translator)
    assert report.errors == []
    assert report.pages[0].left_out == len(units_of([translation])[translation.pk])
    assert not StringTranslation.objects.exists()


@BOTH
def test_everything_that_waits_is_a_zip_that_can_be_imported(
    wanted, translation, translator, django_assert_max_num_queries
):
    others = [builders.standard_page(f"Page {n}", summary=f"Text {n}.") for n in range(4)]
    for page in others:
        builders.translate(page, "fr", live=False)
    StringTranslation.objects.filter(data="fr: Text 1.").delete()
    StringTranslation.objects.filter(data="fr: Text 2.").update(translation_type="machine")
    StringTranslation.objects.filter(data="fr: Text 3.").update(has_error=True)
    with django_assert_max_num_queries(12):
        translations = waiting_for(translator, builders.locale("fr"))
        contents = zip_of(translations, wanted).read()
    assert [each.source.object_repr for each in translations] == ["Page 1", "Page 2", "Page 3"]
    with zipfile.ZipFile(io.BytesIO(contents)) as archive:
        names = archive.namelist()
        assert [name.rsplit("-", 2)[0] for name in names] == ["page-1", "page-2", "page-3"]
    report = import_upload(upload("all.zip", contents), translator)
    assert report.errors == []
    assert len(report.pages) == 3
    assert waiting_for(builders.user("stranger"), builders.locale("fr")) == []
