"""A new partner with everything it needs."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from partners.onboarding import onboard


class Command(BaseCommand):
    help = (
        "Makes a partner with its group, its collection, its sections in every language and its rights. "
        "All or nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", help='short name, e.g. "acc"; also the slug of its sections')
        parser.add_argument("name", help="full name; also the title of its sections")
        parser.add_argument(
            "--approval", action="store_true", help="the lead editors approve its news before they are public"
        )

    def handle(self, *args: Any, code: str, name: str, approval: bool, **options: Any) -> None:
        try:
            arrival = onboard(code, name, approval=approval)
        except ValidationError as error:
            raise CommandError(spoken(error)) from None
        self.stdout.write(f"{arrival.partner}: group “{arrival.partner.group}” with its collection.")
        for section in arrival.sections:
            self.stdout.write(f"  {section.specific_class.__name__}: {section.url}")
        self.stdout.write(f"Languages: {', '.join(arrival.languages)}.")
        self.stdout.write("Add its editors to the group under Settings, Users.")


def spoken(error: ValidationError) -> str:
    """All that is wrong, a line each."""
    return "\n".join(
        f"{name}: {message}" for name, messages in error.message_dict.items() for message in messages
    )
