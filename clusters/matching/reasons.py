"""Why a cluster is suggested, in words of the visitor's language."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from clusters.matching.criteria import Part, overlap
from clusters.matching.lists import BRIDGE, COMPLETES, SAME
from clusters.matching.scoring import Match
from clusters.matching.weights import HOME_MARKET, NEXT_STAGE, SAME_SECTOR, SAME_STAGE, SERVICES
from vocabularies.registry import get_vocabulary

MOST_REASONS = 4
_MOST_LABELS = 3


@dataclass(frozen=True)
class Reason:
    """A reason: the criterion it speaks of, and its words."""

    criterion: str
    text: str


def reasons(fit: Match, suggested_in: str) -> list[Reason]:
    """The reasons of a match: first those of the list it is suggested in, then what else fits."""
    order = _ORDER[suggested_in]
    found = [Reason(criterion, text) for criterion in order for text in _SAID[criterion](fit)]
    return found[:MOST_REASONS]


def unknown(fit: Match) -> list[str]:
    """Names of the criteria that one of the two says too little about."""
    return [name for criterion, name in _names().items() if criterion not in fit.known]


def _names() -> dict[str, str]:
    return {
        "need": _("offers and needs"),
        "chain": _("value-chain stages"),
        "sector": _("sectors"),
        "market": _("target markets"),
        "technology": _("technologies"),
    }


def _needs(fit: Match) -> Iterable[str]:
    for wanted, offer in fit.ahead["need"].pairs[:2]:
        names = {"need": _label("cooperation", wanted), "offer": _label("cooperation", offer)}
        if wanted == offer:
            yield _("Looks for “%(need)s”: they offer it") % names
        else:
            yield _("Looks for “%(need)s”: they offer “%(offer)s”") % names
    for wanted, offer in fit.back["need"].pairs[:1]:
        names = {"need": _label("cooperation", wanted), "offer": _label("cooperation", offer)}
        if wanted == offer:
            yield _("They look for “%(need)s”, which is on offer here") % names
        else:
            yield _("They look for “%(need)s”; on offer here: “%(offer)s”") % names


def _stages(fit: Match) -> Iterable[str]:
    ahead, back = fit.ahead["chain"], fit.back["chain"]
    # The side that says more; of the other one each pair is the other way round.
    turned = Part(back.value, [(own, theirs) for theirs, own in back.pairs])
    best = turned if (back.value or 0.0) > (ahead.value or 0.0) else ahead
    if not best.value or best.value <= SAME_STAGE:
        return
    own, theirs = best.pairs[0]
    names = {"own": _label("value_chain", own), "theirs": _label("value_chain", theirs)}
    if own in SERVICES or theirs in SERVICES:
        yield _("One serves the other’s stages: here “%(own)s”, there “%(theirs)s”") % names
    elif best.value >= NEXT_STAGE:
        yield _("Neighbouring stages: here “%(own)s”, there “%(theirs)s”") % names
    else:
        yield _("Two stages apart: here “%(own)s”, there “%(theirs)s”") % names


def _same_stages(fit: Match) -> Iterable[str]:
    both = overlap(fit.one.stages, fit.other.stages).pairs
    if both:
        yield _("Same stages: %(stages)s") % {"stages": _labels("value_chain", [code for code, _c in both])}


def _sectors(fit: Match) -> Iterable[str]:
    part = fit.ahead["sector"]
    if not part.value:
        return
    if part.value >= SAME_SECTOR:
        yield _("Both work in %(sectors)s") % {
            "sectors": _labels("sector", [code for code, _c in part.pairs])
        }
    else:
        own, theirs = part.pairs[0]
        names = {"own": _label("sector", own), "theirs": _label("sector", theirs)}
        yield _("Linked sectors: here “%(own)s”, there “%(theirs)s”") % names


def _markets(fit: Match) -> Iterable[str]:
    ahead, back = fit.ahead["market"], fit.back["market"]
    if ahead.value == HOME_MARKET:
        yield _("Targets %(market)s, where they are at home") % {
            "market": _label("market", ahead.pairs[0][0])
        }
    if back.value == HOME_MARKET:
        yield _("They target %(market)s, where this cluster is at home") % {
            "market": _label("market", back.pairs[0][0])
        }
    both = overlap(fit.one.markets, fit.other.markets).pairs
    if both:
        yield _("Both target %(markets)s") % {"markets": _labels("market", [code for code, _c in both])}


def _technologies(fit: Match) -> Iterable[str]:
    codes = [code for code, _c in fit.ahead["technology"].pairs]
    if codes:
        yield _("Both use %(technologies)s") % {"technologies": _labels("technology", codes)}


def _label(vocabulary: str, code: str) -> str:
    return get_vocabulary(vocabulary).label(code)


def _labels(vocabulary: str, codes: Sequence[str]) -> str:
    labels = [_label(vocabulary, code) for code in codes]
    return ", ".join(labels[:_MOST_LABELS]) + (" …" if len(labels) > _MOST_LABELS else "")


_SAID: dict[str, Callable[[Match], Iterable[str]]] = {
    "need": _needs,
    "chain": _stages,
    "same-stage": _same_stages,
    "sector": _sectors,
    "market": _markets,
    "technology": _technologies,
}
_ORDER = {
    COMPLETES: ("chain", "need", "sector", "market", "technology"),
    SAME: ("sector", "same-stage", "technology", "market", "need"),
    BRIDGE: ("market", "sector", "chain", "need", "technology"),
}
