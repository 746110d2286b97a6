"""From a file of somebody else to rows of text: CSV or an Excel workbook. Nothing in it is ever executed."""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches
from itertools import islice
from typing import Any

import openpyxl
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from clusters.importing.problems import MOST_PROBLEMS, FileProblem, Problem
from portal.spreadsheets import LONGEST_CELL

LARGEST_FILE = 50 * 1024 * 1024
"""Bytes. Larger files are refused before anything of them is read."""
LARGEST_UNPACKED = 100 * 1024 * 1024
"""Bytes of everything in a workbook together."""
MOST_ROWS = 50_000
MOST_COLUMNS = 200
MOST_SHEETS = 100
MOST_EMPTY_ROWS = 1000
"""Rows of a sheet above its first one that holds something. A small file can have many sheets, each with a
million of them."""
LAST_ROW = 1_048_576
"""Excel knows no row below it."""
LONGEST_LINE = 1_000_000
"""Characters of a CSV file without a line end: more than cells of any use hold together."""
_SEPARATOR_LINE = re.compile(r"[\r\n]*\"?sep=.\"?\r?\n", re.IGNORECASE)
"""What Excel wants above the names of columns, and does not show."""
_ZIP = b"PK\x03\x04"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"


@dataclass
class Table:
    """What is in a file.

    Arguments:
        columns: names in the first row.
        rows: (number as a spreadsheet counts, text by column) of each row that is not empty.
        problems: what is wrong with cells, whatever their column means.
    """

    columns: list[str]
    rows: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def too_large() -> FileProblem:
    """The refusal of a file that is larger than ``LARGEST_FILE``."""
    text = _("The file is larger than %(limit)s. Split it into several files.")
    return FileProblem(text % {"limit": filesizeformat(LARGEST_FILE)})


def read_table(data: bytes, known: Iterable[str]) -> Table:
    """The table in a file.

    Arguments:
        data: contents of a CSV file (UTF-8, separated by commas or semicolons) or of an XLSX workbook.
        known: names of columns, in lower case; others are reported.

    Raises FileProblem when there is no table in it.
    """
    if len(data) > LARGEST_FILE:
        raise too_large()
    if not data.strip(b"\0 \r\n\t\xef\xbb\xbf"):
        raise FileProblem(
            _("The file is empty. The first row names the columns, each further row is a cluster.")
        )
    if data.startswith(_ZIP):
        unnamed = _("This cell stands in a column without a name. Is a cell of the first row merged?")
        return _table(_excel_lines(data, set(known)), list(known), unnamed)
    if data.startswith(_OLD_EXCEL):
        raise FileProblem(
            _("This is an old or an encrypted Excel file. Save it as an Excel workbook (.xlsx).")
        )
    unnamed = _("This cell stands in a column without a name. Are quotes missing around a text?")
    return _table(_csv_lines(data), list(known), unnamed)


@dataclass(frozen=True)
class _Line:
    """A row as it stands: its cells as text, and which of them are no plain values."""

    number: int
    cells: list[str]
    bad: dict[int, str] = field(default_factory=dict)


def _table(lines: Iterator[_Line], known: list[str], unnamed: str) -> Table:
    header = next((line for line in lines if any(line.cells)), None)
    if header is None:
        raise FileProblem(
            _("The file is empty. The first row names the columns, each further row is a cluster.")
        )
    table = Table(_columns(header, known))
    for name in dict.fromkeys(table.columns):
        if name and name not in known:
            table.problems.append(Problem(header.number, name, "", _unknown(name, known)))
    for line in lines:
        if not any(line.cells) and not line.bad:
            continue
        if len(table.rows) >= MOST_ROWS:
            raise FileProblem(_("The file has more than %(count)d rows. Split it.") % {"count": MOST_ROWS})
        if len(table.problems) > MOST_PROBLEMS:
            break
        row = dict(zip(table.columns, line.cells, strict=False))
        row.pop("", None)
        named = [*table.columns, *[""] * (len(line.cells) - len(table.columns))]
        stray = [value for name, value in zip(named, line.cells, strict=False) if value and not name]
        if stray:
            table.problems.append(Problem(line.number, "", stray[0], unnamed))
        for position, reason in line.bad.items():
            name = table.columns[position] if position < len(table.columns) else ""
            table.problems.append(Problem(line.number, name, line.cells[position], reason))
            # Already reported; not to be judged a second time.
            row.pop(name, None)
        for name, value in row.items():
            if len(value) > LONGEST_CELL:
                expected = _("At most %(count)d characters.") % {"count": LONGEST_CELL}
                table.problems.append(Problem(line.number, name, value, expected))
        table.rows.append((line.number, row))
    return table


def _columns(header: _Line, known: list[str]) -> list[str]:
    if header.bad:
        raise FileProblem(
            _("Row %(row)d: %(reason)s") % {"row": header.number, "reason": next(iter(header.bad.values()))}
        )
    if len(header.cells) > MOST_COLUMNS:
        raise FileProblem(_("The file has more than %(count)d columns.") % {"count": MOST_COLUMNS})
    names = [cell.strip().lower() for cell in header.cells]
    if not set(names) & set(known):
        raise FileProblem(
            _(
                "Row %(row)d does not name the columns: there is “%(cells)s”. Expected are names such as "
                "%(known)s. Delete titles above the names, and cells that are merged over several columns."
            )
            % {
                "row": header.number,
                "cells": "; ".join(filter(None, names))[:200],
                "known": ", ".join(known[:4]),
            }
        )
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        raise FileProblem(_("Columns stand twice in the first row: %(names)s.") % {"names": ", ".join(twice)})
    return names


