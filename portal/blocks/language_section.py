"""A passage in another language than the page's."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail import blocks


def portal_languages() -> list[tuple[str, str]]:
    """The languages of the portal as choices."""
    return settings.LANGUAGES


class LanguageSectionBlock(blocks.StructBlock):
    """Any blocks, marked with the language they are written in.

    The passage is an original: it stays as it is in every translation of the page, so its mark stays right.

    Arguments:
        content_blocks: (name, block) pairs that the section may hold.
    """

    def __init__(self, content_blocks: list[tuple[str, blocks.Block]], **kwargs: Any) -> None:
        super().__init__(
            [
                ("language", blocks.ChoiceBlock(label=_("Language"), choices=portal_languages)),
                ("content", blocks.StreamBlock(content_blocks, label=_("Content"))),
            ],
            **kwargs,
        )

    def get_translatable_segments(self, value: Any) -> list:
        """None: the passage is an original."""
        return []

    def restore_translated_segments(self, value: Any, segments: list) -> Any:
        """The passage as it is."""
        return value

    class Meta:
        icon = "globe"
        label = _("Passage in another language")
        template = "blocks/language_section.html"
        description = _(
            "Text in another language than the page's. It is read out right and found in its language."
        )
        preview_value = {
            "language": "en",
            "content": [
                ("heading", {"text": "The European view"}),
                ("text", "<p>The body of the article.</p>"),
            ],
        }
