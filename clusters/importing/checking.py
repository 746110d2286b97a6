"""What the rows of a file would change, and everything that is wrong with them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from clusters.duplicates import Asked, identity_of
from clusters.importing.columns import (
    CLEAR,
    COLUMNS,
    REQUIRED,
    Column,
    Facts,
    Unreadable,
    facts_of,
    put_facts,
)
from clusters.importing.locks import reasons_of_locks
from clusters.importing.problems import Problem
from clusters.importing.stored import (
    ENGLISH,
    Countries,
    Part,
    StoredCluster,
    same_cell,
    source_pages,
    stored_clusters,
)
from clusters.models import ClusterPage, CountryPage
from vocabularies.registry import get_vocabulary

Row = tuple[int, dict[str, str]]
"""Number as a spreadsheet counts, and text by column."""
BATCH = 200
_SLUG = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
_TELLING = ("name", "website_domain", "city", "lat", "lon")
_COLUMN_OF = {column.fact: column.name for column in COLUMNS.values()}


@dataclass(frozen=True)
class Difference:
    """A cell that differs from what is stored."""

    column: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """What a row changes.

    Arguments:
        number: of the row, as a spreadsheet counts.
        slug: of the cluster.
        stored: the cluster as it is; None when the row makes it.
        country: the page above it.
        facts: as they will be.
        differences: cells that differ, in the order of the columns.
    """

    number: int
    slug: str
    stored: StoredCluster | None
    country: CountryPage
    facts: Facts
    differences: list[Difference] = field(default_factory=list)

    def says_who(self) -> bool:
        """Whether it is about what tells one organisation from another."""
        return self.stored is None or any(each.column in _TELLING for each in self.differences)

    def asked(self) -> Asked:
        """The cluster as it will be, to find others like it."""
        page = ClusterPage()
        put_facts(page, self.facts)
        if self.stored:
            page.native_name, page.translation_key = (
                self.stored.page.native_name,
                self.stored.page.translation_key,
            )
        return Asked(identity_of(page, self.country.code), page.translation_key)


@dataclass
class Checked:
    """Changes of rows that are right, and problems of the others. Rows that change nothing are in neither."""

    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def missing_columns(columns: Iterable[str]) -> list[Problem]:
    """A problem for each required column that is not there."""
    there = set(columns)
    expected = _("This column is missing. Required are: %(names)s.") % {"names": ", ".join(REQUIRED)}
    return [Problem(1, name, "", expected) for name in REQUIRED if name not in there]


def repeated_slugs(rows: Iterable[Row]) -> list[Problem]:
    """A problem for each row whose cluster an earlier row has."""
    first: dict[str, int] = {}
    problems = []
    for number, cells in rows:
        slug = cells.get("slug", "").strip()
        if slug and slug in first:
            expected = _("This cluster is in row %(row)d already. Expected is one row for each.")
            problems.append(Problem(number, "slug", slug, expected % {"row": first[slug]}))
        first.setdefault(slug, number)
    return problems


def check_rows(rows: list[Row], part: Part, countries: Countries) -> Checked:
    """Compare a batch of rows with what is stored. Queries: the same number for few rows and for ``BATCH``.

    Arguments:
        rows: of the file.
        part: what whoever imports may change.
        countries: all country pages.
    """
    slugs = {cells.get("slug", "").strip() for _number, cells in rows}
    pages = source_pages().filter(slug__in=slugs)
    stored = {each.page.slug: each for each in stored_clusters(pages, countries)}
    locks = reasons_of_locks([each.page for each in stored.values()], part.user)
    checked = Checked()
    for number, cells in rows:
        check = _RowCheck(number, cells, stored.get(cells.get("slug", "").strip()), part, countries, locks)
        change = check.change()
        if check.problems:
            checked.problems += check.problems
        elif change and (change.differences or change.stored is None):
            checked.changes.append(change)
    return checked


class _RowCheck:
    """The check of one row: goes on after the first problem."""

    def __init__(
        self,
        number: int,
        cells: dict[str, str],
        stored: StoredCluster | None,
        part: Part,
        countries: Countries,
        locks: dict[int, str],
    ) -> None:
        self.number, self.cells, self.stored = number, cells, stored
        self.part, self.countries, self.locks = part, countries, locks
        self.problems: list[Problem] = []
        self.before = stored.cells() if stored else {}

    def change(self) -> Change | None:
        """What the row changes; None where that cannot be said."""
        slug = self._slug()
        country = self._country()
        if self.stored and country is None:
            # Whose cluster it is comes first: what a foreign one holds is not to be found out by comparing.
            return None
        facts = dict(self.stored.facts) if self.stored else facts_of(ClusterPage(), "")
        differences = []
        for column in COLUMNS.values():
            difference = self._read(column, facts)
            if difference:
                differences.append(difference)
        if country is None or self.problems:
            return None
        if differences or not self.stored:
            self._judge_whole(facts, country)
            self._judge_page()
        return Change(self.number, slug, self.stored, country, facts, differences)

    def _cell(self, name: str) -> str:
        return self.cells.get(name, "").strip()

    def _problem(self, column: str, expected: str) -> None:
        self.problems.append(Problem(self.number, column, self._cell(column), expected))

    def _slug(self) -> str:
        slug = self._cell("slug")
        if not self.stored and (not _SLUG.fullmatch(slug) or len(slug) > 255):
            self._problem("slug", _("Expected a short name of letters a–z, digits and hyphens."))
        return slug

    def _country(self) -> CountryPage | None:
        code = self._cell("country_iso2")
        if self.stored:
            above = self.countries.above(self.stored.page)
            if not self._holds(above):
                return None
            if code and code.upper() != self.stored.country:
                expected = _(
                    "The cluster is in %(country)s. It moves to another country when its page is moved."
                )
                self._problem("country_iso2", expected % {"country": self.stored.country})
            return above
        if code.upper() not in get_vocabulary("country").all_codes():
            self._problem(
                "country_iso2", _("Expected a country code of two letters such as FR (ISO 3166-1).")
            )
            return None
        country = self.countries.in_language(code.upper())
        if country is None:
            self._problem("country_iso2", _("The portal has no page for this country yet. Add it first."))
        elif not self._holds(country):
            return None
        return country

    def _holds(self, country: CountryPage | None) -> bool:
        """Whether whoever imports may make and publish clusters there."""
        if country is None or not self.part.holds(country):
            self._problem("country_iso2", _("This country is not in your part of the portal."))
            return False
        return True

    def _read(self, column: Column, facts: Facts) -> Difference | None:
        """Put what a cell says into the facts; the difference, if it makes one."""
        text = self._cell(column.name)
        before = self.before.get(column.name, "")
        if not text or (self.stored and same_cell(text, before)):
            if column.name in REQUIRED and not self.stored and not text:
                self._problem(column.name, _("Expected a value: the cluster is new."))
            return None
        if column.name == "description_en" and self.stored and self.stored.language != ENGLISH:
            expected = _("The cluster was written in “%(language)s”; its English text is a translation.")
            self._problem(column.name, expected % {"language": self.stored.language})
            return None
        if text == CLEAR:
            if column.name in REQUIRED:
                self._problem(column.name, _("This cannot be cleared."))
            value = column.empty
        else:
            try:
                value = column.read(text)
            except Unreadable as error:
                self._problem(column.name, str(error))
                return None
        if same_cell(column.write(value), before):
            return None
        facts[column.fact] = value
        return Difference(column.name, before, column.write(value))

    def _judge_whole(self, facts: Facts, country: CountryPage) -> None:
        """What no cell shows by itself."""
        regions = get_vocabulary("region")
        for code in facts["region"]:
            if regions.parent(code) != country.code:
                expected = _("This region lies in %(region_country)s, the cluster in %(country)s.")
                codes = {"region_country": regions.parent(code), "country": country.code}
                self._problem("nuts2_2024", expected % codes)
        page = ClusterPage()
        put_facts(page, facts)
        for name in page.required_to_publish():
            self._problem(_COLUMN_OF[name], _("Give both latitude and longitude, or neither."))
        try:
            page.refuse_impossible()
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                self._problem(_COLUMN_OF.get(name, ""), " ".join(messages))

    def _judge_page(self) -> None:
        """Whether the page may be changed now."""
        if self.stored is None:
            return
        page = self.stored.page
        if page.pk in self.locks:
            self._problem("slug", self.locks[page.pk])
        elif page.live and page.has_unpublished_changes:
            self._problem("slug", _("Its page has changes that are not published. Publish or discard them."))
