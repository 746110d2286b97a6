"""What to drop when nothing was found."""

from dataclasses import dataclass

from django import template

from search.results import Results
from search.service import search

register = template.Library()

MOST_WAYS = 6


@dataclass(frozen=True)
class WayOut:
    """Something to drop: its facet ("" for the words), its name, what is left to search for, the hits."""

    facet_label: str
    label: str
    query: str
    count: int


@register.simple_tag
def ways_out(results: Results) -> list[WayOut]:
    """For each chosen value, and the words, the hits there would be without it; the most helpful first.

    What would give nothing either is left out. Of more than six, the first six are tried.
    """
    criteria = results.criteria
    without = [
        (str(chip.facet_label), chip.label, criteria.without(chip.facet, chip.code)) for chip in results.chips
    ]
    if criteria.text and without:
        without.insert(0, ("", criteria.text, criteria.replace(text="")))
    ways = [
        WayOut(facet_label, label, kept.query_string(), search(kept, aggregate=False).total)
        for facet_label, label, kept in without[:MOST_WAYS]
    ]
    return sorted((way for way in ways if way.count), key=lambda way: -way.count)
