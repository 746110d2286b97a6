"""The clusters as a sky of stars: on the front page and on a profile."""

from typing import Any

from django import template

from clusters.sky import whole_sky

register = template.Library()


@register.inclusion_tag("includes/sky.html")
def cluster_sky(title: str = "") -> dict[str, Any]:
    """All clusters. ``title`` says in words what is seen; without one the drawing is silent."""
    return {"sky": whole_sky(), "title": title}


@register.inclusion_tag("includes/sky.html")
def sky_with(latitude: float, longitude: float) -> dict[str, Any]:
    """All clusters, unconnected, and the one at this place shining. Silent."""
    sky = whole_sky()
    x, y = sky.frame.place(latitude, longitude)
    return {"sky": sky, "faint": True, "lit": {"x": x, "y": y}}
