"""The criteria of a match, each on its own: a value from 0 to 1 and what it rests on. No database, no words.

Source of the criteria: the portal's matchmaking concept, see docs/suggestions.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from clusters.matching.facts import Facts, Terms
from clusters.matching.weights import (
    COMMON_MARKET,
    HOME_MARKET,
    LINKED_SECTOR,
    LINKED_SECTORS,
    NEXT_STAGE,
    PARENT_COOPERATION,
    REGION_MEMBERS,
    SAME_COOPERATION,
    SAME_SECTOR,
    SAME_STAGE,
    SECOND_NEXT_STAGE,
    SERVICES,
    SIBLING_COOPERATION,
)


@dataclass(frozen=True)
class Part:
    """How well one criterion is met.

    Attributes:
        value: 0 to 1; None when one of the two does not say enough.
        pairs: what it rests on: (code of the one, code of the other).
    """

    value: float | None
    pairs: Sequence[tuple[str, str]] = ()


UNKNOWN = Part(None)
NOTHING = Part(0.0)


def criteria(one: Facts, other: Facts, terms: Terms) -> dict[str, Part]:
    """Every criterion, seen from the one: what the other is to it."""
    return {
        "need": need(one, other, terms.wider),
        "chain": chain(one, other, terms.stages),
        "sector": sector(one, other),
        "market": market(one, other),
        "technology": overlap(one.technologies, other.technologies),
    }


def need(one: Facts, other: Facts, wider: Mapping[str, str | None]) -> Part:
    """Share of the one's needs that the other's offers cover."""
    if not one.needs or not other.offers:
        return UNKNOWN
    covered = 0.0
    pairs = []
    for wanted in one.needs:
        best, offer = max((cooperation(wanted, offer, wider), offer) for offer in other.offers)
        if best:
            covered += best
            pairs.append((best, wanted, offer))
    pairs.sort(key=lambda pair: -pair[0])
    return Part(covered / len(one.needs), [(wanted, offer) for _best, wanted, offer in pairs])


def cooperation(wanted: str, offer: str, wider: Mapping[str, str | None]) -> float:
    """How well an offer covers a need: the same, one beside it, or one above or below it."""
    if wanted == offer:
        return SAME_COOPERATION
    above, above_offer = wider.get(wanted), wider.get(offer)
    if above and above == above_offer:
        return SIBLING_COOPERATION
    return PARENT_COOPERATION if wanted == above_offer or offer == above else 0.0


def chain(one: Facts, other: Facts, stages: Sequence[str]) -> Part:
    """Whether the other covers the stage before or after one's own, which the one lacks."""
    if not (one.stages and other.stages and one.sectors and other.sectors):
        return UNKNOWN
    if not sector(one, other).value:
        return NOTHING
    line = line_of(stages)
    by_value: dict[float, list[tuple[str, str]]] = {}
    for own in one.stages:
        for theirs in other.stages:
            value = 0.0 if theirs in one.stages else neighbours(own, theirs, line)
            by_value.setdefault(value, []).append((own, theirs))
    best = max(by_value)
    if best:
        return Part(best, by_value[best])
    both = [code for code in one.stages if code in other.stages]
    return Part(SAME_STAGE, [(code, code) for code in both]) if both else NOTHING


def line_of(stages: Sequence[str]) -> dict[str, int]:
    """Place of each stage on the value chain; services stand beside it."""
    return {code: place for place, code in enumerate(code for code in stages if code not in SERVICES)}


def neighbours(own: str, theirs: str, line: Mapping[str, int]) -> float:
    """How near two stages are: next to each other, one between them, or a service for a stage."""
    if own in line and theirs in line:
        return {1: NEXT_STAGE, 2: SECOND_NEXT_STAGE}.get(abs(line[own] - line[theirs]), 0.0)
    return SECOND_NEXT_STAGE if theirs in SERVICES and own in line else 0.0


def sector(one: Facts, other: Facts) -> Part:
    """The same sector, or one that is linked to it."""
    if not one.sectors or not other.sectors:
        return UNKNOWN
    both = [code for code in one.sectors if code in other.sectors]
    if both:
        return Part(SAME_SECTOR, [(code, code) for code in both])
    linked = [
        (own, theirs)
        for own in one.sectors
        for theirs in other.sectors
        if frozenset((own, theirs)) in LINKED_SECTORS
    ]
    return Part(LINKED_SECTOR, linked) if linked else NOTHING


def market(one: Facts, other: Facts) -> Part:
    """Whether the other is at home where the one wants to go, or wants to go there too."""
    if not one.markets:
        return UNKNOWN
    home = [code for code in one.markets if lies_in(other.country, code)]
    if home and one.country != other.country:
        return Part(HOME_MARKET, [(code, other.country) for code in home])
    if not other.markets:
        return UNKNOWN
    both = [code for code in one.markets if code in other.markets]
    return Part(COMMON_MARKET, [(code, code) for code in both]) if both else NOTHING


def countries_of(code: str) -> list[str]:
    """The countries of a market, which is one itself or a region."""
    return REGION_MEMBERS[code].split() if code in REGION_MEMBERS else [code]


def lies_in(country: str, code: str) -> bool:
    """Whether a country is a market or part of it."""
    return country in countries_of(code)


def overlap(one: Sequence[str], other: Sequence[str]) -> Part:
    """Share of all the codes that both have (Jaccard index)."""
    if not one or not other:
        return UNKNOWN
    both = [code for code in one if code in other]
    return Part(len(both) / len({*one, *other}), [(code, code) for code in both])
