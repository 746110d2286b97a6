"""Finding by words."""

import pytest

from search.criteria import Criteria
from search.documents import Texts
from search.service import search
from tests.contract.conftest import Put
from tests.contract.synthetic import NAME, document


def titles(text: str, language: str = "en", **changes: object) -> list[str]:
    found = search(Criteria(kind=NAME, language=language, text=text, **changes), aggregate=False)
    return [hit.title for hit in found.hits]


def test_all_words_are_required_wherever_they_are(put: Put) -> None:
    put(
        [
            document("Both", texts={"en": Texts("Both", summary="Offshore farms", body="of turbines")}),
            document("One", texts={"en": Texts("One", summary="Offshore drilling")}),
        ]
    )
    assert titles("turbines offshore") == ["Both"]
    assert titles("offshore drilling turbines", exact=True) == []


def test_words_may_be_spread_over_languages_names_and_labels(put: Put) -> None:
    made = document(
        {"en": "Northern cluster", "de": "Nordverband"}, names=["NVB"], facets={"colour": ["hydrogen"]}
    )
    put([made, document("Another cluster")])
    assert titles("nordverband nvb hydrogenio", exact=True) == []
    assert titles("nordverband nvb hidrogénio northern") == ["Northern cluster"]


@pytest.mark.parametrize(
    "word", ["Wasserstoff", "hydrogène", "hidrogénio", "hydrogen", "hidrogenio", "IDROGENO"]
)
def test_the_label_of_a_facet_is_found_in_every_language(put: Put, word: str) -> None:
    put([document("Found", facets={"colour": ["hydrogen"]}), document("Not", facets={"colour": ["red"]})])
    for language in ("en", "pt", "it"):
        assert titles(word, language) == ["Found"]


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Łódź Øresund", "lodz oresund"),
        ("Straße der Œuvres", "strasse oeuvres"),
        ("Þingvellir Æsir Ørsted", "thingvellir aesir orsted"),
        ("Eğirdir ışık", "egirdir isik"),
        ("Español Coração", "espanol coracao"),
        ("Αθήνα", "αθηνα"),
        ("Đakovo Ðuro", "dakovo duro"),
        ("L'Énergie d'aujourd’hui", "energie"),
        ("Vallée de l’hydrogène", "l'hydrogene"),
        ("Hydrogène vert", "de l’hydrogène"),
        ("Silicon-Saxony", "silicon saxony"),
        ("Silicon Saxony", "silicon-saxony"),
        ("LODZ", "Łódź"),
    ],
)
def test_accents_case_and_special_letters_do_not_matter(put: Put, written: str, typed: str) -> None:
    put([document(written), document("Something else")])
    assert titles(typed) == [written]


def test_an_exact_name_or_acronym_comes_first(put: Put) -> None:
    repeated = "Aero aero aero cluster of aero things"
    put(
        [
            document(repeated, texts={"en": Texts(repeated, summary="aero aero", body="aero " * 50)}),
            document("Flying machines", names=["AERO"]),
            document("Aero Valley"),
        ]
    )
    assert titles("aero")[0] == "Flying machines"
    assert titles("Aero Valley")[0] == "Aero Valley"


def test_a_word_in_the_title_counts_more_than_one_in_the_text(put: Put) -> None:
    put(
        [
            document("Plain", texts={"en": Texts("Plain", body="all about textile and more words here")}),
            document("Plain too", texts={"en": Texts("Plain too", summary="Textile makers of the region")}),
            document("Textile makers", texts={"en": Texts("Textile makers of the north")}),
        ]
    )
    assert titles("textile") == ["Textile makers of the north", "Plain too", "Plain"]


@pytest.mark.parametrize(
    "text",
    [
        '"',
        '"unbalanced',
        "title: wind",
        "wind AND NOT solar OR",
        "NEAR(wind solar)",
        "wind*",
        "(wind",
        "wind' | 'x",
        "wind & !solar <-> x:*",
        "-wind ^wind {a b}: c",
        "wind\\",
        "\x00wind",
        "wind\ud800",
        "🌬 wind",
        "%s %d {}",
        "*:* _exists_:slug /.*/",
        "é" * 200,
        "a b c d e f g h i j k l m n o p q r s t u v w x y z " * 3,
        "?!…",
        "𞤀",
    ],
)
def test_nothing_that_is_typed_is_an_error_or_an_operator(put: Put, text: str) -> None:
    put([document("Solar")])
    results = search(Criteria.parse(NAME, {"q": text, "exact": "1"}, "en"))
    assert results.total == 0
    assert not results.degraded
    # Nor when words may be left out.
    assert not search(Criteria.parse(NAME, {"q": text}, "en")).degraded


def test_operators_are_words_like_any_other(put: Put) -> None:
    put([document("Research and not only that"), document("Research")])
    assert titles("research NOT only") == ["Research and not only that"]


def test_text_without_letters_and_digits_finds_nothing(put: Put) -> None:
    put([document("Solar")])
    assert titles("&&&") == []


def test_passages_in_another_language_are_found_but_make_no_translation(put: Put) -> None:
    mixed = {"de": Texts("Treffen in Brüssel"), "en": Texts(passages=["An English passage on shipyards"])}
    put([document({"de": "Treffen in Brüssel"}, texts=mixed)])
    (hit,) = search(Criteria(kind=NAME, language="en", text="shipyards")).hits
    assert (hit.title, hit.language, hit.languages) == ("Treffen in Brüssel", "de", ["de"])


def test_texts_in_a_language_that_the_portal_does_not_have_are_found(put: Put) -> None:
    put([document("Water", texts={"en": Texts("Water"), "nl": Texts(passages=["waterbeheer"])})])
    assert titles("waterbeheer") == ["Water"]


def test_text_and_filters_work_together(put: Put) -> None:
    put(
        [
            document("Wind north", facets={"country": ["DE"]}),
            document("Wind south", facets={"country": ["PT"]}),
            document("Solar south", facets={"country": ["PT"]}),
        ]
    )
    assert titles("wind", filters={"country": ("PT",)}) == ["Wind south"]


def test_text_of_a_removed_document_is_gone(put: Put) -> None:
    from tests.contract import synthetic

    (row,) = put([document("Ephemeral")])
    assert titles("ephemeral") == ["Ephemeral"]
    synthetic.put(None, row.key)
    put([])
    assert titles("ephemeral") == []
