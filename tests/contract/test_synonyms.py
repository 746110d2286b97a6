"""Words that mean the same, on both backends: in force with the next search, without a rebuild."""

import pytest

from search.criteria import Criteria
from search.models import Synonyms
from search.service import search
from tests.contract.conftest import Put
from tests.contract.synthetic import NAME, document


def titles(text: str, language: str = "en", **changes: object) -> list[str]:
    found = search(Criteria(kind=NAME, language=language, text=text, **changes), aggregate=False)
    assert found.relaxed is None
    return [hit.title for hit in found.hits]


def group(*phrases: str, language: str = "") -> Synonyms:
    return Synonyms.objects.create(language=language, phrases="\n".join(phrases))


@pytest.fixture
def two(put: Put) -> None:
    put(
        [
            document("Artificial intelligence park"),
            document("KI-Verbund"),
        ]
    )


def test_a_group_is_in_force_with_the_next_search_and_gone_with_it(two: None) -> None:
    assert titles("KI") == ["KI-Verbund"]
    row = group("KI", "artificial intelligence")
    assert set(titles("KI")) == {"KI-Verbund", "Artificial intelligence park"}
    row.delete()
    assert titles("KI") == ["KI-Verbund"]


def test_a_phrase_finds_the_word_and_the_word_finds_the_phrase(two: None) -> None:
    group("KI", "artificial intelligence")
    assert "KI-Verbund" in titles("artificial intelligence")
    assert "Artificial intelligence park" in titles("ki")


def test_what_was_typed_comes_before_what_stands_for_it(put: Put) -> None:
    group("timber", "wood")
    put([document("Wood"), document("Timber"), document("Stone")])
    assert titles("timber") == ["Timber", "Wood"]
    assert titles("wood") == ["Wood", "Timber"]


def test_all_other_words_are_still_required(put: Put) -> None:
    group("timber", "wood")
    put([document("Wood houses"), document("Timber bridges"), document("Houses of stone")])
    assert titles("timber houses") == ["Wood houses"]


def test_a_group_of_another_language_does_not_count(put: Put) -> None:
    group("timber", "wood", language="de")
    put([document("Wood"), document("Timber")])
    assert titles("timber", "en") == ["Timber"]
    assert titles("timber", "de") == ["Timber", "Wood"]


def test_counts_follow(put: Put) -> None:
    group("timber", "wood")
    put(
        [
            document("Wood", facets={"colour": ["red"]}),
            document("Timber", facets={"colour": ["red", "green"]}),
            document("Stone", facets={"colour": ["red"]}),
        ]
    )
    results = search(Criteria(kind=NAME, language="en", text="timber"))
    colours = next(facet for facet in results.facets if facet.name == "colour")
    assert results.total == 2
    assert {value.code: value.count for value in colours.values if value.count} == {"red": 2, "green": 1}
