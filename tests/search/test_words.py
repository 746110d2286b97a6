"""Folding of words, and the order of names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.settings import languages
from portal.settings.languages import Language
from search import collation
from search.collation import sort_key
from search.folding import fold, folded_words


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Straße", "strasse"),
        ("STRASSE", "strasse"),
        ("Łódź", "lodz"),
        ("Œuvre cœur", "oeuvre coeur"),
        ("Ærø Ørsted", "aero orsted"),
        ("Đakovo đ", "dakovo d"),
        ("Ðað", "dad"),
        ("Þór", "thor"),
        ("Iğdır ışık İzmir", "igdir isik izmir"),
        ("Ħal Għaxaq", "hal ghaxaq"),
        ("Ελλάδα ΣΟΦΟΣ σοφός", "ελλαδα σοφοσ σοφοσ"),
        ("Ўзбек Ёлка", "узбек елка"),
        ("ﬁnance", "finance"),
        ("Coração", "coracao"),
    ],
)
def test_letters_lose_case_accents_and_peculiarities(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_words_are_letters_and_digits() -> None:
    words = ["l", "energie", "c", "est", "4", "0", "c", "r", "d", "lab"]
    assert folded_words("L'énergie, c’est 4.0 – C++ & R&D_lab!") == words
    assert folded_words("?!…") == []
    assert folded_words("x" * 500) == ["x" * 64]


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert folded_words(" ".join(folded_words(text))) == folded_words(text)


def ordered(names: list[str], language: str) -> list[str]:
    return sorted(names, key=lambda name: sort_key(name, language))


def test_accents_and_case_come_after_the_letters() -> None:
    names = ["Zebra", "apfel", "Äpfel", "Apfel", "Öl", "Oz", "ofen", "éclair", "Eclair", "eclat"]
    wanted = ["apfel", "Apfel", "Äpfel", "Eclair", "éclair", "eclat", "ofen", "Öl", "Oz", "Zebra"]
    assert ordered(names, "de") == ordered(names, "fr") == wanted


def test_spanish_sorts_enye_after_n() -> None:
    names = ["ñandú", "nube", "nz", "oso", "Ñu", "na", "ñ"]
    assert ordered(names, "es") == ["na", "nube", "nz", "ñ", "ñandú", "Ñu", "oso"]
    assert ordered(names, "en") == ["ñ", "na", "ñandú", "Ñu", "nube", "nz", "oso"]


def test_a_language_added_with_letters_of_its_own_is_sorted_by_them(monkeypatch: pytest.MonkeyPatch) -> None:
    polish = Language("pl", "Polski", None, tailoring="ąćęłńóśźż")
    monkeypatch.setattr(collation, "PORTAL_LANGUAGES", (*languages.PORTAL_LANGUAGES, polish))
    names = ["zz", "żaba", "źdźbło", "łąka", "lz", "ma", "ąb", "az", "ba"]
    assert ordered(names, "pl") == ["az", "ąb", "ba", "lz", "łąka", "ma", "zz", "źdźbło", "żaba"]


def test_a_sort_key_is_bounded_and_plain() -> None:
    key = sort_key("Ä" * 1000, "de")
    assert len(key) < 4_000
    assert set(key) <= set("0123456789abcdef")
    assert sort_key("", "de") < sort_key("a", "de")


@given(st.text(), st.sampled_from(["de", "es"]))
def test_every_text_has_a_sort_key(text: str, language: str) -> None:
    assert sort_key(text, language) == sort_key(text, language)
