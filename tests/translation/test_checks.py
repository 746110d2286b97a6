"""The checks find what is wrong with a translation, and nothing else."""

import json
from uuid import uuid4

import pytest
from babel.numbers import format_decimal
from django.core.management import call_command
from hypothesis import assume, given
from hypothesis import strategies as st
from wagtail_localize.models import StringTranslation, Translation

from home.models import StandardPage
from news.models import NewsPage
from tests import builders
from translation.board_counts import counts
from translation.check_results import check, max_length
from translation.checks import Problem, check_segment
from translation.glossary import AgreedTerm
from translation.models import CheckResult
from translation.numbers import unmatched

LANGUAGES = ["en", "de", "fr", "pt", "es", "it"]


def codes(source, target, pair=("en", "de"), **options):
    return [
        f"{problem.level} {problem.code}"
        for problem in check_segment(source, target, language_pair=pair, **options)
    ]


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("Hello {name}", "Hallo {name}", []),
        ("Hello {name}", "Hallo {Name}", ["error placeholders", "error placeholders"]),
        ("%(count)d of {{ total }}", "%(count)d von {{ total }}", []),
        ("%s left", "übrig", ["error placeholders"]),
        ("50% discount", "50% Rabatt", []),
        ("100% safe", "zu 100 % sicher", []),
        ("A <b>bold</b> word", "Ein <b>fettes</b> Wort", []),
        ("A <b>bold</b> word", "Ein fettes Wort", ["error tags"]),
        ("A bold word", "Ein <b>fettes</b> Wort", ["error tags"]),
        ("A <b>bold</b> word", "Ein <b>fettes Wort", ["error markup"]),
        ("A <b>bold</b> word", "Ein <b>fettes</i> Wort", ["error markup"]),
        ("A <b>bold</b> word", "Ein fettes</b> Wort", ["error markup"]),
        ("A bold word", "Ein <script>x</script>", ["error markup"]),
        ("One<br/>two", "Eins zwei", ["warning tags"]),
        ('See <a id="a1">this</a>', 'Siehe <a id="a1">dies</a>', []),
        ('See <a id="a1">this</a>', "Siehe dies", ["error links"]),
        ('See <a id="a1">this</a>', '<a id="a1">Siehe</a> <a id="a1">dies</a>', ["error links"]),
        ('See <a id="a1">this</a>', '<a id="a2">Siehe</a>', ["error markup"]),
        ("Write to a@example.org", "An b@example.org", ["warning links", "warning links"]),
        ("See https://example.org/2014.", "Siehe https://example.org/2014!", []),
        ("Open to 12 firms", "Offen für 21 Firmen", ["warning numbers"]),
        ("Open to 12 firms", "Offen für Firmen", ["warning numbers"]),
        ("Read more", "Lesen Sie &lt;b&gt;mehr&lt;/b&gt;", ["warning tags", "warning tags"]),
        ("Use &lt;b&gt; here", "Nehmen Sie &lt;b&gt;", []),
        ("Word ", "Wort", ["warning spaces"]),
        ("Word", "\u00a0Wort", ["warning spaces"]),
        ("Read more about it", "Read more about it", ["warning same"]),
        ("Sociedade Portuguesa de Inovação", "Sociedade Portuguesa de Inovação", []),
        ("Cluster", "Cluster", []),
        ("portal.example, news.example", "portal.example, news.example", []),
        ("Anything 12 {x}", "", []),
    ],
)
def test_each_check_finds_its_problem_and_nothing_else(source, target, expected):
    assert codes(source, target) == expected


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("<x>", "&lt;x&gt;"),
        ("</x>", "&lt;/x&gt;"),
        ("<ann@example.org>", "&lt;ann@example.org&gt;"),
        ("<my-tag/>", "&lt;my-tag/&gt;"),
        ("<!-- x -->", "&lt;!-- x --&gt;"),
        ("<?php", "&lt;?php"),
    ],
)
def test_what_is_no_tag_is_refused_and_the_message_says_how_to_write_it(typed, written):
    [problem] = check_segment(f"Use {written}", f"Mit {typed}", language_pair=("en", "de"))
    assert problem.level == "error"
    assert problem.message.startswith(f"{typed} is not a tag")
    assert problem.message.endswith(f"write {written}.")
    assert codes(f"Use {written}", f"Mit {written}") == []


