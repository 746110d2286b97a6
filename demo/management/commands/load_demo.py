"""Load the demo: partners, pages, clusters, news and events in six languages."""

import os
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from demo.approval import load_waiting
from demo.background import drop_repeated
from demo.clusters import load_example_clusters, load_real_clusters
from demo.glossary import load_glossary
from demo.news_and_events import load_events, load_news
from demo.structure import (
    finish_home,
    load_accounts,
    load_home,
    load_languages,
    load_pages,
    load_partners,
)
from search.management.commands.load_synonyms import load_synonyms
from search.marking import building_left_for_later
from search.outbox import build_stale
from vocabularies.management.commands.load_vocabularies import load_vocabularies


class Command(BaseCommand):
    help = "Loads the demo. Run again, it adds what is missing and leaves what exists as it is."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--accounts-only",
            action="store_true",
            help="only give the demo accounts the password DEMO_PASSWORD",
        )

    def handle(self, *args: Any, accounts_only: bool, **options: Any) -> None:
        if accounts_only:
            self._load_accounts()
            return
        started = time.monotonic()
        for label, step in [
            ("vocabularies", load_vocabularies),
            ("synonyms", load_synonyms),
            ("languages", load_languages),
            ("glossary", load_glossary),
            ("front pages", load_home),
            ("partners and countries", load_partners),
            ("real clusters", load_real_clusters),
            ("example clusters", load_example_clusters),
            ("events", load_events),
            ("news", load_news),
            ("pages", load_pages),
            ("links of the front page", finish_home),
        ]:
            begun = time.monotonic()
            # Built once at the end: a page of the demo is saved several times.
            with building_left_for_later():
                step()
            self.stdout.write(f"  {label}: {time.monotonic() - begun:.1f} s")
        build_stale()
        # All or nothing: as long as there is no account, an interrupted loading is taken up again.
        with transaction.atomic():
            self._load_accounts()
            load_waiting()
        drop_repeated()
        self.stdout.write(f"Demo loaded in {time.monotonic() - started:.0f} s.")

    def _load_accounts(self) -> None:
        password = load_accounts(os.environ.get("DEMO_PASSWORD", ""))
        if password:
            self.stdout.write(f"Password of every demo account (told only now): {password}")
