"""The map: of a search, of all countries, of one country."""

from collections.abc import Iterable, Sequence

from django import template

from clusters.map import Map, draw, draw_around, draw_countries
from search.results import Hit, Results

register = template.Library()


@register.inclusion_tag("clusters/map.html")
def cluster_map(results: Results) -> dict[str, Map]:
    """The result of a search on the map of Europe and its neighbours."""
    return {"map": draw(results)}


@register.inclusion_tag("clusters/map.html")
def country_map(results: Results, base: str) -> dict[str, Map]:
    """The countries of a search, each a link to the listing at ``base``."""
    return {"map": draw_countries(results, base)}


@register.inclusion_tag("clusters/small_map.html")
def small_map(codes: Sequence[str], hits: Iterable[Hit], title: str) -> dict[str, object]:
    """Some countries with clusters in them. ``title`` says in words what is seen."""
    return {"map": draw_around(codes, hits), "title": title}
