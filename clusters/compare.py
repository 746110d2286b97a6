"""Clusters side by side: what all of them have, how they complete each other, what is missing."""

from collections.abc import Sequence
from dataclasses import dataclass

from clusters.models import ClusterPage
from search.kinds import Label, get_kind
from search.results import Hit
from search.service import hits_for
from vocabularies.registry import get_vocabulary

LEAST, MOST = 2, 4
FACETS = ("sector", "value_chain", "technology", "market", "offer", "need", "language")
# Of these, what each one has alone is no gain for the others.
_OWN = ("offer", "need", "language")


@dataclass(frozen=True)
class Value:
    """A code with its label, and which of the clusters have it, in their order."""

    code: str
    label: str
    having: tuple[bool, ...]

    @property
    def shared(self) -> bool:
        """Whether all have it."""
        return all(self.having)


@dataclass(frozen=True)
class Aspect:
    """A facet of several clusters.

    Attributes:
        values: what any of them has, in the vocabulary's order; of the value chain every stage.
    """

    facet: str
    label: Label
    values: Sequence[Value]

    @property
    def shared(self) -> list[Value]:
        """What all have."""
        return [value for value in self.values if value.shared]

    @property
    def complementary(self) -> list[Value]:
        """What some have and others could use."""
        if self.facet in _OWN:
            return []
        return [value for value in self.values if any(value.having) and not value.shared]

    @property
    def missing(self) -> list[Value]:
        """Stages that none of them covers, while any says which it does."""
        if all(not any(value.having) for value in self.values):
            return []
        return [value for value in self.values if not any(value.having)]


@dataclass(frozen=True)
class Need:
    """What one of the clusters looks for, and which others offer it."""

    label: str
    seeker: str
    offering: Sequence[str]


@dataclass(frozen=True)
class Comparison:
    """Two to four clusters side by side."""

    hits: Sequence[Hit]
    aspects: Sequence[Aspect]
    needs: Sequence[Need]

    @property
    def met(self) -> list[Need]:
        """Needs that another one's offer meets."""
        return [need for need in self.needs if need.offering]

    @property
    def unmet(self) -> list[Need]:
        """Needs that no offer meets."""
        return [need for need in self.needs if not need.offering]

    @property
    def nothing_shared(self) -> bool:
        """Whether there is nothing that all of them have."""
        return not any(aspect.shared for aspect in self.aspects)

    @property
    def silent(self) -> list[tuple[str, list[Label]]]:
        """(name of a cluster, what it says nothing about), for those that leave something out."""
        found = [
            (hit.title, [aspect.label for aspect in self.aspects if not hit.facets.get(aspect.facet)])
            for hit in self.hits
        ]
        return [(name, labels) for name, labels in found if labels]


def clusters_called(slugs: Sequence[str], language: str) -> list[Hit]:
    """The public clusters with these slugs, in this order; what is none is left out. Two queries."""
    pages = ClusterPage.objects.filter(slug__in=slugs, alias_of=None)
    keys = dict(pages.values_list("slug", "translation_key"))
    return hits_for("cluster", [keys[slug] for slug in dict.fromkeys(slugs) if slug in keys], language)


def compare(hits: Sequence[Hit]) -> Comparison:
    """The comparison of clusters, with labels in the active language."""
    return Comparison(hits, [_aspect(facet, hits) for facet in FACETS], _needs(hits))


def _aspect(name: str, hits: Sequence[Hit]) -> Aspect:
    facet = get_kind("cluster").facet(name)
    terms = facet.terms
    codes = [set(hit.facets.get(name, ())) for hit in hits]
    listed = set(terms.codes()) if name == "value_chain" else set()
    values = [
        Value(code, terms.label(code), tuple(code in own for own in codes))
        for code in terms.all_codes()
        if code in listed.union(*codes)
    ]
    return Aspect(name, facet.label, values)


def _needs(hits: Sequence[Hit]) -> list[Need]:
    terms = get_vocabulary("cooperation")
    return [
        Need(
            label=terms.label(code),
            seeker=hit.title,
            offering=[
                other.title for other in hits if other is not hit and code in other.facets.get("offer", ())
            ],
        )
        for hit in hits
        for code in hit.facets.get("need", ())
    ]
