"""An event as a record: what the API gives away."""

from typing import Any

from events.occasion import When
from portal.paths import absolute_url
from search.records import texts
from search.results import Hit

FACTS = [
    "time_zone",
    "all_day",
    "venue",
    "city",
    "online",
    "organiser",
    "registration_url",
    "registration_deadline",
]


def record(hit: Hit) -> dict[str, Any]:
    """The public facts of an event: its facets under their parameter names, as lists of codes."""
    facts = {name: hit.data.get(name) for name in FACTS}
    when = When.of_hit(hit)
    own = {
        "start": when.first,
        "end": when.last,
        "cancelled": bool(hit.data.get("cancelled")),
        "place_country": hit.data["country"],
        "calendar_url": absolute_url(f"{hit.url}event.ics"),
    }
    return texts(hit) | facts | own | hit.facets
