"""``manage.py rebuild_search``"""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from elasticsearch import ApiError, TransportError

from portal.progress import ProgressBar
from search.backends.delivery import IndexMissing, NotTaken
from search.backends.elasticsearch import is_configured
from search.backends.index import CountMismatch, roll_back
from search.kinds import all_kinds
from search.models import SearchDocument
from search.rebuilding import add_missing_rows, rebuild_documents, rebuild_indices, search_is_built


class Command(BaseCommand):
    """Builds all documents and indices anew while searches go on."""

    help = (
        "Builds every document anew, then fills new Elasticsearch indices and switches to them at once. "
        "Searches go on meanwhile. The index before is kept."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--if-missing", action="store_true", help="Do nothing when everything is there already."
        )
        parser.add_argument(
            "--rollback",
            action="store_true",
            help="Go back to the Elasticsearch indices before, and send them what changed since.",
        )

    def handle(self, *args: Any, if_missing: bool, rollback: bool, verbosity: int, **options: Any) -> None:
        if rollback:
            self._go_back()
            return
        if if_missing and search_is_built():
            return
        out = self.stdout if verbosity else None
        add_missing_rows()
        with ProgressBar("Documents", SearchDocument.objects.count(), out) as bar:
            failed = rebuild_documents(bar.advance)
        if is_configured():
            self._fill_indices(out, may_wait=if_missing)
        if failed:
            raise CommandError(f"Documents that could not be built: {failed}. The log says why.")

    def _go_back(self) -> None:
        for kind in all_kinds() if is_configured() else ():
            try:
                self.stdout.write(f"{kind.name}: {roll_back(kind)}")
            except (ApiError, TransportError, IndexMissing) as error:
                raise CommandError(f"Cannot go back: {error}") from error

    def _fill_indices(self, out: Any, may_wait: bool) -> None:
        try:
            with ProgressBar("Elasticsearch", SearchDocument.objects.filter(public=True).count(), out) as bar:
                rebuild_indices(bar.advance)
        except (ApiError, TransportError, CountMismatch, IndexMissing, NotTaken) as error:
            if not may_wait:
                raise CommandError(
                    f"Elasticsearch was not filled, its index stays as it was: {error}"
                ) from error
            # The portal starts without it, and the worker fills it later.
            print(f"Elasticsearch is away, the database answers instead: {error}", file=sys.stderr)
