"""Send the daily e-mail about translations."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from translation.digest import send_digests


class Command(BaseCommand):
    help = (
        "Sends translators and reviewers what waits for them. Once a day and person, however often it runs."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--not-before",
            type=int,
            default=0,
            metavar="HOUR",
            help="do nothing earlier in the day than this",
        )

    def handle(self, *args: Any, not_before: int, verbosity: int, **options: Any) -> None:
        sent = send_digests() if timezone.localtime().hour >= not_before else 0
        if verbosity:
            self.stdout.write(f"{sent} messages sent.")
