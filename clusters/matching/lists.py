"""The three lists of suggestions, from candidates that the search hands over in one request."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from clusters.matching.criteria import overlap
from clusters.matching.facts import Facts, Terms
from clusters.matching.pools import pools
from clusters.matching.scoring import Match, match
from clusters.matching.weights import CANDIDATES, SAME_STAGE, SHOWN, WEIGHTS
from search.candidates import candidates
from search.results import Hit
from vocabularies.registry import get_vocabulary

COMPLETES, SAME, BRIDGE = "completes", "same", "bridge"


@dataclass(frozen=True)
class Suggested:
    """A suggested cluster, and how it fits."""

    hit: Hit
    match: Match


def terms() -> Terms:
    """What the vocabularies say now."""
    cooperation = get_vocabulary("cooperation")
    return Terms(
        stages=get_vocabulary("value_chain").all_codes(),
        wider={code: cooperation.parent(code) for code in cooperation.all_codes()},
        sectors=len(get_vocabulary("sector").codes()),
    )


def suggestions(key: UUID, facts: Facts, language: str) -> dict[str, list[Suggested]]:
    """Partners for a cluster, by list; each cluster in one list at most, and always the same ones.

    One request to the search, whatever the number of clusters.

    Arguments:
        key: translation key of the cluster.
        facts: what is known of it.
        language: the visitor's.
    """
    known = terms()
    hits = candidates("cluster", key, language, pools(facts, known), CANDIDATES)
    found = [
        Suggested(hit, fit) for hit in hits if (fit := match(facts, Facts.of(hit.facets), known)) is not None
    ]
    return share_out({name: _ranked(found, points) for name, points in _LISTS.items()})


def share_out(ranked: Mapping[str, Sequence[Suggested]]) -> dict[str, list[Suggested]]:
    """The first of each list, by turns; what one list has, no other gets."""
    taken: set[UUID] = set()
    shared: dict[str, list[Suggested]] = {name: [] for name in ranked}
    for _turn in range(SHOWN):
        for name, some in ranked.items():
            best = next((each for each in some if each.hit.key not in taken), None)
            if best:
                taken.add(best.hit.key)
                shared[name].append(best)
    return shared


def _ranked(found: Sequence[Suggested], points: Callable[[Match], float]) -> list[Suggested]:
    """Those that have points of the list: most points first, then the best score, then by key."""
    having = [(points(each.match), each) for each in found]
    having.sort(key=lambda pair: (-round(pair[0], 6), -round(pair[1].match.score, 6), pair[1].hit.key))
    return [each for some, each in having if some > 0]


def _completing(fit: Match) -> float:
    """Another stage of the value chain, or an offer that meets a need, in either direction."""
    stages = [side["chain"].value or 0.0 for side in (fit.ahead, fit.back)]
    # To do the same is no completion.
    return fit.points("need") + sum(WEIGHTS["chain"] * value for value in stages if value > SAME_STAGE)


def _doing_the_same(fit: Match) -> float:
    """The same sectors, stages and technologies, by the share that both have."""
    sectors, stages, technologies = (
        overlap(one, other).value or 0.0
        for one, other in (
            (fit.one.sectors, fit.other.sectors),
            (fit.one.stages, fit.other.stages),
            (fit.one.technologies, fit.other.technologies),
        )
    )
    if not sectors:
        return 0.0
    return WEIGHTS["sector"] * sectors + WEIGHTS["chain"] * stages + WEIGHTS["technology"] * technologies


def _bridging(fit: Match) -> float:
    """At home in a market that the other wants, or on the way to the same one from another country."""
    return fit.points("market") if fit.other.country != fit.one.country else 0.0


_LISTS: dict[str, Callable[[Match], float]] = {
    COMPLETES: _completing,
    SAME: _doing_the_same,
    BRIDGE: _bridging,
}
