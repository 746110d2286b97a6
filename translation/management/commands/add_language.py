"""Add a language to the content."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.progress import ProgressBar
from translation.new_language import UnknownLanguage, add_language


class Command(BaseCommand):
    help = "Makes a language ready: locale, tree, translators, rights. Can be repeated."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", help="ISO 639-1 code, as in portal/settings/languages.py")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with ProgressBar("pages", 0, self.stderr) as bar:

                def advance(done: int, total: int) -> None:
                    bar.total = total
                    bar.advance(done - bar.done)

                report = add_language(options["code"], advance)
        except UnknownLanguage as error:
            raise CommandError(str(error)) from error
        for line in report:
            self.stdout.write(line)
        self.stdout.write("Now: manage.py rebuild_search, for the search to know the language.")
