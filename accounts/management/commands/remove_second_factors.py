"""For somebody who has lost phone, key and recovery codes."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from accounts.second_factors import remove_second_factors


class Command(BaseCommand):
    help = (
        "Remove all second factors and recovery codes of an account and end its sessions. At the next "
        "sign-in its owner sets up new ones. Make sure first that it is the owner who asks."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the account's name."""
        parser.add_argument("username", help="user name of the account")

    def handle(self, *, username: str, **options: Any) -> None:
        """Remove them and say what was removed."""
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"There is no account named “{username}”.")
        kinds = remove_second_factors(user)
        if not kinds:
            self.stdout.write(f"{username} had no second factor; all sessions of the account have ended.")
            return
        self.stdout.write(
            f"Removed from {username}: {', '.join(kinds)}. All sessions of the account have ended."
        )
