"""Images, documents and media of other sites."""

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock as WagtailImageBlock


class ImageBlock(WagtailImageBlock):
    """Wagtail's image with its alternative text, decided for this place."""

    class Meta:
        icon = "image"
        label = _("Image")
        template = "blocks/image.html"
        preview_template = "blocks/previews/image.html"
        description = _("A picture with its alternative text, or marked as decorative.")


class DocumentBlock(blocks.StructBlock):
    """One document to download."""

    document = DocumentChooserBlock(label=_("Document"))
    description = blocks.CharBlock(label=_("What it is"), required=False, max_length=200)

    class Meta:
        icon = "doc-full"
        label = _("Document")


class DocumentsBlock(blocks.ListBlock):
    """A list of documents, each with type, size and language."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(DocumentBlock(), **kwargs)

    class Meta:
        icon = "doc-full-inverse"
        label = _("Documents")
        template = "blocks/documents.html"
        preview_template = "blocks/previews/documents.html"
        description = _("Files to download, each with its type, size and language.")


def frame_url(url: str) -> str | None:
    """Address of the player for a video's page, None when the site is not one we embed.

    Arguments:
        url: address of a video on YouTube or Vimeo.
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    video = None
    if host == "youtube.com":
        video = parse_qs(parts.query).get("v", [""])[0]
    elif host == "youtu.be":
        video = parts.path.strip("/")
    if video and re.fullmatch(r"[\w-]{5,20}", video):
        return f"https://www.youtube-nocookie.com/embed/{video}"
    if host == "vimeo.com" and re.fullmatch(r"/\d{5,12}/?", parts.path):
        return f"https://player.vimeo.com/video/{parts.path.strip('/')}"
    return None


class EmbedValue(blocks.StructValue):
    """An embed that knows where its player is."""

    @property
    def frame_url(self) -> str:
        """Address for the frame; empty when the site is not one we embed."""
        return frame_url(self["url"]) or ""

    @property
    def host(self) -> str:
        """Host the visitor's browser will talk to after the click."""
        return urlsplit(self["url"]).hostname or ""


class EmbedBlock(blocks.StructBlock):
    """A video of another site. Nothing is loaded from there before the visitor clicks."""

    url = blocks.URLBlock(label=_("Address"), help_text=_("A video's page on YouTube or Vimeo."))
    title = blocks.CharBlock(label=_("Title"), max_length=160)
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=250)

    def clean(self, value: Any) -> Any:
        """Refuse sites whose player the portal may not frame."""
        cleaned = super().clean(value)
        if cleaned["url"] and not frame_url(cleaned["url"]):
            raise blocks.StructBlockValidationError(
                {
                    "url": ValidationError(
                        _("Only videos on YouTube or Vimeo can be embedded. Link other things.")
                    )
                }
            )
        return cleaned

    class Meta:
        icon = "media"
        label = _("Embedded video")
        template = "blocks/embed.html"
        value_class = EmbedValue
        description = _("A video of another site. It loads only when the visitor asks for it.")
        preview_value = {
            "url": "https://vimeo.com/76979871",
            "title": "A day at a matchmaking event",
            "caption": "Two minutes",
        }
