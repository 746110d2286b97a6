"""A piece of news as a record: what the API gives away."""

from typing import Any

from search.records import texts
from search.results import Hit

FACTS = ["date", "deadline", "source_url", "editor"]


def record(hit: Hit) -> dict[str, Any]:
    """The public facts of a piece of news: its facets under their parameter names, as lists of codes."""
    return texts(hit) | {name: hit.data.get(name) for name in FACTS} | hit.facets
