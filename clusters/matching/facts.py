"""What is compared of a cluster."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Facts:
    """The codes of a cluster, as the vocabularies have them; empty where nothing is known."""

    country: str = ""
    sectors: Sequence[str] = ()
    stages: Sequence[str] = ()
    markets: Sequence[str] = ()
    technologies: Sequence[str] = ()
    offers: Sequence[str] = ()
    needs: Sequence[str] = ()
    languages: Sequence[str] = ()

    @classmethod
    def of(cls, facets: Mapping[str, Sequence[str]]) -> "Facts":
        """Facts from the facets of a search document."""
        return cls(
            country=next(iter(facets.get("country", ())), ""),
            sectors=tuple(facets.get("sector", ())),
            stages=tuple(facets.get("value_chain", ())),
            markets=tuple(facets.get("market", ())),
            technologies=tuple(facets.get("technology", ())),
            offers=tuple(facets.get("offer", ())),
            needs=tuple(facets.get("need", ())),
            languages=tuple(facets.get("language", ())),
        )


@dataclass(frozen=True)
class Terms:
    """What the vocabularies say beyond the codes: the line of the value chain, and wider terms.

    Attributes:
        stages: codes from upstream to circular.
        wider: the wider term of a kind of cooperation.
        sectors: how many sectors there are.
    """

    stages: Sequence[str]
    wider: Mapping[str, str | None]
    sectors: int
