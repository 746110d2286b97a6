"""The columns of a file of clusters: what each means, how it is read, and how it is written."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusters.models import ClusterContact, ClusterPage
from portal.characters import without_controls
from portal.spreadsheets import shielded, unshielded
from vocabularies.fields import LARGEST_COUNT
from vocabularies.registry import get_vocabulary

CLEAR = "-"
"""An order to clear. A text that is this sign stands in a file as spreadsheets take it for text, shielded."""
DECIMALS = 7
"""Of degrees: a centimetre. Workbooks do not keep every digit that Python does."""
_DOMAIN = re.compile(r"[^\s/:@.]+(\.[^\s/:@.]+)+(/\S*)?")
_MOST_EXAMPLES = 20

Facts = dict[str, Any]
"""The facts of a cluster that columns are about, see ``facts_of``."""


class Unreadable(ValueError):
    """A cell does not hold what its column is for. Its text says what was expected."""


@dataclass(frozen=True)
class Column:
    """A column that changes something.

    Arguments:
        name: as in the first row.
        fact: what it changes.
        read: makes the value from a text that is neither empty nor "-".
        write: makes the text from the value.
        empty: the value that "-" stands for.
    """

    name: str
    fact: str
    read: Callable[[str], Any]
    write: Callable[[Any], str]
    empty: Any


def facts_of(page: ClusterPage, email: str) -> Facts:
    """What the columns are about.

    Arguments:
        page: as stored, or new.
        email: of the first of its contacts that has one.
    """
    return {name: getattr(page, name) for name in _PLAIN} | {
        "primary_sector": page.sectors[:1],
        "other_sectors": page.sectors[1:],
        "sme_members": page.member_counts.get("sme"),
        "email": email,
    }


def put_facts(page: ClusterPage, facts: Facts) -> None:
    """Change a page to have the facts; its contacts stay."""
    for name in _PLAIN:
        setattr(page, name, facts[name])
    primary = facts["primary_sector"]
    page.sectors = primary + [code for code in facts["other_sectors"] if code not in primary]
    counts = {kind: number for kind, number in page.member_counts.items() if kind != "sme"}
    if facts["sme_members"] is not None:
        counts["sme"] = facts["sme_members"]
    page.member_counts = counts


def normal(text: str) -> str:
    """The text without what a spreadsheet changes by itself: control characters, kinds of line ends, blanks
    around it.
    """
    return without_controls(text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _entries(text: str) -> list[str]:
    return list(dict.fromkeys(entry.strip() for entry in text.split(";") if entry.strip()))


def _checked(model: type[Any], name: str, value: Any) -> Any:
    """The value, judged by the rules of a model's field."""
    field = model._meta.get_field(name)
    if isinstance(value, str):
        value = without_controls(value)
    longest = getattr(field, "max_length", None)
    if longest and len(value) > longest:
        raise Unreadable(_("At most %(count)d characters.") % {"count": longest})
    try:
        return field.clean(value, None)
    except ValidationError as error:
        raise Unreadable(" ".join(error.messages)) from error


def _text_column(column: str, name: str) -> Column:
    return Column(
        column, name, lambda text: _checked(ClusterPage, name, unshielded(text)), write=shielded, empty=""
    )


def _number_column(column: str, fact: str, kind: type, expected: str | Promise) -> Column:
    def read(text: str) -> Any:
        try:
            # A spreadsheet in most of Europe writes a decimal comma.
            number = kind(text.replace(",", ".", 1))
        except ValueError as error:
            raise Unreadable(str(expected)) from error
        if not abs(number) <= LARGEST_COUNT or (kind is int and number < 0):
            raise Unreadable(str(expected))
        return number if fact == "sme_members" else _checked(ClusterPage, fact, number)

    def write(value: Any) -> str:
        if value is None:
            return ""
        # Of a negative zero a workbook keeps the zero.
        return str(round(value, DECIMALS) + 0.0 if kind is float else value)

    return Column(column, fact, read, write, empty=None)


