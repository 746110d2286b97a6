"""What the blocks of a front page show: asked for once, and only if a block wants it."""

from functools import cached_property

from partners.models import PartnerPage
from portal.counterparts import pages_shown
from search.criteria import Criteria
from search.facets import FacetValue
from search.results import Hit, Results
from search.service import first_of, search, search_kinds

MOST_ITEMS = 12
"""News or events that a block can show."""


class Front:
    """The contents of the portal for a front page, in one language."""

    def __init__(self, language: str) -> None:
        self.language = language

    @cached_property
    def clusters(self) -> Results:
        """All clusters, with their counts."""
        return search(Criteria.parse("cluster", {}, self.language))

    @cached_property
    def _latest(self) -> tuple[Results, Results]:
        events, news = search_kinds(
            [
                first_of("event", self.language, MOST_ITEMS, sort="start", when="upcoming"),
                first_of("news", self.language, MOST_ITEMS),
            ]
        )
        return events, news

    @property
    def events(self) -> list[Hit]:
        """The next events, the nearest first."""
        return self._latest[0].hits

    @property
    def news(self) -> list[Hit]:
        """The latest news."""
        return self._latest[1].hits

    @property
    def numbers(self) -> dict[str, int]:
        """Clusters, countries that have one, and upcoming events, as they are now."""
        return {
            "clusters": self.clusters.total,
            "countries": len(self.countries),
            "upcoming": self._latest[0].total,
        }

    @property
    def sectors(self) -> list[FacetValue]:
        """Every sector, with its number of clusters."""
        return self._values("sector")

    @property
    def countries(self) -> list[FacetValue]:
        """The countries that have clusters."""
        return [value for value in self._values("country") if value.count]

    def _values(self, name: str) -> list[FacetValue]:
        return next(facet.values for facet in self.clusters.facets if facet.name == name)

    @cached_property
    def partners(self) -> list[PartnerPage]:
        """The pages of the partners, in this language where it has them."""
        return pages_shown(PartnerPage.objects.select_related("logo"), self.language)
