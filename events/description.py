"""What an event says of itself: to machines as linked data, on networks as a card."""

from typing import TYPE_CHECKING, Any

from events.occasion import When, where
from portal.structured_data import picture, web_page
from vocabularies.registry import labelled

if TYPE_CHECKING:
    from events.models import EventPage


def linked_data(page: "EventPage", url: str) -> dict[str, Any]:
    """See ``BasePage.linked_data``: an Event, with dates when it lasts whole days, else with instants."""
    when = When.of_page(page)
    mode = (
        "Online"
        if page.online and not (page.venue or page.city or page.country)
        else "Mixed"
        if page.online
        else "Offline"
    )
    return {
        "@type": "Event",
        "@id": url,
        "url": url,
        "name": page.title,
        "description": page.summary,
        "image": picture(page.image),
        "inLanguage": page.locale.language_code,
        "startDate": when.first if when else None,
        "endDate": when.last if when else None,
        "eventStatus": f"https://schema.org/Event{'Cancelled' if page.cancelled else 'Scheduled'}",
        "eventAttendanceMode": f"https://schema.org/{mode}EventAttendanceMode",
        "location": _places(page, url),
        "organizer": {"@type": "Organization", "name": page.organiser} if page.organiser else None,
        "maximumAttendeeCapacity": page.capacity,
        "subjectOf": web_page(url),
    }


def card_words(page: "EventPage") -> dict[str, Any]:
    """See ``BasePage.card_words``: days, place, sectors."""
    when = When.of_page(page)
    place = where(page.city, page.country, online=page.online)
    return {
        "kind": ", ".join(label for _code, label in labelled("event_type", page.event_type)),
        "line": " · ".join(filter(None, [when.days if when else "", place])),
        "sectors": labelled("sector", page.sectors),
    }


def _places(page: "EventPage", url: str) -> list[dict[str, Any]]:
    places: list[dict[str, Any]] = []
    if page.venue or page.city or page.country:
        address = {
            "@type": "PostalAddress",
            "addressLocality": page.city,
            "addressCountry": "".join(page.country),
        }
        places.append({"@type": "Place", "name": page.venue or page.city, "address": address})
    if page.online:
        places.append({"@type": "VirtualLocation", "url": page.online_url or url})
    return places