def _codes(vocabulary: str, text: str, limit: int | None = None) -> list[str]:
    terms = get_vocabulary(vocabulary)
    known = terms.all_codes()
    # Codes are of one case, people are not.
    by_fold = {code.casefold(): code for code in known}
    entries = _entries(text)
    unknown = [entry for entry in entries if entry.casefold() not in by_fold]
    if unknown:
        examples = ", ".join(known if len(known) <= _MOST_EXAMPLES else [*known[:5], "…"])
        raise Unreadable(
            _("Not known: %(unknown)s. Expected codes: %(examples)s.")
            % {"unknown": ", ".join(unknown), "examples": examples}
        )
    if limit is not None and len(entries) > limit:
        raise Unreadable(_("Expected one code at most."))
    return list(dict.fromkeys(by_fold[entry.casefold()] for entry in entries))


def _code_column(column: str, fact: str, vocabulary: str, limit: int | None = None) -> Column:
    return Column(column, fact, lambda text: _codes(vocabulary, text, limit), ";".join, empty=[])


def _website(text: str) -> str:
    text = unshielded(text)
    if _DOMAIN.fullmatch(text):
        text = f"https://{text}" if "/" in text else f"https://{text}/"
    if urlsplit(text).scheme not in ("http", "https"):
        raise Unreadable(_("Expected a domain such as example.org, or an address with https:// before it."))
    return _checked(ClusterPage, "website", text)


def _domain(website: str) -> str:
    domain = website.removeprefix("https://").removesuffix("/")
    return shielded(domain if f"https://{domain}/" == website and "/" not in domain else website)


def _email(text: str) -> str:
    try:
        return _checked(ClusterContact, "email", unshielded(text))
    except Unreadable as error:
        raise Unreadable(_("Expected an e-mail address such as office@example.org.")) from error


_YEAR = gettext_lazy("Expected a year such as 2005.")
_DEGREES = gettext_lazy("Expected degrees as a decimal number such as 48.78.")
_COUNT = gettext_lazy("Expected a whole number, zero or more.")

COLUMNS = {
    column.name: column
    for column in (
        _text_column("name", "title"),
        _code_column("nuts2_2024", "region", "region", 1),
        _text_column("city", "city"),
        _number_column("lat", "latitude", float, _DEGREES),
        _number_column("lon", "longitude", float, _DEGREES),
        _number_column("founded_year", "founded_year", int, _YEAR),
        _code_column("primary_ecosystem", "primary_sector", "sector", 1),
        _code_column("other_ecosystems", "other_sectors", "sector"),
        Column(
            "sector_keywords",
            "sector_keywords",
            read=lambda text: "\n".join(_entries(without_controls(unshielded(text)))),
            write=lambda lines: shielded(";".join(_entries(lines.replace("\n", ";")))),
            empty="",
        ),
        _code_column("cluster_label", "label", "label"),
        _number_column("cluster_label_year", "label_reported_year", int, _YEAR),
        Column("website_domain", "website", _website, _domain, empty=""),
        _text_column("description_en", "summary"),
        _code_column("value_chain", "value_chain", "value_chain"),
        _code_column("markets", "markets", "market"),
        _code_column("technologies", "technologies", "technology"),
        _number_column("members", "members", int, _COUNT),
        _number_column("sme_members", "sme_members", int, _COUNT),
        Column("email", "email", _email, shielded, empty=""),
        _code_column("languages", "languages", "language"),
    )
}
REQUIRED = ("slug", "name", "country_iso2")
# Nothing on a page holds them: a region has its name from its code, the other two are notes of a compiler.
NOT_STORED = ("region_name", "verified_fields", "notes")
_others = [name for name in COLUMNS if name != "name"]
_described = _others.index("description_en") + 1
HEADER = [
    *REQUIRED,
    "region_name",
    *_others[:_described],
    "verified_fields",
    "notes",
    *_others[_described:],
]
"""Names of all columns, in the order of an export."""
_PLAIN = [
    column.fact
    for column in COLUMNS.values()
    if column.fact not in ("primary_sector", "other_sectors", "sme_members", "email")
]
