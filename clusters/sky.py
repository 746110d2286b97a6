"""Clusters as stars."""

from collections.abc import Callable, Iterable

from django.core.cache import cache
from django.utils.translation import get_language

from portal.constellation import MOST_STARS, Sky, Star, draw
from search.criteria import Criteria
from search.results import Hit
from search.service import search
from vocabularies.registry import get_vocabulary

SECONDS_KEPT = 300


def country_name(hit: Hit) -> str:
    """Name of the cluster's country in the active language."""
    codes = hit.facets.get("country")
    return get_vocabulary("country").label(codes[0]) if codes else ""


def stars_of(hits: Iterable[Hit], name: Callable[[Hit], str]) -> list[Star]:
    """The clusters whose place is known, as stars; ``name`` says what the area around one is called."""
    return [
        Star(
            latitude=hit.data["lat"],
            longitude=hit.data["lon"],
            shares=tuple(hit.facets.get("sector", ())),
            members=hit.data.get("members"),
            region=name(hit),
        )
        for hit in hits
        if hit.data.get("lat") is not None and hit.data.get("lon") is not None
    ]


def whole_sky() -> Sky:
    """All public clusters, with the names of the countries in the active language. Kept for five minutes."""
    language = get_language() or ""
    key = f"cluster-sky:{language}"
    sky = cache.get(key)
    if sky is None:
        criteria = Criteria.parse("cluster", {}, language).replace(per_page=MOST_STARS)
        sky = draw(stars_of(search(criteria, aggregate=False).hits, country_name))
        cache.set(key, sky, SECONDS_KEPT)
    return sky
