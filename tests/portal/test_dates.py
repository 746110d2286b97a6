"""Dates are written as the Unicode CLDR has them in each language."""

from datetime import date

import pytest
from babel.dates import format_date, format_skeleton
from django.conf import settings
from django.utils.dates import MONTHS
from django.utils.formats import date_format
from django.utils.translation import override

from portal import month_names
from portal.templatetags.moment_tags import span_of_days
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


@pytest.mark.parametrize(
    ("language", "days", "months", "years"),
    [
        ("en", "7–8 February 2027", "28 February – 2 March 2027", "31 December 2026 – 1 January 2027"),
        ("de", "7.–8. Februar 2027", "28. Februar – 2. März 2027", "31. Dezember 2026 – 1. Januar 2027"),
        ("fr", "7–8 février 2027", "28 février – 2 mars 2027", "31 décembre 2026 – 1 janvier 2027"),
        (
            "pt",
            "7–8 de fevereiro de 2027",
            "28 de fevereiro – 2 de março de 2027",
            "31 de dezembro de 2026 – 1 de janeiro de 2027",
        ),
        (
            "es",
            "7–8 de febrero de 2027",
            "28 de febrero – 2 de marzo de 2027",
            "31 de diciembre de 2026 – 1 de enero de 2027",
        ),
        ("it", "7–8 febbraio 2027", "28 febbraio – 2 marzo 2027", "31 dicembre 2026 – 1 gennaio 2027"),
        # A language that may be added: with the year first, the ends say nothing alone.
        ("hu", "2027. február 7. – 2027. február 8.", "2027. február 28. – 2027. március 2.", None),
    ],
)
def test_of_two_days_what_both_dates_end_with_is_said_once(language, days, months, years):
    with override(language):
        assert span_of_days(date(2027, 2, 7), date(2027, 2, 8)) == days
        assert span_of_days(date(2027, 2, 28), date(2027, 3, 2)) == months
        if years:
            assert span_of_days(date(2026, 12, 31), date(2027, 1, 1)) == years
        # The same number in two months is not what they share.
        assert len(span_of_days(date(2027, 2, 7), date(2027, 3, 7)).split(" – ")) == 2
        assert span_of_days(date(2027, 2, 7), date(2027, 2, 7)) == date_format(date(2027, 2, 7))


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
