"""Atom feed of any search."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.utils.feedgenerator import Atom1Feed

from portal.paths import absolute_url, public_path
from search.criteria import Criteria
from search.results import Hit
from search.service import search

ENTRIES = 50


class SearchFeed(Feed):
    """The first entries of a search, newest first.

    Subclasses say which ``kind`` they list, below which ``path``, by which ``sort``, and in which sort key
    (``date_field``) an entry's date is.
    """

    feed_type = Atom1Feed
    kind: str
    path: str
    sort: str
    date_field: str

    def get_object(self, request: HttpRequest) -> Criteria:
        criteria = Criteria.parse(self.kind, request.GET, request.LANGUAGE_CODE)
        return criteria.replace(sort=self.sort, page=1, per_page=ENTRIES)

    def link(self, criteria: Criteria) -> str:
        query = criteria.replace(per_page=None).query_string()
        address = absolute_url(public_path(criteria.language, self.path))
        return f"{address}?{query}" if query else address

    def feed_url(self, criteria: Criteria) -> str:
        query = criteria.query_string()
        address = absolute_url(public_path(criteria.language, f"{self.path}feed/"))
        return f"{address}?{query}" if query else address

    def feed_guid(self, criteria: Criteria) -> str:
        return self.feed_url(criteria)

    def items(self, criteria: Criteria) -> Iterable[Hit]:
        return search(criteria, aggregate=False).hits

    def item_title(self, item: Hit) -> str:
        return item.title

    def item_description(self, item: Hit) -> str:
        return item.summary

    def item_link(self, item: Hit) -> str:
        return absolute_url(item.url)

    def item_guid(self, item: Hit) -> str:
        return f"urn:uuid:{item.key}"

    def item_updateddate(self, item: Hit) -> datetime | None:
        return self.item_pubdate(item)

    def item_pubdate(self, item: Hit) -> datetime | None:
        text = item.sort.get(self.date_field)
        if not text:
            return None
        moment = datetime.fromisoformat(str(text))
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

    def item_extra_kwargs(self, item: Hit) -> dict[str, Any]:
        return {"language": item.language}
