"""Questions with their answers."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from portal.blocks.text import TextBlock


class QuestionBlock(blocks.StructBlock):
    """One question with its answer."""

    question = blocks.CharBlock(label=_("Question"), max_length=250)
    answer = TextBlock(label=_("Answer"))

    class Meta:
        icon = "help"
        label = _("Question")


class FaqBlock(blocks.ListBlock):
    """Questions that open to their answers."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(QuestionBlock(), **kwargs)

    class Meta:
        icon = "help"
        label = _("Questions and answers")
        template = "blocks/faq.html"
        description = _("Questions people ask, each opening to its answer.")
        preview_value = [{"question": "Who may take part?", "answer": "<p>Every cluster organisation.</p>"}]
