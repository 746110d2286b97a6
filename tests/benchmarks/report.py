"""The results as a table on the screen, and as Markdown for the documents."""

from collections.abc import Iterable
from typing import Any

_HEAD = ("what", "p50", "p95", "p99", "peer p50", "p95", "p99", "ratio", "at most", "")


def as_table(title: str, rows: Iterable[dict[str, Any]]) -> str:
    """A part as lines of text."""
    lines = [_HEAD, *map(_cells, rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(_HEAD))]
    text = [
        "  ".join(
            cell.ljust(width) if column == 0 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    ]
    notes = [f"   {row['name']}: {row['note']}" for row in rows if row["note"]]
    return "\n".join([title, *text, *notes])


def as_markdown(results: dict[str, Any]) -> str:
    """All parts as one table; says so when there are none."""
    parts = results.get("parts", {})
    if not parts:
        return "No results yet: make bench"
    lines = [f"Measured on {results['machine']}; milliseconds.", "", "| " + " | ".join(_HEAD[:-1]) + " |"]
    lines.append("| --- |" + " ---: |" * (len(_HEAD) - 2))
    for part in parts.values():
        lines += ["| " + " | ".join(_cells(row)[:-1]) + " |" for row in part["rows"]]
    return "\n".join(lines)


def _cells(row: dict[str, Any]) -> tuple[str, ...]:
    def figures(side: dict[str, float] | None) -> list[str]:
        return [f"{side[name]:.1f}" if side and name in side else "" for name in ("p50", "p95", "p99")]

    asked = {None: "", True: "yes", False: "NO"}[row["holds"]]
    numbers = ["" if row[name] is None else f"{row[name]:.2f}" for name in ("ratio", "most")]
    return (row["name"], *figures(row["ours"]), *figures(row["peer"]), *numbers, asked)
