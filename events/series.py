"""The series as a vocabulary: codes are slugs, labels are titles."""

from django.conf import settings
from django.utils.translation import get_language

from events.models import EventSeriesPage


class SeriesTitles:
    """Titles of the event series by slug, in the reader's language where it has one."""

    def _titles(self) -> dict[str, dict[str, str]]:
        titles: dict[str, dict[str, str]] = {}
        rows = (
            EventSeriesPage.objects.live()
            .order_by("path")
            .values_list("slug", "locale__language_code", "title")
        )
        for slug, language, title in rows:
            titles.setdefault(slug, {})[language] = title
        return titles

    def codes(self) -> list[str]:
        """Slugs, in the order of the tree."""
        return list(self._titles())

    def all_codes(self) -> list[str]:
        """The same: a series has no term to retire."""
        return self.codes()

    def labels(self, code: str) -> dict[str, str]:
        """Title by language; where a language has none, the one it was written in first."""
        titles = self._titles().get(code, {})
        first = next(iter(titles.values()), code)
        return {language: titles.get(language, first) for language, _name in settings.LANGUAGES}

    def label(self, code: str, language: str | None = None) -> str:
        """Title in the language."""
        return self.labels(code).get(language or get_language() or "", code)

    def parent(self, code: str) -> None:
        """None: series have no parents."""
