"""The body of every page, assembled from the block families."""

from typing import Any

from django.utils.html import strip_tags
from wagtail import blocks
from wagtail.fields import StreamField

from portal.blocks.call_to_action import CallToActionBlock
from portal.blocks.faq import FaqBlock
from portal.blocks.language_section import LanguageSectionBlock
from portal.blocks.media import DocumentsBlock, EmbedBlock, ImageBlock
from portal.blocks.people import PeopleBlock
from portal.blocks.table import TableBlock
from portal.blocks.text import HeadingBlock, QuoteBlock, TextBlock


def content_blocks() -> list[tuple[str, blocks.Block]]:
    """The blocks that a body and a passage in another language share, in the order of the menu."""
    return [
        ("heading", HeadingBlock()),
        ("text", TextBlock()),
        ("image", ImageBlock()),
        ("quote", QuoteBlock()),
        ("people", PeopleBlock()),
        ("documents", DocumentsBlock()),
        ("table", TableBlock()),
        ("faq", FaqBlock()),
        ("call_to_action", CallToActionBlock()),
        ("embed", EmbedBlock()),
    ]


class BodyBlock(blocks.StreamBlock):
    """What a page's body may hold."""

    def __init__(self, local_blocks: Any = None, **kwargs: Any) -> None:
        super().__init__(
            local_blocks or [*content_blocks(), ("language_section", LanguageSectionBlock(content_blocks()))],
            **kwargs,
        )


class BodyField(StreamField):
    """A page's body.

    The blocks are no part of the column, so they stay out of migrations: changing one makes none.
    """

    block_class: type[BodyBlock] = BodyBlock

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("blank", True)
        super().__init__(self.block_class(), **kwargs)

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [], kwargs


def texts_by_language(body: Any, page_language: str) -> dict[str, str]:
    """The words of a body by the language they are written in.

    Arguments:
        body: value of a ``BodyField``.
        page_language: code of the page's language.

    Returns:
        Plain text by language code; languages without text are absent.
    """
    texts: dict[str, list[str]] = {}
    for child in body:
        if child.block_type == "language_section":
            language, stream = child.value["language"], child.value["content"]
            words = stream.stream_block.get_searchable_content(stream)
        else:
            language = page_language
            words = child.block.get_searchable_content(child.value)
        texts.setdefault(language, []).extend(strip_tags(str(word)) for word in words)
    joined = {language: " ".join(" ".join(words).split()) for language, words in texts.items()}
    return {language: text for language, text in joined.items() if text}
