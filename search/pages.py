"""The page that lists one kind of content, searched and filtered."""

from typing import Any, ClassVar

from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel

from portal.pages import BasePage, SummaryMixin
from search import log
from search.criteria import Criteria
from search.service import search


class ListingPage(SummaryMixin, BasePage):
    """Filters beside what they find; its template extends ``search/listing_page.html``."""

    kind: ClassVar[str]
    """Name of the kind of the search that it lists."""

    max_count_per_parent = 1

    content_panels = [*BasePage.content_panels, FieldPanel("summary")]

    class Meta:
        abstract = True

    def get_criteria(self, request: HttpRequest) -> Criteria:
        """What the visitor asks for."""
        return Criteria.parse(self.kind, request.GET, request.LANGUAGE_CODE)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["results"] = search(self.get_criteria(request))
        log.note(context["results"])
        return context
