"""The series as a vocabulary: codes are slugs, labels are titles."""

from functools import cached_property

from django.conf import settings
from django.utils.translation import get_language

from events.models import EventSeriesPage
from portal.counterparts import language_of, with_languages
from portal.privacy import open_pages


class SeriesTitles:
    """Titles of the public event series by slug, in the reader's language where it has one.

    As they are now: read once, however many are asked for. Make a new one for the next request.
    """

    @cached_property
    def _titles(self) -> dict[str, dict[str, tuple[str, str]]]:
        """Title and the language it is in, by slug and language of the page."""
        titles: dict[str, dict[str, tuple[str, str]]] = {}
        # A translation is always made after its source.
        pages = open_pages(EventSeriesPage.objects.live()).filter(alias_of=None).order_by("pk")
        columns = ("slug", "title", "language", "source_language", "untranslated")
        for row in with_languages(pages).values_list(*columns, named=True):
            titles.setdefault(row.slug, {})[row.language] = (row.title, language_of(row, "title"))
        return titles

    def codes(self) -> list[str]:
        """Slugs, the oldest series first."""
        return list(self._titles)

    def all_codes(self) -> list[str]:
        """The same: a series has no term to retire."""
        return self.codes()

    def labels(self, code: str) -> dict[str, str]:
        """Title by language; where a language has none, the one it was written in first."""
        titles = self._titles.get(code, {})
        first = next(iter(titles.values()), (code, ""))
        return {language: titles.get(language, first)[0] for language, _name in settings.LANGUAGES}

    def label(self, code: str, language: str | None = None) -> str:
        """Title in the language."""
        return self.labels(code).get(language or get_language() or "", code)

    def label_language(self, code: str, language: str) -> str:
        """Language of the title where it is not the reader's; else ""."""
        titles = self._titles.get(code, {})
        _title, found = titles.get(language) or next(iter(titles.values()), ("", ""))
        return "" if found == language else found

    def parent(self, code: str) -> None:
        """None: series have no parents."""
