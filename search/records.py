"""What every record says, whatever it is of."""

from typing import Any

from django.conf import settings

from portal.paths import absolute_url
from search.results import Hit

TEXTS = [
    "slug",
    "name",
    "url",
    "summary",
    "name_language",
    "summary_language",
    "available_in",
    "updated",
    "licence",
]


def texts(hit: Hit) -> dict[str, Any]:
    """Name, address and summary of a hit, their languages, and the licence of the record."""
    values = (
        hit.slug,
        hit.title,
        absolute_url(hit.url),
        hit.summary,
        hit.title_language,
        hit.summary_language,
        hit.languages,
        hit.data.get("updated"),
        settings.DATA_LICENCE,
    )
    return dict(zip(TEXTS, values, strict=True))
