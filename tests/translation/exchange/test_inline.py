"""What a text looks like in XLIFF: every character and every tag comes back as it was."""

from xml.etree.ElementTree import Element, fromstring, tostring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translation.exchange.inline import MarkupError, qualified, read, write
from translation.exchange.units import normal

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


def escaped(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


MARKUP = st.recursive(
    TEXT.map(escaped) | st.just("<br/>"),
    lambda inner: st.tuples(
        st.sampled_from(["b", "i", "em", "strong", "code", "a"]), st.lists(inner, max_size=4)
    ).map(
        lambda pair: (
            f'<a id="a1">{"".join(pair[1])}</a>'
            if pair[0] == "a"
            else f"<{pair[0]}>{''.join(pair[1])}</{pair[0]}>"
        )
    ),
    max_leaves=8,
)


def there_and_back(html):
    element = Element(qualified("source"))
    write(element, html)
    return read(fromstring(tostring(element, encoding="UTF-8")))


@given(MARKUP)
def test_any_text_with_any_tags_comes_back_unchanged(html):
    assert there_and_back(html) == normal(html)


@given(TEXT)
def test_characters_that_xml_does_not_allow_come_back(text):
    assert there_and_back(escaped(text)) == normal(escaped(text))


def test_tags_are_elements_whose_id_says_all():
    element = Element(qualified("source"))
    write(element, 'A <b>new</b><br/><a id="a1">link</a> &amp; <i></i>\x0b')
    assert [(child.get("id"), child.get("ctype")) for child in element] == [
        ("b.1", "bold"),
        ("br.1", "lb"),
        ("a1", "link"),
        ("i.1", "italic"),
        ("char-000b.1", "x-character"),
    ]
    for child in element:
        del child.attrib["ctype"]
    assert read(element) == 'A <b>new</b><br/><a id="a1">link</a> &amp; <i></i>\x0b'


def test_marks_of_a_translation_program_are_no_tags():
    element = fromstring('<target>Two <mrk mtype="term">big <g id="b.1">words</g></mrk></target>')
    assert read(element) == "Two big <b>words</b>"


@pytest.mark.parametrize(
    "html", ["<script>alert(1)</script>", '<p class="x">P</p>', "<b onclick='x'>B</b>", "<!-- c -->"]
)
def test_markup_that_no_text_may_have_is_shown_literally(html):
    assert there_and_back(html) == escaped(html)


@pytest.mark.parametrize(
    "xml",
    [
        '<target><ph id="1"/></target>',
        '<target><g id="script.1">x</g></target>',
        '<target><g id="&quot;&gt;&lt;script">x</g></target>',
        "<target><g>x</g></target>",
        "<target>" + '<g id="b.1">' * 60 + "</g>" * 60 + "</target>",
    ],
)
def test_an_element_that_is_no_tag_is_refused_by_name(xml):
    with pytest.raises(MarkupError):
        read(fromstring(xml))
