"""Names of languages: large where they stand alone, within a sentence as the language writes them."""

import pytest
from django.utils.translation import override

from portal.language_names import language_name, with_country
from portal.settings.languages import PORTAL_LANGUAGES
from portal.templatetags.design_tags import name_of_language
from vocabularies.registry import get_vocabulary


@pytest.mark.parametrize(
    ("language", "within", "alone"),
    [("es", "inglés", "Inglés"), ("fr", "anglais", "Anglais"), ("de", "Englisch", "Englisch")],
)
def test_a_language_is_called_as_the_reader_writes_it(language, within, alone):
    with override(language):
        assert name_of_language("en") == within
        assert language_name("en") == alone
    assert name_of_language("") == ""


def test_portuguese_is_that_of_portugal():
    countries = get_vocabulary("country")
    assert [countries.label(code, "pt") for code in ("PL", "RO", "CZ")] == ["Polónia", "Roménia", "Chéquia"]
    assert language_name("pl", "pt") == "Polaco"


def test_networks_are_told_a_language_with_its_country():
    told = [with_country(each.code) for each in PORTAL_LANGUAGES]
    assert told == ["en_GB", "de_DE", "fr_FR", "pt_PT", "es_ES", "it_IT"]
