"""Makes an installation fit to serve: what has to happen before the first request and after an update."""

import os
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


class Command(BaseCommand):
    """``prepare [--demo]``: migrations, demo content for an empty portal, a search index that is missing."""

    help = "Applies migrations, loads the demo into an empty portal (--demo), builds a missing search index."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--demo", action="store_true", help="load the demo when the portal is empty")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what is missing and nothing else: on an up-to-date portal this takes about a second."""
        self._migrate()
        if options["demo"]:
            self._load_demo()
        call_command("rebuild_search", if_missing=True, stdout=self.stdout, stderr=self.stderr)

    def _migrate(self) -> None:
        executor = MigrationExecutor(connection)
        # "migrate" alone would also look through every content type and permission, which takes seconds.
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Setting up the database")
            call_command("migrate", interactive=False, verbosity=0)

    def _load_demo(self) -> None:
        users = get_user_model().objects
        # The demo's accounts come last: a loading that was interrupted is taken up again.
        if not users.exists():
            self.stdout.write("Loading the demo")
            call_command("load_demo", stdout=self.stdout, stderr=self.stderr)
            return
        password = os.environ.get("DEMO_PASSWORD", "")
        admin = users.filter(username="admin").first()
        # Asked first, because hashing a password ten times takes seconds.
        if password and admin and not admin.check_password(password):
            call_command("load_demo", accounts_only=True, stdout=self.stdout, stderr=self.stderr)
