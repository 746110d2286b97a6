"""What stands for a word: other languages, synonyms of several words, the parts of German compounds."""

from pathlib import Path

import pytest

from search import compounds
from search.backends.mapping import fingerprint, fingerprint_without_words
from search.criteria import Criteria
from search.documents import Texts
from search.management.commands.load_synonyms import load_synonyms
from search.models import Synonyms
from search.service import search
from search.synonyms import forget_synonyms
from tests.contract.conftest import Put
from tests.contract.synthetic import KIND, NAME, document
from vocabularies.models import Term
from vocabularies.registry import forget_terms


def titles(text: str, language: str = "en", **changes: object) -> set[str]:
    found = search(Criteria(kind=NAME, language=language, text=text, exact=True, **changes), aggregate=False)
    return {hit.title for hit in found.hits}


@pytest.fixture
def synonyms(db: None) -> None:
    load_synonyms()
    forget_synonyms()


def test_a_word_finds_the_same_in_every_language_it_is_typed_in(put: Put, synonyms: None) -> None:
    """Of what is written in one language only, without a label that would say it in the others."""
    put(
        [
            document(
                {"en": "Ports of the north"}, texts={"en": Texts("Ports of the north", body="hydrogen")}
            ),
            document(
                {"de": "Hafenverbund"}, texts={"de": Texts("Hafenverbund", body="Tankstelle für Wasserstoff")}
            ),
            document(
                {"fr": "Ports de l’ouest"}, texts={"fr": Texts("Ports de l’ouest", body="L’hydrogène vert")}
            ),
            document(
                {"pt": "Portos do sul"}, texts={"pt": Texts("Portos do sul", body="Hidrogénio no porto")}
            ),
            document("Something else"),
        ]
    )
    everything = {"Ports of the north", "Hafenverbund", "Ports de l’ouest", "Portos do sul"}
    for language in ("en", "de", "fr", "pt", "es", "it"):
        for word in ("Wasserstoff", "hydrogène", "hidrogénio", "hydrogen"):
            assert titles(word, language) == everything, (language, word)


@pytest.mark.elasticsearch
@pytest.mark.parametrize("engine", ["elasticsearch"], indirect=True)
def test_each_language_knows_the_forms_and_the_small_words_of_its_own(put: Put) -> None:
    written = {
        "en": ("Networks for farming", "the network of farms"),
        "de": ("Häuser am Hafen", "das Haus der Häfen"),
        "fr": ("Réseaux régionaux", "le réseau de la régionale"),
        "pt": ("Inovações portuárias", "a inovação do portuário"),
        "es": ("Redes de innovaciones", "la red de la innovación"),
        "it": ("Distretti delle innovazioni", "il distretto della innovazione"),
    }
    put(document({language: title}) for language, (title, _typed) in written.items())
    for language, (title, typed) in written.items():
        assert title in titles(typed, language), (language, typed)


def test_a_german_word_is_found_as_the_beginning_of_a_compound(put: Put) -> None:
    put([document({"de": "Wasserstofftankstellen am Rhein"}), document({"de": "Tanklager"})])
    assert titles("Wasserstoff", "de") == {"Wasserstofftankstellen am Rhein"}


def test_a_compound_finds_its_parts_and_only_all_of_them(put: Put) -> None:
    put(
        [
            document({"de": "Recycling von Kunststoff"}),
            document({"de": "Recycling von Papier"}),
            document({"de": "Kunststoffrecycling"}),
        ]
    )
    found = {"Recycling von Kunststoff", "Kunststoffrecycling"}
    assert titles("Kunststoffrecycling", "de") == found


def test_a_synonym_of_several_words_is_found_as_a_phrase(put: Put, db: None) -> None:
    Synonyms.objects.create(language="en", phrases="KPI\nkey performance indicator")
    forget_synonyms()
    put(
        [
            document("The key performance indicator of ports"),
            document("Key people: an indicator of performance"),
            document("KPI handbook"),
        ]
    )
    assert titles("kpi") == {"The key performance indicator of ports", "KPI handbook"}
    assert titles("key performance indicator") >= {"KPI handbook", "The key performance indicator of ports"}


def test_a_synonym_of_two_letters_is_found_in_names_only(put: Put, db: None) -> None:
    Synonyms.objects.create(language="fr", phrases="TIC\nIT")
    forget_synonyms()
    prose = document("Plain prose", texts={"en": Texts("Plain prose", body="it says what it does")})
    put([prose, document("Latvian IT cluster"), document({"fr": "Les TIC"})])
    assert titles("TIC", "fr") == {"Latvian IT cluster", "Les TIC"}


def test_a_synonym_counts_less_than_what_was_typed(put: Put, db: None) -> None:
    Synonyms.objects.create(language="en", phrases="lorry\ntruck")
    forget_synonyms()
    put([document("Truck makers"), document("Lorry makers"), document("Other makers")])
    found = search(Criteria(kind=NAME, language="en", text="lorry"), aggregate=False)
    assert [hit.title for hit in found.hits] == ["Lorry makers", "Truck makers"]
    assert found.hits[1].title_marked == "<mark>Truck</mark> makers"


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("wasserstofftechnologien", ("wasserstoff", "technologien")),
        ("gesundheitsdaten", ("gesundheit", "daten")),
        ("windenergie", ("wind", "energie")),
        ("luftfahrtcluster", ("luftfahrt", "cluster")),
        ("maschinenbauunternehmen", ("maschinenbau", "unternehmen")),
        ("wasserstoff", ()),
        ("international", ()),
        ("verwertung", ()),
        ("xylophonwasser", ()),
    ],
)
def test_compounds_are_taken_apart_completely_or_not_at_all(
    db: None, word: str, parts: tuple[str, ...]
) -> None:
    assert compounds.parts_of(word, "de") == parts
    assert compounds.parts_of(word, "en") == ()


def test_a_new_german_label_is_a_part_of_compounds_and_asks_for_a_new_index(db: None) -> None:
    before, relied_on = fingerprint(KIND), fingerprint_without_words(KIND)
    assert compounds.parts_of("quittentechnik", "de") == ()
    term = Term.objects.get(vocabulary="technology", code="photonics")
    term.labels |= {"de": "Quitten"}
    term.save()
    forget_terms()
    assert compounds.parts_of("quittentechnik", "de") == ("quitten", "technik")
    assert fingerprint(KIND) != before
    assert fingerprint_without_words(KIND) == relied_on

    changed = fingerprint(KIND)
    # Other languages have no compounds of this kind.
    term.labels |= {"fr": "Coings"}
    term.save()
    forget_terms()
    assert fingerprint(KIND) == changed


def test_the_list_of_parts_has_no_word_twice() -> None:
    lines = (Path(compounds.__file__).parent / "data" / "compound_parts.txt").read_text("utf-8").splitlines()
    words = [line for line in lines if not line.startswith("#")]
    assert len(words) == len(set(words))
    assert all(len(word) >= compounds.SHORTEST_PART and word == word.lower() for word in words)
