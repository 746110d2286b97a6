"""Files for spreadsheet programs: no text is run as a formula, no file refused for what it holds."""

import csv
from collections.abc import Iterable, Iterator
from typing import Any

from openpyxl.cell import WriteOnlyCell

from portal.characters import without_controls

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
LONGEST_CELL = 32_767
"""Characters; Excel allows no more."""


def shielded(text: str) -> str:
    """The text as a cell of a CSV file that no spreadsheet takes for a formula: with an apostrophe."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def unshielded(text: str) -> str:
    """The text that ``shielded`` was given."""
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA_STARTS) else text


def text_cell(sheet: Any, text: str) -> WriteOnlyCell:
    """A cell of an Excel workbook that is text, also when it begins as a formula does.

    Arguments:
        sheet: of a workbook that is written only.
        text: whatever somebody wrote; control characters and what is longer than a cell are left out.
    """
    cell = WriteOnlyCell(sheet, without_controls(text)[:LONGEST_CELL] or None)
    if cell.value:
        cell.data_type = "s"
    return cell


def csv_lines(rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """The lines of a CSV file, one by one; a byte order mark lets spreadsheets read accents in UTF-8.

    Arguments:
        rows: their cells, texts already ``shielded``.
    """
    writer = csv.writer(_Line())
    yield "\ufeff"
    for row in rows:
        yield writer.writerow(row)


class _Line:
    """The file that csv.writer wants: hands each line on instead of keeping it."""

    def write(self, line: str) -> str:
        return line
