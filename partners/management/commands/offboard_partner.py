"""A partner leaves."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from partners.management.commands.onboard_partner import spoken
from partners.models import Partner
from partners.onboarding import offboard


class Command(BaseCommand):
    help = "Hands a partner's pages and files over to another one and closes its accounts. Deletes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", help="code of the partner that leaves")
        parser.add_argument("successor", help="code of the partner that takes over")

    def handle(self, *args: Any, code: str, successor: str, **options: Any) -> None:
        partners = {each.code: each for each in Partner.objects.select_related("group")}
        for each in (code, successor):
            if each not in partners:
                raise CommandError(
                    f"There is no partner with the code “{each}”. There are: {', '.join(sorted(partners))}."
                )
        try:
            departure = offboard(partners[code], partners[successor])
        except ValidationError as error:
            raise CommandError(spoken(error)) from None
        self.stdout.write(f"{departure.pages} pages: now of {partners[successor]}.")
        for page in departure.still_public:
            self.stdout.write(f"Still public: the page of the partner, “{page.title}” ({page.url_path}).")
        self.stdout.write(f"Accounts closed: {', '.join(departure.accounts) or 'none'}.")
