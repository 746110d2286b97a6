"""A cluster as a record: what exports and the API give away."""

from typing import Any

from search.kinds import get_kind
from search.records import TEXTS, texts
from search.results import Hit

FACTS = [
    "native_name",
    "acronym",
    "city",
    "lat",
    "lon",
    "website",
    "founded_year",
    "legal_form",
    "members",
    "member_counts",
    "label_issuer",
    "label_awarded",
    "label_expires",
    "label_reported_year",
    "offers",
    "needs",
    "last_confirmed",
    "data_source",
    "data_source_url",
]


def record(hit: Hit) -> dict[str, Any]:
    """The public facts of a cluster: its facets under their parameter names, as lists of codes."""
    facets = {name: hit.facets.get(name, []) for name in _facet_names()}
    facts = {name: hit.data.get(name) for name in FACTS}
    return texts(hit) | facts | facets


def columns() -> list[str]:
    """The names in a record, in order."""
    return [*TEXTS, *FACTS, *_facet_names()]


def _facet_names() -> list[str]:
    return [facet.name for facet in get_kind("cluster").shown_facets]
