"""Pages beside each other have the same order in every language."""

from itertools import pairwise
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Page

from tests import builders
from translation.order import arranged, follow_order, longest_increasing

KEYS = [uuid4() for _ in range(8)]


@given(st.permutations(range(12)))
def test_what_stays_is_in_order_and_no_more_than_needed_moves(numbers):
    kept = longest_increasing(numbers)
    staying = [number for number in numbers if number in kept]
    assert staying == sorted(staying)
    best = [1] * len(numbers)
    for later in range(len(numbers)):
        for earlier in range(later):
            if numbers[earlier] < numbers[later]:
                best[later] = max(best[later], best[earlier] + 1)
    assert len(kept) == max(best)


@given(st.permutations(KEYS), st.lists(st.sampled_from(KEYS), unique=True))
def test_the_order_is_the_references_and_strangers_stay_behind_whom_they_follow(keys, reference):
    children = list(enumerate(keys))
    result = arranged(children, reference)
    assert sorted(result) == children
    known = [key for _pk, key in result if key in reference]
    assert known == [key for key in reference if key in keys]
    before = {pair[1]: previous[1] for previous, pair in pairwise(children)}
    after = {pair[1]: previous[1] for previous, pair in pairwise(result)}
    assert all(after[key] == before[key] for key in keys if key not in reference and key in before)


@pytest.fixture
def pages(db):
    return [builders.standard_page(name) for name in ("One", "Two", "Three", "Four")]


def titles(language):
    return [page.slug for page in Page.objects.get(slug=f"home-{language}").get_children()]


def test_an_editor_reorders_pages_and_every_language_follows(pages, client):
    for language in ("fr", "de"):
        for page in pages:
            builders.translate(page, language)
    client.force_login(builders.admin())
    own = builders.standard_page("Eigenes", language="de")
    client.post(f"/admin/pages/{pages[3].pk}/set_position/?position=0")
    assert titles("en") == titles("fr") == ["four", "one", "two", "three"]
    assert titles("de") == ["four", own.slug, "one", "two", "three"]
    client.post(f"/admin/pages/{pages[0].pk}/set_position/?position=3")
    assert titles("en") == titles("fr") == ["four", "two", "three", "one"]
    assert Page.find_problems() == ([], [], [], [], [])


def test_reordering_translations_leaves_the_source_alone(pages, client):
    translated = [builders.translate(page, "fr") for page in pages]
    client.force_login(builders.admin())
    client.post(f"/admin/pages/{translated[3].pk}/set_position/?position=0")
    assert titles("en") == ["one", "two", "three", "four"]
    follow_order(builders.home().translation_key)
    assert titles("fr") == titles("en")


def test_aliases_keep_the_order_too(pages):
    french = builders.home("fr")
    for page in reversed(pages):
        page.copy_for_translation(builders.locale("fr"), alias=True)
    assert follow_order(builders.home().translation_key, dry_run=True) == [french.page_ptr]
    assert follow_order(builders.home().translation_key) == [french.page_ptr]
    assert titles("fr") == titles("en")
    assert follow_order(builders.home().translation_key) == []
    assert Page.find_problems() == ([], [], [], [], [])
