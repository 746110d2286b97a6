"""What a profile says of itself: to machines as linked data, on networks as a card."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext

from portal.structured_data import LOGO, picture, web_page
from vocabularies.registry import get_vocabulary, labelled

if TYPE_CHECKING:
    from clusters.models import ClusterPage


def linked_data(page: "ClusterPage", url: str) -> dict[str, Any]:
    """See ``BasePage.linked_data``: an Organization, with nothing of contacts that are not public."""
    located = page.latitude is not None and page.longitude is not None
    return {
        "@type": "Organization",
        "@id": url,
        "url": page.website or url,
        "name": page.title,
        "alternateName": [name for name in (page.native_name, page.acronym) if name and name != page.title],
        "description": page.summary,
        "logo": picture(page.logo, LOGO),
        "foundingDate": str(page.founded_year) if page.founded_year else None,
        "keywords": page.keywords,
        "address": {
            "@type": "PostalAddress",
            "addressLocality": page.city,
            "addressCountry": page.country_code,
        },
        "location": {
            "@type": "Place",
            "geo": {"@type": "GeoCoordinates", "latitude": page.latitude, "longitude": page.longitude},
        }
        if located
        else None,
        "subjectOf": web_page(
            url,
            isBasedOn={
                "@type": "CreativeWork",
                "name": page.data_source,
                "url": page.data_source_url,
            }
            if page.data_source or page.data_source_url
            else None,
            lastReviewed=page.last_confirmed.isoformat() if page.last_confirmed else None,
        ),
    }


def card_words(page: "ClusterPage") -> dict[str, Any]:
    """See ``BasePage.card_words``: town, country, sectors."""
    country = get_vocabulary("country").label(page.country_code) if page.country_code else ""
    return {
        "kind": gettext("Cluster"),
        "line": ", ".join(filter(None, [page.city, country])),
        "sectors": labelled("sector", page.sectors),
    }
