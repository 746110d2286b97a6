"""Tables that wagtail-localize can translate."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.table_block.blocks import TableBlock as WagtailTableBlock
from wagtail_localize.segments import StringSegmentValue


class TableBlock(WagtailTableBlock):
    """Wagtail's table. wagtail-localize passes over blocks it does not know, so this one hands out its cells.

    A cell's place in the table is its path: a translation follows the cell while the table keeps its shape.
    """

    def clean(self, value: Any) -> Any:
        """Demand a caption: it names the table for those who cannot see it."""
        value = super().clean(value)
        if value and not value.get("table_caption") and not self.is_deferred_validation:
            raise ValidationError(_("Give the table a caption."))
        return value

    def get_translatable_segments(self, value: Any) -> list[StringSegmentValue]:
        """Caption and cells as segments."""
        if not value:
            return []
        texts = {"caption": value.get("table_caption") or ""} | {
            f"{row}-{column}": cell or ""
            for row, cells in enumerate(value.get("data") or [])
            for column, cell in enumerate(cells)
        }
        return [StringSegmentValue(path, text) for path, text in texts.items() if text.strip()]

    def restore_translated_segments(self, value: Any, segments: list[StringSegmentValue]) -> Any:
        """The table with the translated texts in their places."""
        translated = {**value, "data": [list(cells) for cells in value.get("data") or []]}
        for segment in segments:
            if segment.path == "caption":
                translated["table_caption"] = segment.render_text()
            else:
                row, column = map(int, segment.path.split("-"))
                translated["data"][row][column] = segment.render_text()
        return translated

    class Meta:
        icon = "table"
        label = _("Table")
        template = "blocks/table.html"
        description = _("Figures in rows and columns, with a caption and a header.")
        preview_value = {
            "data": [["Event", "Clusters"], ["Brussels 2014", "80"], ["Hannover 2015", "19"]],
            "table_header_choice": "row",
            "first_row_is_table_header": True,
            "first_col_is_header": False,
            "table_caption": "Clusters taking part",
        }
