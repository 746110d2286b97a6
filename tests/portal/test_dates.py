"""Dates are written as the Unicode CLDR has them in each language."""

from datetime import date

import pytest
from babel.dates import format_date, format_skeleton
from django.conf import settings
from django.utils.dates import MONTHS
from django.utils.formats import date_format
from django.utils.translation import override

from portal import month_names
from tests.portal.test_moment_tags import render

LANGUAGES = [code for code, _name in settings.LANGUAGES]
# Django's formats for Portuguese and English are those of Europe.
CLDR = {"pt": "pt_PT", "en": "en_GB"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("month", range(1, 13))
def test_days_and_months_are_written_as_in_the_cldr(language: str, month: int):
    day, locale = date(2027, month, 1), CLDR.get(language, language)
    with override(language):
        assert date_format(day) == format_date(day, "long", locale=locale)
        assert date_format(day, "YEAR_MONTH_FORMAT") == format_skeleton("yMMMM", day, locale=locale)


def test_a_month_beside_a_day_is_short():
    months = [render("{{ day|short_month }}", language, day=date(2027, 8, 1)) for language in LANGUAGES]
    assert dict(zip(LANGUAGES, months, strict=True)) == {
        "en": "Aug 2027",
        "de": "Aug 2027",
        "fr": "août 2027",
        "pt": "ago. 2027",
        "es": "ago 2027",
        "it": "ago 2027",
    }


def test_the_names_are_those_that_django_looks_up():
    with override("en"):
        assert [str(name) for name in MONTHS.values()] == month_names.MONTHS
