"""The blocks that a front page is arranged from."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from home.front import MOST_ITEMS, Front
from portal.blocks.body import BodyBlock, BodyField, content_blocks
from search.service import hits_for

Arrangement = list[tuple[str, dict[str, Any]]]


class FrontBlock(blocks.StructBlock):
    """A part of a front page that shows what is in the portal, under a heading of its own if wanted."""

    heading = blocks.CharBlock(
        label=_("Heading"), required=False, max_length=120, help_text=_("Empty: the usual one.")
    )

    def get_context(self, value: Any, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """With ``front``: shared by all blocks of a page, their own in a preview."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        if "front" not in context:
            context["front"] = Front(get_language() or "")
        return context


class ListingBlock(FrontBlock):
    """The first few of something."""

    number = blocks.IntegerBlock(label=_("How many"), min_value=1, max_value=MOST_ITEMS, default=3)

    def get_context(self, value: Any, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """With ``limit`` for the filter ``slice``."""
        context = super().get_context(value, parent_context=parent_context)
        return context | {"limit": f":{value['number']}"}


class HeroBlock(FrontBlock):
    """Headline and lead of the page with the search box and the star map."""

    heading = None

    class Meta:
        icon = "search"
        label = _("Opening with search")
        template = "home/blocks/hero.html"
        description = _("The headline and lead of this page, the search box, and all clusters as stars.")
        preview_value: Mapping[str, Any] = {}


class NumbersBlock(FrontBlock):
    """How much there is."""

    heading = None

    class Meta:
        icon = "list-ol"
        label = _("Numbers")
        template = "home/blocks/numbers.html"
        description = _("How many clusters, countries and upcoming events there are, always as it is now.")
        preview_value: Mapping[str, Any] = {}


class MapBlock(FrontBlock):
    """The map of Europe with the countries' clusters, and the same as a list."""

    class Meta:
        icon = "site"
        label = _("Map")
        template = "home/blocks/map.html"
        description = _("Europe with the number of clusters of each country, and the same as a list.")
        preview_value: Mapping[str, Any] = {"heading": ""}


class SectorsBlock(FrontBlock):
    """The sectors with their number of clusters."""

    class Meta:
        icon = "tag"
        label = _("Sectors")
        template = "home/blocks/sectors.html"
        description = _("All sectors with their star signs and numbers of clusters.")
        preview_value: Mapping[str, Any] = {"heading": ""}


class EventsBlock(ListingBlock):
    """The next events."""

    class Meta:
        icon = "calendar-alt"
        label = _("Next events")
        template = "home/blocks/events.html"
        description = _("The events that come next. Two listings in a row stand side by side.")
        preview_value: Mapping[str, Any] = {"heading": "", "number": 3}


class NewsBlock(ListingBlock):
    """The latest news."""

    class Meta:
        icon = "doc-full"
        label = _("Latest news")
        template = "home/blocks/news.html"
        description = _("The news that came last. Two listings in a row stand side by side.")
        preview_value: Mapping[str, Any] = {"heading": "", "number": 4}


class HighlightBlock(blocks.StructBlock):
    """A page worth a look."""

    page = blocks.PageChooserBlock(
        label=_("Page"),
        help_text=_("A cluster, news, an event or a page of text. It is shown while it is public."),
    )
    text = blocks.TextBlock(
        label=_("Text"), required=False, max_length=300, help_text=_("Empty: the summary of the page.")
    )

    class Meta:
        icon = "pick"
        label = _("Highlight")


class HighlightsBlock(blocks.StructBlock):
    """Pages that the lead editor puts forward."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=120)
    pages = blocks.ListBlock(HighlightBlock(), label=_("Pages"), min_num=1, max_num=6)

    def get_context(self, value: Any, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """With ``highlights``: what is public of the pages, in the visitor's language. Two queries."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        chosen = [(item["page"].translation_key, item["text"]) for item in value["pages"] if item["page"]]
        hits = {hit.key: hit for hit in hits_for("", [key for key, _t in chosen], get_language() or "")}
        return context | {
            "highlights": [{"hit": hits[key], "text": text} for key, text in chosen if key in hits]
        }

    class Meta:
        icon = "pick"
        label = _("Highlights")
        template = "home/blocks/highlights.html"
        preview_template = "home/blocks/highlights_preview.html"
        description = _("One to six pages worth a look: a profile, a call, a success story.")
        preview_value: Mapping[str, Any] = {"heading": "Worth a look", "pages": []}


class PartnersBlock(FrontBlock):
    """Who is behind the portal."""

    class Meta:
        icon = "group"
        label = _("Partners")
        template = "home/blocks/partners.html"
        description = _("The partners of the consortium, from their pages.")
        preview_value: Mapping[str, Any] = {"heading": ""}


def front_blocks() -> list[tuple[str, blocks.Block]]:
    """The blocks that only a front page has, in the order of the menu."""
    return [
        ("hero", HeroBlock()),
        ("numbers", NumbersBlock()),
        ("map", MapBlock()),
        ("sectors", SectorsBlock()),
        ("highlights", HighlightsBlock()),
        ("events", EventsBlock()),
        ("news", NewsBlock()),
        ("partners", PartnersBlock()),
    ]


class ArrangementBlock(BodyBlock):
    """What a front page may hold: its own blocks, and those of every body for text."""

    def __init__(self, local_blocks: Any = None, **kwargs: Any) -> None:
        super().__init__(local_blocks or [*front_blocks(), *content_blocks()], **kwargs)

    class Meta:
        block_counts = {name: {"max_num": 1} for name in ("hero", "numbers", "map", "sectors", "partners")}


class ArrangementField(BodyField):
    """A front page's arrangement."""

    block_class = ArrangementBlock


USUAL: Arrangement = [
    ("hero", {}),
    ("numbers", {}),
    ("map", {}),
    ("events", {"number": 3}),
    ("news", {"number": 4}),
    ("sectors", {}),
]
USUAL_END: Arrangement = [("partners", {})]
"""The order of a front page that arranges nothing; its text stands between the two."""


def parts(body: blocks.StreamValue) -> list[tuple[str, list[Any]]]:
    """The blocks of a page in the order they are shown, in parts that stand together.

    Arguments:
        body: value of an ``ArrangementField``. Without any block of a front page's own, it stands within the
            usual order.

    Returns:
        (kind, blocks): "text" for blocks of text in a row, "halves" for two listings, else "whole" for one.
    """
    own = {name for name, _block in front_blocks()}
    shown = list(body)
    if not any(block.block_type in own for block in shown):
        block = body.stream_block
        shown = [*_made(block, USUAL), *shown, *_made(block, USUAL_END)]
    grouped: list[tuple[str, list[Any]]] = []
    for block in shown:
        kind, listing = block.block_type, ("events", "news")
        before = grouped[-1] if grouped else None
        if kind not in own:
            if before and before[0] == "text":
                before[1].append(block)
            else:
                grouped.append(("text", [block]))
        elif kind in listing and before and before[0] == "whole" and before[1][0].block_type in listing:
            grouped[-1] = ("halves", [*before[1], block])
        else:
            grouped.append(("whole", [block]))
    return grouped


def _made(block: blocks.StreamBlock, values: Arrangement) -> list[Any]:
    return list(block.to_python([{"type": kind, "value": value} for kind, value in values]))
