"""Texts in a piece of HTML that are in another language than the rest. No database."""

from collections.abc import Collection

from bs4 import BeautifulSoup, NavigableString, Tag
from django.utils.safestring import SafeString, mark_safe


def mark_texts(html: str, texts: Collection[str], language: str) -> SafeString:
    """The HTML with a ``lang`` at everything that says one of the texts and nothing else.

    Arguments:
        html: safe to show.
        texts: without tags; blanks do not matter.
        language: code of their language.
    """
    wanted = {_words(text) for text in texts} - {""}
    soup = BeautifulSoup(html, "html.parser")
    for tag in soup.find_all(True):
        # An image says its description.
        says = str(tag.get("alt", "")) if tag.name == "img" else _text(tag)
        if _words(says) in wanted and not tag.find_parent(lang=language):
            tag["lang"] = language
    # Beside other texts, in an element of its own.
    for text in soup.find_all(string=lambda text: type(text) is NavigableString and _words(text) in wanted):
        if not text.find_parent(lang=language):
            text.wrap(soup.new_tag("span", lang=language))
    # Only attributes and elements of our own were added.
    return mark_safe(str(soup))  # noqa: S308


def _text(tag: Tag) -> str:
    """What an element says; a new line where it begins one."""
    said = [
        "\n" if isinstance(each, Tag) else each
        for each in tag.descendants
        if type(each) is NavigableString or (isinstance(each, Tag) and each.name == "br")
    ]
    return "".join(said)


def _words(text: str) -> str:
    return " ".join(text.split())
