"""A kind of content made up for the contract: it has every sort of facet, and no pages."""

import itertools
import uuid
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from wagtail.models import Page

from search.building import store
from search.documents import Document, Texts, complete
from search.kinds import Facet, SearchKind, get_kind
from search.models import SearchDocument
from search.vocabularies import PlainCodes

NAME = "contract"
NOW = datetime(2026, 5, 1, tzinfo=UTC)


class MadeUpVocabulary:
    """Codes with a label in each language, and parents."""

    def __init__(
        self, labels: Mapping[str, Mapping[str, str] | str], parents: Mapping[str, str] | None = None
    ) -> None:
        self._labels, self._parents = labels, parents or {}

    def codes(self) -> list[str]:
        return [code for code in self._labels if not code.startswith("retired")]

    def all_codes(self) -> list[str]:
        return list(self._labels)

    def label(self, code: str, language: str | None = None) -> str:
        return self.labels(code)[language or "en"]

    def labels(self, code: str) -> dict[str, str]:
        label = self._labels.get(code, code)
        return {
            lang: label if isinstance(label, str) else label.get(lang, label["en"])
            for lang, _name in settings.LANGUAGES
        }

    def parent(self, code: str) -> str | None:
        return self._parents.get(code)


HYDROGEN = {
    "en": "Hydrogen",
    "de": "Wasserstoff",
    "fr": "Hydrogène",
    "pt": "Hidrogénio",
    "es": "Hidrógeno",
    "it": "Idrogeno",
}
COLOURS = MadeUpVocabulary(
    {"red": "Red", "green": "Green", "blue": "Blue", "hydrogen": HYDROGEN, "retired": "Of old"}
)
COUNTRIES = MadeUpVocabulary({"DE": "Germany", "PT": "Portugal", "AT": "Austria", "XX": "Nowhere"})
REGIONS = MadeUpVocabulary(
    {code: f"Region {code}" for code in ("DE1", "DE2", "PT1", "PT2", "AT1")},
    parents={"DE1": "DE", "DE2": "DE", "PT1": "PT", "PT2": "PT", "AT1": "AT"},
)
MARKETS = MadeUpVocabulary({code: f"Market {code}" for code in "abcdefghijklmnopqrstuvwxyz"})


def when() -> dict[str, tuple[str | None, str | None]]:
    return {"upcoming": (NOW.isoformat(), None), "past": (None, NOW.isoformat())}


def no_pages(source: Page, translations: Mapping[str, Page]) -> Document | None:
    raise AssertionError("This kind has no pages.")


KIND = SearchKind(
    name=NAME,
    label="Contract",
    model=(),
    build=no_pages,
    facets=(
        Facet("colour", "Colour", vocabulary=COLOURS, list_all=True),
        Facet("country", "Country", vocabulary=COUNTRIES),
        Facet("region", "Region", vocabulary=REGIONS, parent_facet="country"),
        Facet("market", "Market", vocabulary=MARKETS),
        Facet("year", "Year", vocabulary=PlainCodes(r"\d{4}", newest_first=True)),
        Facet(
            "when",
            "When",
            vocabulary=MadeUpVocabulary({"upcoming": "Upcoming", "past": "Past"}),
            list_all=True,
            range_field="over",
            ranges=when,
        ),
        Facet("hidden", "Hidden", vocabulary=PlainCodes(), shown=False),
    ),
    sorts=("relevance", "name", "newest", "members", "next"),
    default_sort="name",
    per_page=20,
)

_numbers = itertools.count(1)


def document(title: str | Mapping[str, str] = "", **changes: Any) -> Document:
    """A document; ``title`` in English or by language, ``texts``, ``facets`` and the rest as given."""
    number = next(_numbers)
    titles = {"en": title or f"Document {number}"} if isinstance(title, str) else dict(title)
    over = changes.pop("over", NOW + timedelta(days=1))
    values = {
        "slug": f"document-{number}",
        "path": f"contract/document-{number}/",
        "source_language": next(iter(titles)),
        "texts": {language: Texts(title=text) for language, text in titles.items()},
        "sort": {"newest": None, "members": None},
    } | changes
    values["sort"] = values["sort"] | {"over": over.isoformat() if over else None}
    return Document(**values)


def put(made: Document | None, key: uuid.UUID | None = None) -> SearchDocument:
    """Store the document as if it had just been built from pages. None removes what the key has."""
    key = key or uuid.uuid4()
    row, _created = SearchDocument.objects.get_or_create(key=key, defaults={"kind": NAME, "version": 0})
    row.version += 1
    row.save(update_fields=["version"])
    assert store(row, NAME, complete(get_kind(NAME), made) if made else None)
    row.refresh_from_db()
    return row


def put_all(documents: Iterable[Document]) -> list[SearchDocument]:
    return [put(made) for made in documents]
