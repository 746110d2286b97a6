"""How well two clusters fit: both directions count, and what is unknown lowers confidence, not the score."""

from collections.abc import Mapping
from dataclasses import dataclass

from clusters.matching.criteria import Part, criteria
from clusters.matching.facts import Facts, Terms
from clusters.matching.weights import EXPOSURE, WEIGHTS


@dataclass(frozen=True)
class Match:
    """A pair of clusters.

    Attributes:
        one: facts of the cluster that looks for partners.
        other: facts of the other one.
        ahead: the criteria, seen from the one.
        back: the criteria, seen from the other.
        score: 0 to 100.
        known: criteria that both say enough about, in one direction at least.
    """

    one: Facts
    other: Facts
    ahead: Mapping[str, Part]
    back: Mapping[str, Part]
    score: float
    known: tuple[str, ...]

    def points(self, *names: str) -> float:
        """Points that the criteria give, both directions together; nothing for what is unknown."""
        return sum(
            WEIGHTS[name] * (side[name].value or 0.0) for side in (self.ahead, self.back) for name in names
        )

    @property
    def confidence(self) -> float:
        """Share of the weights that rests on facts, 0 to 1."""
        return sum(WEIGHTS[name] for name in self.known) / sum(WEIGHTS.values())


def match(one: Facts, other: Facts, terms: Terms) -> Match | None:
    """The pair; None when they have no working language in common, or say nothing that can be compared."""
    if one.languages and other.languages and not set(one.languages) & set(other.languages):
        return None
    ahead, back = criteria(one, other, terms), criteria(other, one, terms)
    scores = [score for score in (_directed(ahead), _directed(back)) if score is not None]
    if not scores:
        return None
    known = tuple(n for n in WEIGHTS if ahead[n].value is not None or back[n].value is not None)
    score = _mean(scores) * (1 - EXPOSURE * _breadth(other, terms))
    return Match(one, other, ahead, back, score, known)


def _directed(parts: Mapping[str, Part]) -> float | None:
    """0 to 100, of what is known; None when nothing is."""
    known = {name: part.value for name, part in parts.items() if part.value is not None}
    weight = sum(WEIGHTS[name] for name in known)
    return 100 * sum(WEIGHTS[name] * value for name, value in known.items()) / weight if weight else None


def _mean(scores: list[float]) -> float:
    """The harmonic mean: a match that serves one side only is a poor one."""
    return len(scores) / sum(1 / score for score in scores) if all(scores) else 0.0


def _breadth(facts: Facts, terms: Terms) -> float:
    """Share of all sectors and stages that a profile ticks, 0 to 1."""
    return (len(facts.sectors) + len(facts.stages)) / max(terms.sectors + len(terms.stages), 1)
