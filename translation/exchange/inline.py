"""Inline markup in XLIFF: every tag of a text is an element that translation programs show and protect.

``<b>new</b><br/>`` becomes ``<g id="b.1" ctype="bold">new</g><x id="br.1" ctype="lb"/>``. The id alone says
which tag it is, because programs keep ids and may drop everything else. A link keeps the id that
wagtail-localize gave it (``<a id="a1">`` is ``<g id="a1">``). A character that XML cannot carry is an element
too (``<x id="char-000b.1">``).
"""

import re
from collections import Counter
from xml.etree.ElementTree import Element, SubElement

from bs4 import BeautifulSoup, NavigableString, Tag
from bs4.element import PreformattedString
from django.utils.translation import gettext as _
from wagtail_localize.strings import INLINE_TAGS

from translation.texts import DEEPEST, too_deep

NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
CTYPES = {"a": "link", "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "br": "lb"}
VOID = "br"

# Everything that XML 1.0 does not allow, and the carriage return, which a parser turns into a line end.
NOT_XML = re.compile("([^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff])")
TAG_ID = re.compile(r"(?P<tag>[a-z]+)\.\d+")
CHARACTER_ID = re.compile(r"char-(?P<code>[0-9a-f]{4})\.\d+")
# Half a character: no text can be written with it.
SURROGATE = re.compile(r"d[89a-f][0-9a-f]{2}")
LINK_ID = re.compile(r"a\d+")


class MarkupError(ValueError):
    """An element that is none of a text's tags; the message names it."""


def qualified(name: str) -> str:
    """Name of an element in XLIFF's namespace."""
    return f"{{{NAMESPACE}}}{name}"


def local(element: Element) -> str:
    """Name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def write(element: Element, html: str) -> None:
    """Put a text into a ``source`` or ``target`` element."""
    soup = BeautifulSoup(html, "html.parser")
    if not _is_plain(soup):
        # What wagtail-localize flags as an error is shown literally.
        soup = BeautifulSoup("", "html.parser")
        soup.append(NavigableString(html))
    _write_children(element, soup, Counter())


def read(element: Element, depth: int = 0) -> str:
    """The text in a ``source`` or ``target`` element, as HTML.

    Raises:
        MarkupError naming an element that is none of the text's tags.
    """
    if depth > DEEPEST:
        raise MarkupError(too_deep())
    parts = [_escape(element.text)]
    for child in element:
        parts += [_read_child(child, depth + 1), _escape(child.tail)]
    return "".join(parts)


def _is_plain(soup: Tag) -> bool:
    """Whether there are only inline tags without attributes, apart from the ids of links."""
    for each in soup.descendants:
        if isinstance(each, PreformattedString):
            return False
        if isinstance(each, Tag):
            link = each.name == "a" and set(each.attrs) == {"id"} and LINK_ID.fullmatch(str(each["id"]))
            if each.name not in INLINE_TAGS or (each.attrs and not link) or len(list(each.parents)) > DEEPEST:
                return False
    return True


def _write_children(element: Element, node: Tag, used: Counter[str]) -> None:
    last: Element | None = None
    for child in node.children:
        if isinstance(child, Tag):
            last = _write_tag(element, child, used)
            continue
        for text in NOT_XML.split(str(child)):
            if NOT_XML.fullmatch(text):
                name = f"char-{ord(text):04x}"
                last = SubElement(element, qualified("x"), id=_number(name, used), ctype="x-character")
            elif last is None:
                element.text = (element.text or "") + text
            else:
                last.tail = (last.tail or "") + text


def _write_tag(element: Element, tag: Tag, used: Counter[str]) -> Element:
    ctype = CTYPES.get(tag.name, f"x-html-{tag.name}")
    key = str(tag["id"]) if tag.attrs else _number(tag.name, used)
    if tag.name == VOID:
        return SubElement(element, qualified("x"), id=key, ctype=ctype)
    inner = SubElement(element, qualified("g"), id=key, ctype=ctype)
    _write_children(inner, tag, used)
    return inner


def _number(name: str, used: Counter[str]) -> str:
    used[name] += 1
    return f"{name}.{used[name]}"


def _read_child(child: Element, depth: int) -> str:
    kind, key = local(child), child.get("id", "")
    if kind == "mrk":
        # Marks for the translator: terms, sentences.
        return read(child, depth)
    if kind in ("g", "x"):
        character = CHARACTER_ID.fullmatch(key)
        if character and not SURROGATE.fullmatch(character["code"]):
            return chr(int(character["code"], 16))
        if LINK_ID.fullmatch(key):
            return f'<a id="{key}">{read(child, depth)}</a>'
        tag = TAG_ID.fullmatch(key)
        if tag and tag["tag"] in INLINE_TAGS:
            name = tag["tag"]
            return f"<{name}/>" if name == VOID else f"<{name}>{read(child, depth)}</{name}>"
    shown = f"<{kind} id=“{key}”>" if key else f"<{kind}>"
    raise MarkupError(_("The element %(element)s does not belong to this text.") % {"element": shown})


def _escape(text: str | None) -> str:
    return (text or "").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
