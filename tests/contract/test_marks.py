"""Marks around what was searched for: in the right words, and never anything else as HTML."""

import pytest

from search.criteria import Criteria
from search.documents import Texts
from search.highlighting import CLOSE, OPEN
from search.results import Hit
from search.service import search
from tests.contract.conftest import Put
from tests.contract.synthetic import NAME, document


def hits(text: str, language: str = "en", **changes: object) -> list[Hit]:
    return search(Criteria(kind=NAME, language=language, text=text, **changes)).hits


def only(text: str, language: str = "en", **changes: object) -> Hit:
    (hit,) = hits(text, language, **changes)
    return hit


def test_title_and_summary_are_marked_however_the_word_is_written(put: Put) -> None:
    texts = {"en": Texts("Énergie & Łódź", summary="Energies for LODZ, Energie again")}
    put([document("x", texts=texts)])
    hit = only("énergie lodz")
    assert hit.title_marked == "<mark>Énergie</mark> &amp; <mark>Łódź</mark>"
    assert "<mark>LODZ</mark>" in hit.summary_marked
    assert "<mark>Energie</mark> again" in hit.summary_marked
    assert (hit.title, hit.excerpt) == ("Énergie & Łódź", "")


def test_forms_of_a_word_are_marked(put: Put) -> None:
    put([document("Turbine makers", texts={"en": Texts("Turbine makers", summary="We build turbines")})])
    hit = only("turbines")
    assert hit.title_marked == "<mark>Turbine</mark> makers"
    assert hit.summary_marked == "We build <mark>turbines</mark>"


def test_a_passage_of_the_text_is_shown_when_nothing_else_has_the_word(put: Put) -> None:
    body = "Before all that. " * 40 + "They rent a hall for electrolysers near the port. " + "And more. " * 60
    put([document("Plain", texts={"en": Texts("Plain", summary="Nothing here", body=body)})])
    hit = only("electrolysers")
    assert "<mark>electrolysers</mark>" in hit.excerpt
    assert len(hit.excerpt) < 300
    assert (hit.title_marked, hit.summary_marked) == ("Plain", "Nothing here")


def test_a_hit_that_is_shown_in_another_language_is_marked_too(put: Put) -> None:
    put([document({"de": "Wasserstoff im Hafen"})])
    assert only("wasserstoff", "pt").title_marked == "<mark>Wasserstoff</mark> im Hafen"


def test_without_a_text_nothing_is_marked(put: Put) -> None:
    put([document("Tom & Jerry <b>")])
    assert only("").title_marked == "Tom &amp; Jerry &lt;b&gt;"


def test_what_is_searched_for_instead_is_marked(put: Put) -> None:
    put([document(f"Photonics {number}") for number in range(3)])
    assert {hit.title_marked[:22] for hit in hits("photnics")} == {"<mark>Photonics</mark>"}


ATTACKS = [
    "<script>alert(1)</script> wind",
    '"><img src=x onerror=alert(1)> wind',
    "wind <mark>fake</mark> </mark><mark> &lt;b&gt; &amp;",
    f"{OPEN}fake{CLOSE} wind {CLOSE}{OPEN}",
    f"wind{OPEN}{OPEN} <b>{CLOSE} mill",
    "wind'; DROP TABLE x; -- {{ 7*7 }} {% now %}",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_but_our_marks_becomes_html(put: Put, attack: str) -> None:
    texts = {"en": Texts(attack, summary=attack, body=f"{attack} turbine")}
    put([document("x", texts=texts)])
    for typed in ("wind", "turbine", attack, "<script>", "mark fake", f"{OPEN}wind{CLOSE}"):
        for hit in hits(typed):
            for html in (hit.title_marked, hit.summary_marked, hit.excerpt):
                bare = html.replace("<mark>", "").replace("</mark>", "")
                assert "<" not in bare
                assert ">" not in bare
                assert OPEN not in html
                assert CLOSE not in html
                assert html.count("<mark>") == html.count("</mark>")
                assert "<mark><mark>" not in html


def test_marks_in_a_text_are_not_taken_for_ours(put: Put) -> None:
    put([document(f"A {OPEN}trap{CLOSE} in the wind")])
    assert only("wind").title_marked == "A trap in the <mark>wind</mark>"
