"""Imports clusters from a CSV file or an Excel workbook: everything in it, or nothing."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from clusters.importing.checking import check_rows
from clusters.importing.problems import Problem
from clusters.importing.reading import LARGEST_FILE, too_large
from clusters.importing.steps import BATCH, check, import_now
from clusters.importing.stored import Countries
from clusters.importing.writing import Refused, part_of
from clusters.models import ClusterImport
from portal.progress import ProgressBar


class Command(BaseCommand):
    """``import_clusters FILE [--dry-run] [--source TEXT]``"""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", type=Path, help="CSV (UTF-8) or XLSX; the columns are in docs/operations.md"
        )
        parser.add_argument("--dry-run", action="store_true", help="show what would change, write nothing")
        parser.add_argument(
            "--source", default="", help="what new profiles say about where their data come from"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        bar_out = self.stderr if options["verbosity"] else None
        source = ClusterImport.objects.create(
            title=path.name[:255],
            file=self._contents(path),
            data_source=options["source"][:255],
            by_operator=True,
        )
        keep = False
        try:
            check(source)
            if source.problems:
                self._refuse([Problem(**each) for each in source.problems])
            if options["dry_run"]:
                self._show(source)
                return
            count = source.rows.count()
            with ProgressBar("Import", count, bar_out) as bar:
                import_now(source, bar.advance)
            keep = count > 0
            new = source.rows.filter(is_new=True).count()
        except Refused as error:
            self._refuse(error.problems)
        finally:
            if not keep:
                source.delete()
        self.stdout.write(f"{path.name}: {new} new, {count - new} changed, {source.unchanged} as before.")

    def _contents(self, path: Path) -> bytes:
        try:
            if path.stat().st_size > LARGEST_FILE:
                raise CommandError(str(too_large()))
            return path.read_bytes()
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from error

    def _refuse(self, problems: list[Problem]) -> None:
        for problem in problems:
            self.stderr.write(str(problem))
        raise CommandError(f"{len(problems)} problems. Nothing was changed.")

    def _show(self, source: ClusterImport) -> None:
        """Write the difference, row by row."""
        part, countries = part_of(source), Countries()
        numbers = list(source.rows.values_list("number", "cells"))
        for at in range(0, len(numbers), BATCH):
            for change in check_rows(numbers[at : at + BATCH], part, countries).changes:
                kind = "changed" if change.stored else "new"
                self.stdout.write(f"Row {change.number}, {change.slug}: {kind}")
                for difference in change.differences:
                    before = f"“{difference.before}” -> " if change.stored else ""
                    self.stdout.write(f"    {difference.column}: {before}“{difference.after}”")
        new = source.rows.filter(is_new=True).count()
        self.stdout.write(
            f"{source.title}: {new} new, {len(numbers) - new} changed, {source.unchanged} as before. "
            "Nothing was written."
        )
