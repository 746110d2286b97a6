"""Suggestions while somebody types: the same on every backend."""

import pytest

from search.documents import Texts
from search.suggest import MOST_NAMES, MOST_VALUES, suggest
from tests.contract.conftest import Put
from tests.contract.synthetic import NAME, document

FACETS = ("colour", "country", "region", "market")


def names(text: str, language: str = "en") -> list[str]:
    return [hit.title for hit in suggest(NAME, text, language, FACETS).hits]


def values(text: str, language: str = "en") -> dict[str, list[tuple[str, int]]]:
    found = suggest(NAME, text, language, FACETS).values
    return {name: [(value.label, value.count) for value in some] for name, some in found.items() if some}


def test_any_word_of_a_name_in_any_language_may_begin_so(engine: str, put: Put) -> None:
    put(
        [
            document(
                {"en": "Hydrogen Valley Saxony", "fr": "Vallée de l’hydrogène"}, names=["HVS-X", "Dresden"]
            ),
            document("Photonics Berlin", texts={"en": Texts("Photonics Berlin", body="hydrogen")}),
        ]
    )
    for text in ("hyd", "Valley", "VAL hyd", "vallee", "hvs", "dresd", "hydrogen v", "saxony hydro"):
        assert names(text) == ["Hydrogen Valley Saxony"], text
    for text in ("ydrogen", "hydx", "valley berlin", "zz", "h"):
        assert names(text) == [], text
    assert names("saxony", "fr") == ["Vallée de l’hydrogène"]


def test_accents_case_and_special_letters_do_not_matter(engine: str, put: Put) -> None:
    put([document("Łódź Straßenbau Têxtil")])
    for text in ("lodz", "ŁÓD", "strass", "straß", "textil", "TÊX"):
        assert names(text) == ["Łódź Straßenbau Têxtil"], text


def test_the_whole_name_comes_first_then_what_begins_so_then_by_name(engine: str, put: Put) -> None:
    titles = ["A Portal of Ports", "Ports of Europe", "Ports", "Big Ports", "Ports of Asia", "Århus Ports"]
    put([document(title) for title in titles])
    assert names("ports") == [
        "Ports",
        "Ports of Asia",
        "Ports of Europe",
        "A Portal of Ports",
        "Århus Ports",
        "Big Ports",
    ]


def test_words_longer_than_what_the_index_holds_are_found(engine: str, put: Put) -> None:
    put([document("Wasserstofftechnologien Nord")])
    assert names("Wasserstofftechnologien") == ["Wasserstofftechnologien Nord"]
    assert names("Wasserstofftechnologien N") == ["Wasserstofftechnologien Nord"]


def test_what_is_not_public_is_not_suggested(engine: str, put: Put) -> None:
    put([document("Here"), None])
    assert names("he") == ["Here"]


def test_labels_are_in_the_visitors_language_whatever_language_is_typed(engine: str, put: Put) -> None:
    put([document("One", facets={"colour": ["hydrogen"]})])
    for typed in ("Hydrogen", "wasserst", "HYDROGENE", "hidrogénio", "hidrógeno"):
        assert values(typed, "it") == {"colour": [("Idrogeno", 1)]}, typed
    assert values("xwasserstoff") == {}


def test_a_value_says_how_many_carry_it_and_one_that_nothing_carries_is_not_suggested(
    engine: str, put: Put
) -> None:
    put(
        [
            document(facets={"colour": ["red", "green"], "country": ["DE"], "region": ["DE1"]}),
            document(facets={"colour": ["red"], "country": ["PT"]}),
            document("Re", facets={"country": ["DE"]}),
        ]
    )
    assert values("re") == {"colour": [("Red", 2)], "region": [("Region DE1", 1)]}
    assert values("blue") == {}
    assert values("germ") == {"country": [("Germany", 2)]}
    assert names("re") == ["Re"]


def test_a_region_is_chosen_with_its_country(engine: str, put: Put) -> None:
    put([document(facets={"country": ["DE"], "region": ["DE1"]})])
    (region,) = suggest(NAME, "region de", "en", FACETS).values["region"]
    assert region.url == "/en/?country=DE&region=DE1"
    assert region.parent == "Germany"


def test_groups_are_short_and_the_best_values_stay(engine: str, put: Put) -> None:
    letters = "abcdefghijklmnop"
    put([document(f"Market {letter}", facets={"market": [letter]}) for letter in letters])
    found = suggest(NAME, "market", "en", FACETS)
    assert [hit.title for hit in found.hits] == [f"Market {letter}" for letter in letters[:MOST_NAMES]]
    assert [value.code for value in found.values["market"]] == list(letters[:MOST_VALUES])


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "a",
        "\x00",
        "%_",
        "'\"*:()",
        "AND OR NEAR(",
        "title:x*",
        "x" * 5000,
        "\ud83d\ude00",
        "\ud800",
        "_",
    ],
)
def test_whatever_is_typed_is_no_error(engine: str, put: Put, text: str) -> None:
    put([document("Here", facets={"colour": ["red"]})])
    assert (names(text), values(text)) == ([], {})