def _unknown(name: str, known: list[str]) -> str:
    near = get_close_matches(name, known, n=1, cutoff=0.5)
    if near:
        return _("This column is not known. Is “%(near)s” meant?") % {"near": near[0]}
    return _("This column is not known. Known are: %(names)s.") % {"names": ", ".join(known)}


def _csv_lines(data: bytes) -> Iterator[_Line]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data[:1000]:
        raise FileProblem(_("The file is not a CSV file in UTF-8 (perhaps UTF-16). Save it as “CSV UTF-8”."))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileProblem(
            _(
                "The file is not in UTF-8 (perhaps Latin-1 or Windows-1252): line %(line)d has other "
                "characters. Save it as “CSV UTF-8”."
            )
            % {"line": data.count(b"\n", 0, error.start) + 1}
        ) from error
    if separator_line := _SEPARATOR_LINE.match(text):
        text = text[separator_line.end() :]
    first = text.lstrip("\r\n").split("\n", 1)[0]
    separator = max(",;\t", key=first.count)
    if separator == "\t" and "\t" in first:
        raise FileProblem(_("The columns are separated by tabs. Expected are commas or semicolons."))
    reader = csv.reader(_short(io.StringIO(text, newline="")), delimiter=separator, strict=True)
    csv.field_size_limit(LARGEST_FILE)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            bad = {
                position: _("Expected text without control characters.")
                for position, cell in enumerate(cells)
                if "\0" in cell
            }
            yield _Line(number, cells, bad)
    except csv.Error as error:
        raise FileProblem(
            _("Row %(row)d cannot be read as CSV: %(reason)s.") % {"row": number + 1, "reason": error}
        ) from error


def _short(lines: Iterable[str]) -> Iterator[str]:
    for number, line in enumerate(lines, start=1):
        if len(line) > LONGEST_LINE:
            text = _("Line %(line)d has more than %(count)d characters.")
            raise FileProblem(text % {"line": number, "count": LONGEST_LINE})
        yield line


def _excel_lines(data: bytes, known: set[str]) -> Iterator[_Line]:
    _refuse_bomb(data)
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        sheets = [sheet for sheet in book.worksheets if hasattr(sheet, "iter_rows")]
        if len(sheets) > MOST_SHEETS:
            text = _("The workbook has more than %(count)d sheets. Save the one with the clusters as a file.")
            raise FileProblem(text % {"count": MOST_SHEETS})
        for sheet in sheets:
            # What a file says about its own size may be wrong.
            sheet.reset_dimensions()
        with_header = [sheet for sheet in sheets if _names_columns(sheet, known)]
        if len(with_header) > 1:
            raise FileProblem(
                _("Several sheets of the workbook hold clusters: %(names)s. Save each as a file.")
                % {"names": ", ".join(sheet.title for sheet in with_header)}
            )
        # Where no sheet has the names, the first one shows what is there instead.
        filled = with_header or [sheet for sheet in sheets if _first_row(sheet)][:1]
        if not filled:
            return
        for number, cells in enumerate(_rows(filled[0]), start=1):
            if cells:
                yield _excel_line(number, cells[: MOST_COLUMNS + 1])
    except FileProblem:
        raise
    # A damaged workbook fails in many ways inside the library; none of them is ours.
    except Exception as error:
        text = _("The Excel workbook is damaged or not one: %(reason)s.")
        raise FileProblem(text % {"reason": str(error)[:200] or type(error).__name__}) from error


def _rows(sheet: Any) -> Iterator[Sequence[Any]]:
    """The rows, also those that are not in the file: these have no cells, and cost little.

    A row may have any number, and openpyxl counts up to it.
    """
    for number, cells in enumerate(sheet.iter_rows(max_row=LAST_ROW + 1), start=1):
        if number > LAST_ROW:
            text = _("The sheet has rows below row %(count)d. Delete them.")
            raise FileProblem(text % {"count": LAST_ROW})
        yield cells


def _first_row(sheet: Any) -> list[str]:
    top = islice(_rows(sheet), MOST_EMPTY_ROWS + 1)
    rows = ([_text(cell.value) for cell in cells[: MOST_COLUMNS + 1]] for cells in top)
    return next((row for row in rows if any(row)), [])


def _names_columns(sheet: Any, known: set[str]) -> bool:
    return bool(known.intersection(cell.strip().lower() for cell in _first_row(sheet)))


def _refuse_bomb(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(member.file_size for member in archive.infolist())
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
        text = _("The Excel workbook is damaged or not one: %(reason)s.")
        raise FileProblem(text % {"reason": error}) from error
    if size > LARGEST_UNPACKED:
        text = _("The workbook is larger than %(limit)s when it is unpacked.")
        raise FileProblem(text % {"limit": filesizeformat(LARGEST_UNPACKED)})


def _excel_line(number: int, cells: Iterable[Any]) -> _Line:
    texts, bad = [], {}
    for position, cell in enumerate(cells):
        value = cell.value
        texts.append(_text(value))
        if cell.data_type == "f":
            bad[position] = _(
                "Cell %(cell)s is a formula. Formulas are not calculated here: paste the values."
            ) % {"cell": f"{get_column_letter(position + 1)}{number}"}
        elif cell.data_type == "e":
            bad[position] = _("Cell %(cell)s holds an error.") % {
                "cell": f"{get_column_letter(position + 1)}{number}"
            }
    while texts and not texts[-1]:
        texts.pop()
    return _Line(number, texts, bad)


def _text(value: Any) -> str:
    """The value of an Excel cell as a CSV file would have it."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == value.time().min else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
