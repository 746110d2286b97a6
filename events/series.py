"""The series as a vocabulary: codes are slugs, labels are titles."""

from functools import cached_property

from django.conf import settings
from django.utils.translation import get_language

from events.models import EventSeriesPage
from portal.privacy import open_pages


class SeriesTitles:
    """Titles of the public event series by slug, in the reader's language where it has one.

    As they are now: read once, however many are asked for. Make a new one for the next request.
    """

    @cached_property
    def _titles(self) -> dict[str, dict[str, str]]:
        titles: dict[str, dict[str, str]] = {}
        rows = (
            open_pages(EventSeriesPage.objects.live())
            .filter(alias_of=None)
            # A translation is always made after its source.
            .order_by("pk")
            .values_list("slug", "locale__language_code", "title")
        )
        for slug, language, title in rows:
            titles.setdefault(slug, {})[language] = title
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
        first = next(iter(titles.values()), code)
        return {language: titles.get(language, first) for language, _name in settings.LANGUAGES}

    def label(self, code: str, language: str | None = None) -> str:
        """Title in the language."""
        return self.labels(code).get(language or get_language() or "", code)

    def label_language(self, code: str, language: str) -> str:
        """Language of the title where it is not the reader's; else ""."""
        titles = self._titles.get(code, {})
        return "" if language in titles else next(iter(titles), "")

    def parent(self, code: str) -> None:
        """None: series have no parents."""
