"""Compare every translation with its source."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.progress import ProgressBar
from translation.drift import look, steps


class Command(BaseCommand):
    help = (
        "Says where slugs, places, order, facts, aliases or rights do not follow the source; "
        "--repair mends it. Exit code 1 when something was found and not mended."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--repair", action="store_true", help="mend what is found")

    def handle(self, *args: Any, repair: bool, **options: Any) -> None:
        work = steps()
        findings = []
        with ProgressBar("steps", len(work), self.stderr) as bar:
            for step in work:
                findings += look(step, repair=repair)
                bar.advance()
        for finding in findings:
            self.stdout.write(f"{finding.kind}: {finding.message}")
        if findings and not repair:
            raise CommandError(f"{len(findings)} found. Mend them with --repair.")
        self.stdout.write(f"{len(findings)} mended." if findings else "Everything follows its source.")
