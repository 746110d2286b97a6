"""Which clusters are worth being scored, as questions to the search."""

from collections.abc import Callable, Mapping, Sequence

from clusters.matching.criteria import cooperation, countries_of, lies_in, line_of, neighbours
from clusters.matching.facts import Facts, Terms
from clusters.matching.weights import (
    COMMON_MARKET,
    HOME_MARKET,
    LINKED_SECTOR,
    LINKED_SECTORS,
    REGION_MEMBERS,
    SAME_SECTOR,
    WEIGHTS,
)
from search.candidates import Pool


def pools(facts: Facts, known: Terms) -> list[Pool]:
    """What makes a cluster a candidate for each list: codes and the points that the criteria give for them.

    Arguments:
        facts: of the cluster that looks for partners.
        known: what the vocabularies say.
    """
    sectors = _weighed("sector", dict.fromkeys(facts.sectors, SAME_SECTOR))
    near = dict.fromkeys(_linked(facts.sectors), LINKED_SECTOR) | dict.fromkeys(facts.sectors, SAME_SECTOR)
    completing = {
        "offer": _weighed("need", _cooperations(facts.needs, known)),
        "need": _weighed("need", _cooperations(facts.offers, known)),
        "value_chain": _weighed("chain", _stages(facts.stages, known)),
        "sector": _weighed("sector", near),
    }
    same = {
        "sector": sectors,
        "technology": _weighed("technology", dict.fromkeys(facts.technologies, 1.0)),
        "value_chain": _weighed("chain", dict.fromkeys(facts.stages, 1.0)),
    }
    homes = {home for code in facts.markets for home in countries_of(code)} - {facts.country}
    own = [code for code in (facts.country, *REGION_MEMBERS) if code and lies_in(facts.country, code)]
    markets = dict.fromkeys(facts.markets, COMMON_MARKET) | dict.fromkeys(own, HOME_MARKET)
    bridging = {
        "country": _weighed("market", dict.fromkeys(sorted(homes), HOME_MARKET)),
        "market": _weighed("market", markets),
    }
    return [completing, same, bridging]


def _weighed(criterion: str, values: Mapping[str, float]) -> dict[str, float]:
    # In eighths, so that sums are exact on every backend.
    return {code: round(8 * WEIGHTS[criterion] * value) / 8 for code, value in values.items()}


def _linked(sectors: Sequence[str]) -> list[str]:
    return sorted({code for pair in LINKED_SECTORS if pair & set(sectors) for code in pair} - set(sectors))


def _cooperations(codes: Sequence[str], known: Terms) -> dict[str, float]:
    return _best(codes, [*known.wider, *codes], lambda own, other: cooperation(own, other, known.wider))


def _stages(stages: Sequence[str], known: Terms) -> dict[str, float]:
    line = line_of(known.stages)
    others = [code for code in known.stages if code not in stages]
    return _best(stages, others, lambda own, other: neighbours(own, other, line))


def _best(own: Sequence[str], others: Sequence[str], value: Callable[[str, str], float]) -> dict[str, float]:
    """What each of the others is worth at best; those that are worth nothing are left out."""
    best = {other: max((value(code, other) for code in own), default=0.0) for other in others}
    return {other: worth for other, worth in best.items() if worth}
