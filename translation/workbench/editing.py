"""Between a segment as it is stored (HTML with inline tags) and as translators see and write it."""

import html
from collections.abc import Sequence
from hashlib import sha256

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from wagtail_localize.strings import StringValue

from translation.checks import refuse_markup
from translation.glossary import AgreedTerm, occurrences
from translation.texts import TAG


def to_editing(data: str, rich: bool) -> str:
    """What stands in the field: the tags of rich text as they are, plain text without any escapes."""
    return data if rich else StringValue(data).render_text()


def from_editing(text: str, rich: bool, source: str) -> str:
    """What is stored for the content of a field.

    Arguments:
        text: as it was written.
        rich: whether the segment is rich text.
        source: the source segment as it is stored.

    Raises:
        ValueError: with what is wrong, for tags or links that the source does not have or no text may have.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not rich:
        return str(StringValue.from_plaintext(text).data)
    refuse_markup(source, text)
    return str(StringValue.from_translated_html(text.replace("\n", " ")).data)


def fingerprint(text: str) -> str:
    """Tells whether the content of a field is what it was; browsers change the ends of lines."""
    return sha256(text.replace("\r\n", "\n").encode()).hexdigest()[:20]


def marked_source(data: str, terms: Sequence[AgreedTerm]) -> tuple[SafeString, list[AgreedTerm]]:
    """A source segment for reading: tags set apart, agreed terms marked.

    Returns:
        The HTML and the terms that occur in it, each once.
    """
    parts: list[str] = []
    used: dict[AgreedTerm, None] = {}
    end = 0
    for tag in TAG.finditer(data):
        parts.append(_marked_text(data[end : tag.start()], terms, used))
        parts.append(
            mark_safe("<br>")
            if tag[2].lower() == "br"
            else format_html('<code class="workbench-tag">{}</code>', tag[0])
        )
        end = tag.end()
    parts.append(_marked_text(data[end:], terms, used))
    return mark_safe("".join(parts)), list(used)  # noqa: S308


def _marked_text(part: str, terms: Sequence[AgreedTerm], used: dict[AgreedTerm, None]) -> str:
    text = html.unescape(part)
    pieces: list[tuple[str]] = []
    end = 0
    for found in occurrences(text, terms):
        used[found.term] = None
        pieces.append((escape(text[end : found.start]),))
        pieces.append((format_html('<mark class="workbench-term">{}</mark>', text[found.start : found.end]),))
        end = found.end
    pieces.append((escape(text[end:]),))
    return format_html_join("", "{}", pieces)
