"""``manage.py prune_search_log``"""

from typing import Any

from django.core.management.base import BaseCommand

from search.log import prune


class Command(BaseCommand):
    """Deletes searched texts that are too old."""

    help = "Deletes searched texts older than SEARCH_LOG_DAYS. The portal does it itself while people search."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{prune()} texts deleted.")
