"""The whole result of a search, for machines and spreadsheets."""

import json
import tempfile
from collections.abc import Iterator
from typing import Any

from django.http import FileResponse, HttpRequest, StreamingHttpResponse
from django.views.decorators.http import require_safe
from openpyxl import Workbook

from clusters.records import columns, record
from portal.spreadsheets import csv_lines, shielded, text_cell
from search.criteria import Criteria
from search.limits import limited
from search.service import every_hit


def _records(request: HttpRequest) -> Iterator[dict[str, Any]]:
    criteria = Criteria.parse("cluster", request.GET, request.LANGUAGE_CODE)
    return (record(hit) for hit in every_hit(criteria))


def _plain(value: Any) -> str | float | None:
    """The value as a spreadsheet takes it: lists joined by ";"."""
    if isinstance(value, list):
        return ";".join(map(str, value))
    if isinstance(value, dict):
        return ";".join(f"{code}={number}" for code, number in value.items())
    return value if isinstance(value, int | float) or value is None else str(value)


def _cell(value: Any) -> str | float | None:
    """The value as a cell of a CSV file, never a formula."""
    plain = _plain(value)
    return shielded(plain) if isinstance(plain, str) else plain


@limited("export")
@require_safe
def export_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The whole result as CSV (UTF-8 with BOM, so that spreadsheets read accents)."""

    def rows() -> Iterator[list[Any]]:
        header = columns()
        yield header
        for row in _records(request):
            yield [_cell(row[name]) for name in header]

    response = StreamingHttpResponse(csv_lines(rows()), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="clusters.csv"'
    return response


@limited("export")
@require_safe
def export_xlsx(request: HttpRequest) -> FileResponse:
    """The whole result as an Excel workbook of one sheet."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("clusters")
    header = columns()
    sheet.append(header)
    for row in _records(request):
        sheet.append([_xlsx_cell(sheet, row[name]) for name in header])
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    book.save(file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename="clusters.xlsx")


def _xlsx_cell(sheet: Any, value: Any) -> Any:
    plain = _plain(value)
    return text_cell(sheet, plain) if isinstance(plain, str) else plain


@limited("export")
@require_safe
def export_geojson(request: HttpRequest) -> StreamingHttpResponse:
    """The clusters whose place is known as GeoJSON (RFC 7946), the other facts as properties."""

    def features() -> Iterator[str]:
        yield '{"type": "FeatureCollection", "features": ['
        separator = ""
        for row in _records(request):
            longitude, latitude = row["lon"], row["lat"]
            if longitude is None or latitude is None:
                continue
            point = {"type": "Point", "coordinates": [longitude, latitude]}
            feature = {"type": "Feature", "id": row["slug"], "geometry": point, "properties": row}
            yield f"{separator}\n" + json.dumps(feature, ensure_ascii=False)
            separator = ","
        yield "\n]}\n"

    return StreamingHttpResponse(features(), content_type="application/geo+json")


@limited("export")
@require_safe
def export_json(request: HttpRequest) -> StreamingHttpResponse:
    """The whole result as a JSON list."""

    def parts() -> Iterator[str]:
        yield "["
        for number, row in enumerate(_records(request)):
            yield (",\n" if number else "\n") + json.dumps(row, ensure_ascii=False)
        yield "\n]\n"

    return StreamingHttpResponse(parts(), content_type="application/json")
