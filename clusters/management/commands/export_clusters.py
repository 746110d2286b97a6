"""Exports all published clusters with the columns that import_clusters reads."""

from collections.abc import Iterator
from typing import IO, Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from clusters.importing.exporting import Row, csv_lines, json_lines, rows, write_xlsx
from clusters.importing.stored import Part


class Command(BaseCommand):
    """``export_clusters [--format csv|xlsx|json] [--output FILE]``"""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--format", choices=["csv", "xlsx", "json"], default="csv")
        parser.add_argument("--output", help="file to write; default: standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        some = rows(Part(None, everything=True))
        if options["output"]:
            try:
                with open(options["output"], "wb") as file:
                    self._write(some, options["format"], file)
            except OSError as error:
                raise CommandError(f"{options['output']} cannot be written: {error.strerror}.") from error
            return
        out = getattr(self.stdout, "buffer", None)
        if out is None:
            raise CommandError("Standard output takes no bytes here: give a file with --output.")
        self._write(some, options["format"], out)
        out.flush()

    def _write(self, some: Iterator[Row], name: str, out: IO[bytes]) -> None:
        if name == "xlsx":
            write_xlsx(some, out)
            return
        for line in csv_lines(some) if name == "csv" else json_lines(some):
            out.write(line.encode())
