"""Fill the portal with synthetic clusters, or empty it of them."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from demo.synthetic.pages import NoClusterSearch, create_pages, synthetic_pages
from portal.progress import ProgressBar
from search.marking import building_left_for_later
from search.models import SearchDocument
from search.outbox import build_stale, catch_up
from search.rebuilding import add_missing_rows

_BATCH = 250
_OWN_MACHINES = {"localhost", "127.0.0.1", "::1", None}


class Command(BaseCommand):
    help = (
        "Makes synthetic clusters for load tests, all named “Synthetic cluster 000001 …”. The same seed "
        "makes the same ones, and what exists stays. The admin's own search finds them after update_index."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--count", type=int, help="how many clusters there are to be (1 to 999,999)")
        parser.add_argument(
            "--seed", type=int, default=1, help="another seed makes other clusters (default 1)"
        )
        parser.add_argument("--delete", action="store_true", help="delete every synthetic cluster instead")
        parser.add_argument(
            "--force", action="store_true", help="also on a portal that is not served from this machine"
        )

    def handle(
        self, *args: Any, count: int | None, seed: int, delete: bool, force: bool, **options: Any
    ) -> None:
        if delete:
            self._delete()
            return
        if count is None or not 1 <= count <= 999_999:
            raise CommandError("Say how many with --count, from 1 to 999999, or --delete.")
        if urlsplit(settings.SITE_URL).hostname not in _OWN_MACHINES and not force:
            raise CommandError(
                f"This portal is public at {settings.SITE_URL}: visitors would find clusters that do not "
                "exist. --force makes them nevertheless."
            )
        try:
            with ProgressBar("clusters", count, self.stdout) as bar:
                made = create_pages(count, seed, bar.advance)
        except NoClusterSearch as problem:
            raise CommandError(str(problem)) from problem
        self._build_documents()
        self.stdout.write(f"{made} pages made. generate_clusters --delete removes them.")

    def _build_documents(self) -> None:
        add_missing_rows()
        waiting = SearchDocument.objects.filter(built_version=0).count()
        with ProgressBar("documents", waiting, self.stdout) as bar:
            while built := build_stale(_BATCH):
                bar.advance(built)
        catch_up()

    def _delete(self) -> None:
        keys = set(synthetic_pages().values_list("translation_key", flat=True))
        with building_left_for_later(), ProgressBar("clusters", len(keys), self.stdout) as bar:
            while batch := list(synthetic_pages().values_list("translation_key", flat=True)[:_BATCH]):
                synthetic_pages().filter(translation_key__in=batch).delete()
                bar.advance(len(set(batch)))
        catch_up()
        self.stdout.write(f"{len(keys)} synthetic clusters deleted.")
