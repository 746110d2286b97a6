"""The whole result of a search, for machines."""

import csv
import json
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, StreamingHttpResponse
from django.views.decorators.http import require_safe

from clusters.records import record
from search.criteria import Criteria
from search.service import every_hit


def _records(request: HttpRequest) -> Iterator[dict[str, Any]]:
    criteria = Criteria.parse("cluster", request.GET, request.LANGUAGE_CODE)
    return (record(hit) for hit in every_hit(criteria))


def _cell(value: Any) -> str:
    """The value as text of a spreadsheet cell: lists joined by ";", never a formula."""
    if value is None:
        return ""
    if isinstance(value, list):
        text = ";".join(map(str, value))
    elif isinstance(value, dict):
        text = ";".join(f"{code}={number}" for code, number in value.items())
    elif isinstance(value, int | float):
        return str(value)
    else:
        text = str(value)
    # A spreadsheet would run a text that begins so; the apostrophe makes it text again.
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


class _Line:
    """The file that csv.writer wants: hands each line on instead of keeping it."""

    def write(self, line: str) -> str:
        return line


@require_safe
def export_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The whole result as CSV (UTF-8 with BOM, so that spreadsheets read accents)."""

    def lines() -> Iterator[str]:
        writer = csv.writer(_Line())
        header: list[str] | None = None
        yield "\ufeff"
        for row in _records(request):
            if header is None:
                header = list(row)
                yield writer.writerow(header)
            yield writer.writerow([_cell(row[name]) for name in header])
        if header is None:
            yield writer.writerow(["slug", "name"])

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="clusters.csv"'
    return response


@require_safe
def export_json(request: HttpRequest) -> StreamingHttpResponse:
    """The whole result as a JSON list."""

    def parts() -> Iterator[str]:
        yield "["
        for number, row in enumerate(_records(request)):
            yield (",\n" if number else "\n") + json.dumps(row, ensure_ascii=False)
        yield "\n]\n"

    return StreamingHttpResponse(parts(), content_type="application/json")
