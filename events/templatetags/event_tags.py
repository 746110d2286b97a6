"""When and where an event that was found takes place."""

from django import template

from events import occasion
from search.results import Hit

register = template.Library()


@register.filter
def when(hit: Hit) -> occasion.When:
    """Its time."""
    return occasion.When.of_hit(hit)


@register.filter
def where(hit: Hit) -> str:
    """Its place."""
    data = hit.data
    return occasion.where(data["city"], data["country"], online=data["online"])
