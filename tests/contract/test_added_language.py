"""A language that is added: one without an analyser is searched by folded words, one with by its own."""

import pytest
from pytest_django import Settings

from portal.settings.languages import PORTAL_LANGUAGES, Language
from search import collation
from search.backends import mapping, query
from search.criteria import Criteria
from search.documents import Texts
from search.service import search
from tests.contract.conftest import Put
from tests.contract.synthetic import NAME, document

ADDED = (
    Language("pl", "Polski", None, tailoring="ąćęłńóśźż"),
    Language("el", "Ελληνικά", "greek"),
)


@pytest.fixture
def languages(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    together = (*PORTAL_LANGUAGES, *ADDED)
    for module in (collation, mapping, query):
        monkeypatch.setattr(module, "PORTAL_LANGUAGES", together)
    settings.LANGUAGES = [(language.code, language.name) for language in together]


def titles(language: str, text: str = "") -> list[str]:
    return [hit.title for hit in search(Criteria(kind=NAME, language=language, text=text)).hits]


@pytest.fixture
def polish_and_greek(languages: None, put: Put) -> None:
    put(
        [
            document(
                {"pl": "Łódzki Klaster Włókienniczy"},
                texts={
                    "pl": Texts("Łódzki Klaster Włókienniczy", body="Wspieramy przedsiębiorstwa w Łodzi.")
                },
            ),
            document({"pl": "Lubelski Klaster"}),
            document({"el": "Συνεργατικός σχηματισμός Αθήνας"}),
        ]
    )


@pytest.mark.parametrize("text", ["Łódzki", "lodzki", "PRZEDSIEBIORSTWA", "klaster włókienniczy"])
def test_polish_words_are_found_with_and_without_their_marks(polish_and_greek: None, text: str) -> None:
    for visitor in ("pl", "en"):
        assert "Łódzki Klaster Włókienniczy" in titles(visitor, text)


@pytest.mark.parametrize("text", ["Αθήνας", "ΑΘΗΝΑΣ", "αθηνας"])
def test_greek_words_are_found_with_and_without_their_marks(polish_and_greek: None, text: str) -> None:
    assert titles("el", text) == ["Συνεργατικός σχηματισμός Αθήνας"]


def test_names_are_sorted_by_the_letters_of_the_added_language(polish_and_greek: None) -> None:
    assert titles("pl")[:2] == ["Lubelski Klaster", "Łódzki Klaster Włókienniczy"]
    assert titles("en")[:2] == ["Łódzki Klaster Włókienniczy", "Lubelski Klaster"]