def test_a_sign_that_opens_no_tag_is_a_sign():
    assert codes("1 &lt; 2 and 3", "1 < 2 und 3") == []


@pytest.mark.parametrize(
    ("kind", "length", "most", "expected"),
    [
        ("title", 70, 255, []),
        ("title", 71, 255, ["warning length"]),
        ("seo_title", 71, 255, ["warning length"]),
        ("search_description", 160, None, []),
        ("search_description", 161, None, ["warning length"]),
        ("summary", 400, 400, []),
        ("summary", 401, 400, ["error length"]),
        ("title", 256, 255, ["error length"]),
    ],
)
def test_lengths_are_those_that_a_reader_sees(kind, length, most, expected):
    assert codes("Short", "&amp;" + "x" * (length - 1), kind=kind, max_length=most) == expected


def test_a_title_that_is_long_in_the_source_may_be_as_long():
    assert codes("x" * 90, "y" * 90, kind="title") == []


def test_the_glossary_is_a_warning_that_names_the_agreed_term():
    problems = check_segment(
        "Our clusters",
        "Nos groupes",
        language_pair=("en", "fr"),
        terms=[AgreedTerm("cluster", ("grappe", "pôle"))],
    )
    assert problems == [Problem("warning", "glossary", "“cluster” is agreed to be “grappe” or “pôle”.")]


@pytest.mark.parametrize(
    ("source", "target", "pair"),
    [
        ("1,000 firms", "1.000 Firmen", ("en", "de")),
        ("1,000 firms", "1 000 entreprises", ("en", "fr")),
        ("1,000 firms", "1\u202f000 entreprises", ("en", "fr")),
        ("1,000 firms", "1000 imprese", ("en", "it")),
        ("some 1,000 meetings", "un migliaio di incontri", ("en", "it")),
        ("2.5 % of it", "2,5 % davon", ("en", "de")),
        ("4 May 2031", "4. Mai 2031", ("en", "de")),
        ("4 May 2031", "04.05.2031", ("en", "de")),
        ("2031-05-04", "04/05/2031", ("en", "fr")),
        ("at 2 pm", "um 14 Uhr", ("en", "de")),
        ("at 2:30 p.m.", "a las 14:30", ("en", "es")),
        ("from 10 to 16", "10:00–16:00", ("de", "en")),
        ("the 21st century", "le XXIe siècle", ("en", "fr")),
        ("the 21st century", "el siglo XXI", ("en", "es")),
        ("two firms", "2 Firmen", ("en", "de")),
        ("3 firms", "trois entreprises", ("en", "fr")),
        ("2014-2020", "2014 bis 2020", ("en", "de")),
        ("No.5", "Nr. 5", ("en", "de")),
    ],
)
def test_numbers_written_in_another_way_are_no_problem(source, target, pair):
    assert unmatched(source, target, *pair) == []
    assert unmatched(target, source, *reversed(pair)) == []


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("12 firms", "13 Firmen"),
        ("1,000 firms", "100 Firmen"),
        ("4 May 2031", "4. Mai 2032"),
        ("7 rooms", "Räume"),
        ("rooms", "15 Räume"),
        ("at 2 pm", "um 15 Uhr"),
    ],
)
def test_another_number_is_a_problem(source, target):
    assert unmatched(source, target, "en", "de") != []


