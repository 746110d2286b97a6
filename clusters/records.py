"""A cluster as a record: what exports (and later the API) give away."""

from typing import Any

from portal.paths import absolute_url
from search.kinds import get_kind
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
    facets = {facet.name: hit.facets.get(facet.name, []) for facet in get_kind("cluster").shown_facets}
    facts = {name: hit.data.get(name) for name in FACTS}
    return (
        {
            "slug": hit.slug,
            "name": hit.title,
            "url": absolute_url(hit.url),
            "summary": hit.summary,
            "summary_language": hit.language,
        }
        | facts
        | facets
    )
