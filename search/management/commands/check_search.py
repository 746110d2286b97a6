"""``manage.py check_search``"""

from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from elasticsearch import ApiError, TransportError

from portal.progress import ProgressBar
from search.backends.elasticsearch import is_configured
from search.checking import Difference, differences, repair
from search.models import SearchDocument

# Of each problem this many are told one by one.
_TOLD = 10


class Command(BaseCommand):
    """Says whether the search has everything that is public, and nothing else; mends it."""

    help = (
        "Compares pages, search documents and Elasticsearch: keys, versions and contents. "
        "Exits with 1 when something differs."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--repair", action="store_true", help="Mend what differs.")
        parser.add_argument(
            "--deep", action="store_true", help="Build every document and compare: some 10 ms each."
        )

    def handle(self, *args: Any, repair: bool, deep: bool, verbosity: int, **options: Any) -> None:
        try:
            found = self._check(deep, repair, verbosity)
            if found and repair:
                # What is still wrong is told, and not mended once more.
                self.stdout.write("Once more, to see that it is mended.")
                found = self._check(deep, False, verbosity)
        except (ApiError, TransportError) as error:
            raise CommandError(f"Elasticsearch does not answer: {error}") from error
        if found:
            advice = "" if repair else " --repair mends it."
            raise CommandError(f"The search is not as it should be: {found.total()} differences.{advice}")
        if verbosity:
            self.stdout.write("The search is as it should be.")

    def _check(self, deep: bool, mend: bool, verbosity: int) -> Counter[tuple[str, str]]:
        found: Counter[tuple[str, str]] = Counter()
        rows = SearchDocument.objects
        total = rows.count() * deep + rows.filter(public=True).count() * is_configured()
        with ProgressBar("Compared", total, self.stdout if verbosity else None) as bar:
            for difference in differences(deep=deep, progress=bar.advance):
                found[difference.kind, difference.problem] += 1
                self._tell(difference, found, mend)
                if mend:
                    repair(difference)
        for (kind, problem), number in sorted(found.items()):
            self.stdout.write(f"{kind}: {number} × {problem}")
        return found

    def _tell(self, difference: Difference, found: Counter[tuple[str, str]], mend: bool) -> None:
        if found[difference.kind, difference.problem] <= _TOLD:
            self.stdout.write(f"{'Mended' if mend else 'Found'}: {difference}")