@given(
    st.lists(st.decimals(0, 10**9, places=2, allow_nan=False), min_size=1, max_size=4),
    st.sampled_from(LANGUAGES),
    st.sampled_from(LANGUAGES),
)
def test_no_number_that_each_language_writes_its_own_way_is_a_false_alarm(values, source, target):
    def text(language):
        return " x ".join(format_decimal(value, locale=language) for value in values)

    assert unmatched(text(source), text(target), source, target) == []


@given(st.integers(13, 10**9), st.integers(13, 10**9), st.sampled_from(LANGUAGES))
def test_no_other_number_passes(left, right, language):
    assume(str(left) != str(right) and {left, right} != {1000})
    assert unmatched(f"x {left} x", f"y {right} y", "en", language) != []


@given(st.text(), st.text())
def test_any_two_texts_can_be_checked(source, target):
    check_segment(source, target, language_pair=("en", "xx"), kind="title", max_length=5)


@given(st.text(alphabet=st.characters(exclude_characters="<>&", exclude_categories=["C"]), min_size=1))
def test_a_text_agrees_with_itself_but_for_being_the_same(text):
    assert set(codes(text, text)) <= {"warning same"}


def test_the_most_that_a_field_takes_is_known_for_fields_and_blocks():
    assert max_length(StandardPage, "summary") == 400
    assert max_length(StandardPage, "title") == 255
    assert max_length(StandardPage, "body.heading.text") == 160
    assert max_length(StandardPage, "body.text") is None
    assert max_length(StandardPage, "body.people.item.name") == 120
    assert max_length(NewsPage, "no_such_field.at.all") is None


def failed(translation):
    """Whether the desk counts segments of the translation that fail a check."""
    _totals, done = counts([translation.target_locale_id])
    return done[translation.source_id, translation.target_locale_id].failed > 0


@pytest.mark.django_db
class TestStored:
    @pytest.fixture
    def page(self):
        page = builders.standard_page("Missions", summary="Open to {number} firms.")
        page.body = json.dumps([{"type": "text", "value": "<p>A <b>bold</b> word</p>", "id": str(uuid4())}])
        page.save_revision().publish()
        builders.translate(page, "fr", live=False)
        builders.translate(page, "de", live=False)
        return page

    @pytest.fixture
    def french(self, page):
        return Translation.objects.get(target_locale__language_code="fr")

    def row(self, path, language="fr"):
        return StringTranslation.objects.get(context__path=path, locale__language_code=language)

    def test_an_error_is_known_as_soon_as_it_is_saved_and_only_in_that_language(self, french):
        assert not failed(french)
        row = self.row("summary")
        row.data = "Ouvert aux entreprises."
        row.save()
        assert failed(french)
        assert [each for each in Translation.objects.all() if failed(each)] == [french]
        row.data = "Ouvert à {number} entreprises."
        row.save()
        assert not failed(french)
        assert not CheckResult.objects.exists()

    def test_a_warning_does_not_fail(self, french):
        row = self.row("summary")
        row.data = "Ouvert à {number} entreprises. "
        row.save()
        assert CheckResult.objects.get().warnings == 1
        assert not failed(french)

    def test_a_text_that_the_source_has_dropped_does_not_count(self, page, french):
        row = self.row("summary")
        row.data = "Ouvert aux entreprises."
        row.save()
        page.summary = "Open to firms."
        page.save_revision().publish()
        builders.submit(page)
        assert not failed(french)

    def test_rows_written_in_bulk_are_checked_when_asked_and_by_the_command(self, french, capsys):
        StringTranslation.objects.filter(pk=self.row("summary").pk).update(data="Ouvert.")
        assert not failed(french)
        check([self.row("summary")])
        assert failed(french)
        CheckResult.objects.all().delete()
        call_command("rebuild_memory")
        assert failed(french)

    def test_a_field_that_is_too_full_is_an_error(self, french):
        row = self.row("summary")
        row.data = "{number} " + "x" * 400
        row.save()
        assert failed(french)
