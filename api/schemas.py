"""What the API answers."""

from typing import Generic, TypeVar

from ninja import Schema
from pydantic import Field

T = TypeVar("T")
Codes = list[str]


class ProblemOut(Schema):
    """Why a parameter is refused."""

    parameter: str
    reason: str


class ErrorOut(Schema):
    """What went wrong; ``problems`` when parameters are refused."""

    detail: str
    problems: list[ProblemOut] = []


class TextOut(Schema):
    """Name and summary in one language."""

    name: str
    summary: str


class RecordOut(Schema):
    """What every record has. Texts are in the language asked for, or else in the one written in first."""

    slug: str = Field(description="The same in every language.")
    name: str
    name_language: str = Field(description="Language of the name, ISO 639-1.")
    url: str = Field(description="Address of the page.")
    summary: str
    summary_language: str = Field(description="Language of the summary, ISO 639-1.")
    available_in: Codes = Field(description="Languages that the page exists in.")
    updated: str | None = Field(description="When it was last published in one of the languages.")
    licence: str = Field(description="Address of the licence that the record is published under.")


class ClusterOut(RecordOut):
    """A cluster organisation. Lists are codes of the vocabularies."""

    native_name: str
    acronym: str
    city: str
    lat: float | None
    lon: float | None
    website: str
    founded_year: int | None
    legal_form: Codes
    members: int | None
    member_counts: dict[str, int]
    label_issuer: str
    label_awarded: str | None
    label_expires: str | None
    label_reported_year: int | None
    offers: Codes
    needs: Codes
    last_confirmed: str | None = Field(description="When the cluster last confirmed its profile.")
    data_source: str = Field(description="Where the facts come from.")
    data_source_url: str
    sector: Codes
    country: Codes
    region: Codes
    value_chain: Codes
    market: Codes
    technology: Codes
    label: Codes
    language: Codes = Field(description="Working languages of the cluster.")


class ContactOut(Schema):
    """A contact that everybody may see."""

    name: str
    role: str
    email: str
    phone: str


class ClusterDetailOut(ClusterOut):
    """A cluster with its public contacts."""

    contacts: list[ContactOut]


class NewsOut(RecordOut):
    """A piece of news."""

    date: str
    deadline: str | None = Field(description="Of a call.")
    source_url: str
    editor: str
    kind: Codes
    topic: Codes
    country: Codes
    sector: Codes
    source: Codes = Field(description="Who published it first.")
    year: Codes


class EventOut(RecordOut):
    """An event. ``time_zone`` is its own."""

    start: str = Field(description="An instant; of an event of whole days its first day.")
    end: str | None = Field(description="An instant; of an event of whole days its last day.")
    time_zone: str
    all_day: bool
    cancelled: bool
    venue: str
    city: str
    place_country: Codes = Field(description="Where it takes place.")
    online: bool
    organiser: str
    registration_url: str
    registration_deadline: str | None
    calendar_url: str = Field(description="The event as iCalendar.")
    type: Codes
    country: Codes = Field(description="Where it takes place, and countries that take part.")
    sector: Codes
    series: Codes


class ValueOut(Schema):
    """A value of a facet, with the records that have it while all other facets apply."""

    code: str
    label: str
    count: int
    selected: bool


class ListingOut(Schema, Generic[T]):
    """A page of a result."""

    total: int = Field(description="Records on all pages.")
    page: int
    pages: int = Field(description="Pages that can be looked at.")
    per_page: int
    next: str | None = Field(description="Address of the next page.")
    previous: str | None
    html: str = Field(description="The same listing for people.")
    engine: str = Field(description="What searched: elasticsearch or database.")
    degraded: bool = Field(description="The database stood in for Elasticsearch.")
    searched_for: str = Field(description="The words searched for; others than q after typing errors.")
    results: list[T]
    facets: dict[str, list[ValueOut]]


class ClusterListingOut(ListingOut[ClusterOut]):
    """A page of clusters."""


class NewsListingOut(ListingOut[NewsOut]):
    """A page of news."""


class EventListingOut(ListingOut[EventOut]):
    """A page of events."""


class TermOut(Schema):
    """A code with its labels by language."""

    code: str
    labels: dict[str, str]
    parent: str | None = Field(description="Of a region: its country.")
    offered: bool = Field(description="False: retired; content that has it keeps it.")


class VocabularyOut(Schema):
    """A vocabulary in its order; countries and languages by their English names."""

    name: str
    terms: list[TermOut]
