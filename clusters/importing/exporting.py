"""Files of clusters with the columns that an import reads: importing what was exported changes nothing."""

import json
import tempfile
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import IO, Any

from openpyxl import Workbook

from clusters.importing.columns import CLEAR, COLUMNS, HEADER, normal
from clusters.importing.stored import Countries, Part, source_pages, stored_clusters
from portal import spreadsheets
from portal.spreadsheets import shielded, text_cell, unshielded

NUMBERS = {"lat", "lon", "founded_year", "cluster_label_year", "members", "sme_members"}
LISTS = {name for name, column in COLUMNS.items() if column.empty == []} | {"sector_keywords"}
Row = dict[str, str]


def rows(part: Part) -> Iterator[Row]:
    """The published clusters of somebody's part, by column, each in the language it was written in.

    Arguments:
        part: whose.
    """
    countries = Countries()
    for cluster in stored_clusters(source_pages().live(), countries):
        country = countries.above(cluster.page)
        if country and part.holds(country):
            yield cluster.cells()


def csv_lines(some: Iterable[Row]) -> Iterator[str]:
    """CSV, UTF-8 with a byte order mark so that spreadsheets read accents."""
    return spreadsheets.csv_lines(chain([HEADER], ([row[name] for name in HEADER] for row in some)))


def json_lines(some: Iterable[Row]) -> Iterator[str]:
    """A JSON list of objects: numbers and lists as such."""
    yield "["
    for number, row in enumerate(some):
        yield (",\n" if number else "\n") + json.dumps(
            {name: _json(name, row[name]) for name in HEADER}, ensure_ascii=False
        )
    yield "\n]\n"


def write_xlsx(some: Iterable[Row], file: IO[bytes]) -> None:
    """An Excel workbook of one sheet; every text is marked as text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("clusters")
    sheet.append(HEADER)
    for row in some:
        sheet.append([_xlsx(sheet, name, row[name]) for name in HEADER])
    with tempfile.TemporaryFile() as whole:
        book.save(whole)
        whole.seek(0)
        while block := whole.read(1 << 20):
            file.write(block)


def _number(text: str) -> float | int:
    return float(text) if "." in text or "e" in text else int(text)


def _json(name: str, text: str) -> Any:
    if name in LISTS:
        return unshielded(text).split(";") if text else []
    if name in NUMBERS:
        return _number(text) if text else None
    return unshielded(text)


def _xlsx(sheet: Any, name: str, text: str) -> Any:
    if name in NUMBERS and text:
        return _number(text)
    # The type of the cell says that it is no formula. An apostrophe would be seen; it stays where the text
    # alone would be an order, or another text when it is read.
    text = normal(text)
    plain = normal(unshielded(text))
    return text_cell(sheet, plain if plain != CLEAR and shielded(plain) == text else text)
