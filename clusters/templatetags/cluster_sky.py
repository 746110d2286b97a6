"""The clusters as a sky of stars: on the front page, on a country's page, and where nothing was found."""

from collections.abc import Callable, Iterable
from typing import Any

from django import template
from django.core.cache import cache
from django.utils.translation import get_language

from portal.constellation import CLOSE, MOST_STARS, Sky, Star, draw
from search.criteria import Criteria
from search.results import Hit
from search.service import search
from vocabularies.registry import get_vocabulary

register = template.Library()

SECONDS_KEPT = 300


def country_name(hit: Hit) -> str:
    """Name of the cluster's country in the active language."""
    codes = hit.facets.get("country")
    return get_vocabulary("country").label(codes[0]) if codes else ""


def town_name(hit: Hit) -> str:
    """Name of the cluster's town."""
    return hit.data.get("city") or ""


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


@register.inclusion_tag("includes/sky.html")
def cluster_sky(title: str = "") -> dict[str, Any]:
    """All clusters. ``title`` says in words what is seen; without one the drawing is silent."""
    return {"sky": whole_sky(), "title": title}


@register.inclusion_tag("includes/sky.html")
def faint_sky() -> dict[str, Any]:
    """All clusters, unconnected, and an empty circle: what was looked for is not among them. Silent."""
    sky = whole_sky()
    return {"sky": sky, "faint": True, "lost": {"x": sky.frame.width * 0.2, "y": sky.frame.height * 0.3}}


@register.inclusion_tag("includes/sky.html")
def sky_of(hits: Iterable[Hit], title: str = "") -> dict[str, Any]:
    """The clusters of one list."""
    return {"sky": draw(stars_of(hits, town_name), CLOSE), "title": title}


@register.inclusion_tag("includes/sky.html")
def sky_with(latitude: float, longitude: float) -> dict[str, Any]:
    """All clusters, unconnected, and the one at this place shining. Silent."""
    sky = whole_sky()
    x, y = sky.frame.place(latitude, longitude)
    return {"sky": sky, "faint": True, "lit": {"x": x, "y": y}}
