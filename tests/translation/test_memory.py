"""The translation memory finds everything that is alike enough, on every page."""

from itertools import product
from uuid import uuid4

import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st
from wagtail_localize.models import String, StringTranslation, TranslationContext

from tests import builders
from translation.keys import string_hash
from translation.memory import _translations, exact_matches, forgotten, remember, suggestions_for
from translation.models import MemoryKey
from translation.similarity import THRESHOLD, destroyed, keys, lengths, similarity_of_units, units

WORDS = ["hydrogen", "cluster", "regions", "of", "the", "a", "firms", "Valencia"]
texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=24).map(" ".join)


def similarity(left, right):
    """In percent, as the memory shows it."""
    return similarity_of_units(units(left), units(right)) if left != right else 100


def suggestions(source, target, text, limit=5):
    """For one text."""
    return suggestions_for(source, target, [text], limit)[text]


@st.composite
def texts_and_edits(draw):
    """A text, and what a few edits make of it."""
    before = draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=24))
    after = list(before)
    for _edit in range(draw(st.integers(0, 1 + len(before) // 4))):
        at = draw(st.integers(0, len(after)))
        kind = draw(st.sampled_from(["insert", "delete", "replace"]))
        after[at : at + (kind != "insert")] = [] if kind == "delete" else [draw(st.sampled_from(WORDS))]
    return " ".join(before), " ".join(after)


@given(texts_and_edits())
def test_whatever_is_alike_enough_has_a_key_in_common(pair):
    left, right = map(units, pair)
    if similarity(*pair) >= THRESHOLD:
        assert keys(1, left) & keys(1, right)
        low, high = lengths(len(left))
        assert low <= len(right) <= high


@given(texts, texts)
def test_similarity_is_symmetrical_and_full_only_for_the_very_same(left, right):
    assert similarity(left, right) == similarity(right, left)
    assert (similarity(left, right) == 100) == (left == right)


@given(st.integers(1, 300))
def test_a_text_keeps_at_least_one_pair_whatever_the_edits(length):
    assert destroyed(length) < max(length - 1, 1)


@pytest.mark.parametrize(
    ("left", "right", "score"),
    [
        ("Open to firms.", "Open to firms!", 99),
        ("Open until 30 March 2031", "Open until 1 March 2032", 99),
        ("Open to <b>firms</b>", "open to firms", 99),
        ("Red de empresas de energía", "Red de empresas de energia", 99),
        ("The network supports small firms", "The network supports small companies", 80),
        ("Four words are enough", "Four words were enough", 75),
        ("Three words only", "Three words alone", 0),
        ("", "Something", 0),
    ],
)
def test_similarity_counts_words(left, right, score):
    assert similarity(left, right) == score


@pytest.mark.django_db
class TestLookUp:
    @pytest.fixture
    def english(self):
        return builders.locale("en")

    @pytest.fixture
    def french(self):
        return builders.locale("fr")

    @pytest.fixture
    def page(self):
        page = builders.standard_page("Our clusters", summary="The network supports small firms in Bavaria.")
        builders.translate(page, "fr", prefix="fr: ")
        return page

    def test_the_same_text_is_offered_with_a_hundred_percent_and_its_origin(self, page, english, french):
        best = suggestions(english, french, "The network supports small firms in Bavaria.")[0]
        assert (best.score, best.text, best.origin) == (
            100,
            "fr: The network supports small firms in Bavaria.",
            "Our clusters",
        )

    def test_a_similar_text_is_offered_with_its_percentage(self, page, english, french):
        best = suggestions(english, french, "The network supports small firms in Saxony.")[0]
        assert best.score == 85
        assert best.source_text == "The network supports small firms in Bavaria."

    def test_nothing_is_offered_below_the_threshold_or_in_another_language(self, page, english, french):
        assert suggestions(english, french, "The network is new.") == []
        assert suggestions(english, builders.locale("de"), "Our clusters") == []
        assert suggestions(french, english, "Our clusters") == []

    def test_what_no_person_confirmed_or_has_an_error_is_not_offered(self, page, english, french):
        row = StringTranslation.objects.get(context__path="title", locale=french)
        for field, value in [("translation_type", "machine"), ("has_error", True)]:
            StringTranslation.objects.filter(pk=row.pk).update(**{field: value})
            assert suggestions(english, french, "Our clusters") == []
            assert exact_matches(english, french, ["Our clusters"]) == {}
            StringTranslation.objects.filter(pk=row.pk).update(**{field: getattr(row, field)})
        assert suggestions(english, french, "Our clusters")

    def test_a_retired_translation_is_still_remembered(self, page, english, french):
        page.summary = "The network supports small firms in Saxony."
        page.save_revision().publish()
        builders.submit(page)
        assert suggestions(english, french, "The network supports small firms in Bavaria.")[0].score == 100

    def test_of_several_translations_the_most_frequent_then_the_newest_is_taken(self, english, french):
        for title, prefix in [("One", "rare "), ("Two", "usual "), ("Three", "usual "), ("Four", "newest ")]:
            page = builders.standard_page(title, summary="Read more about it.")
            builders.translate(page, "fr", prefix=prefix)
        assert exact_matches(english, french, ["Read more about it.", "unknown"]) == {
            "Read more about it.": "usual Read more about it."
        }
        offered = [each.text for each in suggestions(english, french, "Read more about it.")]
        assert offered[0] == "newest Read more about it."
        assert sorted(offered) == sorted(
            f"{word} Read more about it." for word in ("newest", "rare", "usual")
        )

    def test_a_text_in_many_places_is_one_row_for_each_of_its_translations(self, page, english, french):
        title = StringTranslation.objects.get(context__path="title", locale=french)
        places = [
            TranslationContext(object=title.context.object, path=f"place-{number}", path_id=uuid4())
            for number in range(50)
        ]
        for place in TranslationContext.objects.bulk_create(places):
            StringTranslation.objects.create(
                translation_of=title.translation_of, context=place, locale=french, data=title.data
            )
        rows = _translations([title.translation_of_id], french.pk)
        assert [len(each) for each in rows.values()] == [1]
        assert suggestions(english, french, "Our clusters")[0].origin == "Our clusters"

    def test_many_look_ups_take_as_many_queries_as_one(
        self, page, english, french, django_assert_max_num_queries
    ):
        wanted = [f"The network supports {n} small firms in Bavaria." for n in range(300)]
        with django_assert_max_num_queries(4):
            found = suggestions_for(english, french, wanted)
        assert len(found) == 300
        assert {each[0].score for each in found.values()} == {87}

    def test_look_ups_find_what_comparing_with_everything_finds(self, english, french):
        corpus = [" ".join(each) for each in product(["the", "our"], ["firms", "regions"], WORDS, WORDS)]
        strings = [
            String.objects.create(locale=english, data=text, data_hash=string_hash(text)) for text in corpus
        ]
        StringTranslation.objects.bulk_create(
            StringTranslation(translation_of=each, locale=french, data=each.data, translation_type="manual")
            for each in strings
        )
        remember(strings)
        for text in [*corpus[::37], "our hydrogen firms of Valencia"]:
            expected = {other for other in corpus if similarity(text, other)}
            assert {each.source_text for each in suggestions(english, french, text, limit=500)} == expected

    def test_the_index_is_kept_by_translating_and_can_be_made_again(self, page, english, french, capsys):
        def stored():
            return set(MemoryKey.objects.values_list("string", "key", "length"))

        before = stored()
        assert before
        assert not forgotten().exists()
        MemoryKey.objects.first().delete()
        call_command("rebuild_memory")
        assert stored() == before
        MemoryKey.objects.all().delete()
        assert set(forgotten().values_list("data", flat=True)) >= {"Our clusters"}

    def test_a_deleted_string_leaves_the_index(self, page):
        string = String.objects.get(data="Our clusters")
        rows = MemoryKey.objects.filter(string_id=int(string.pk))
        assert rows.exists()
        string.segments.all().delete()
        string.delete()
        assert not rows.exists()
