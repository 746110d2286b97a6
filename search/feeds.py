"""Atom (RFC 4287) of any search."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.utils.decorators import method_decorator
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import conditional_page

from portal.paths import absolute_url, public_path
from search.criteria import Criteria
from search.kinds import all_kinds, get_kind
from search.results import Hit, name_of
from search.service import search, search_kinds

ENTRIES = 50
EMPTY_SINCE = datetime(2020, 1, 1, tzinfo=UTC)
# Seconds that a feed may be shown without asking again.
FRESH = 300


class Atom(Atom1Feed):
    """Django's, with what it lacks: the language of an entry, and the licence of all."""

    def latest_post_date(self) -> datetime:
        # Not now, as Django has it: a feed without entries is the same until there is one.
        return super().latest_post_date() if self.items else EMPTY_SINCE

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        # RFC 4946
        handler.addQuickElement("link", "", {"rel": "license", "href": settings.DATA_LICENCE})

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        # Summaries are plain text, which Django would call HTML.
        super().add_item_elements(handler, item | {"description": None})
        if item["description"]:
            attributes = {"type": "text", "xml:lang": item["summary_language"]}
            handler.addQuickElement("summary", item["description"], attributes)

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        return super().item_attributes(item) | {"xml:lang": item["language"]}


class HitFeed(Feed):
    """A feed of what is found. Subclasses say what, and where the same is shown to people."""

    feed_type = Atom
    # See ``search.limits``.
    rate_limit = "export"
    # An entry without a person needs the feed's author (RFC 4287, 4.1.1).
    author_name = _("Cluster Portal")

    @method_decorator(conditional_page)
    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().__call__(request, *args, **kwargs)
        # The newest date of an entry says nothing of what was taken away, or is dated ahead.
        del response["Last-Modified"]
        patch_cache_control(response, public=True, max_age=FRESH)
        return response

    def feed_guid(self, obj: Any) -> str:
        return self.feed_url(obj)

    def feed_url(self, obj: Any) -> str:
        """Address of the feed itself."""
        raise NotImplementedError

    def item_title(self, item: Hit) -> str:
        return self._entry(item)[0]

    def item_description(self, item: Hit) -> str:
        return self._entry(item)[1]

    def item_link(self, item: Hit) -> str:
        return absolute_url(item.url)

    def item_guid(self, item: Hit) -> str:
        return f"urn:uuid:{item.key}"

    def item_categories(self, item: Hit) -> list[str]:
        return item.facets.get("sector", [])

    def item_updateddate(self, item: Hit) -> datetime | None:
        return moment(item.data.get("updated")) or self.item_pubdate(item)

    def item_pubdate(self, item: Hit) -> datetime | None:
        """When it was published; None where only the last change is known."""
        return moment(item.sort.get("newest"))

    def item_extra_kwargs(self, item: Hit) -> dict[str, Any]:
        return {"language": item.title_language, "summary_language": item.summary_language}

    @staticmethod
    def _entry(item: Hit) -> tuple[str, str]:
        entry = get_kind(item.kind).feed_entry
        return entry(item) if entry else (item.title, item.summary)


class SearchFeed(HitFeed):
    """The first entries of a search of one kind. Subclasses say which ``kind``, and by which ``sort``."""

    kind: str
    sort: str

    def get_object(self, request: HttpRequest) -> Criteria:
        criteria = Criteria.parse(self.kind, request.GET, request.LANGUAGE_CODE)
        return criteria.replace(sort=self.sort, page=1, per_page=ENTRIES)

    def title(self, criteria: Criteria) -> str:
        return name_of(criteria)

    def link(self, criteria: Criteria) -> str:
        return self._address(criteria.replace(per_page=None))

    def feed_url(self, criteria: Criteria) -> str:
        return self._address(criteria, "feed/")

    def items(self, criteria: Criteria) -> Iterable[Hit]:
        return search(criteria, aggregate=False).hits

    def _address(self, criteria: Criteria, ending: str = "") -> str:
        query = criteria.query_string()
        address = absolute_url(public_path(criteria.language, f"{get_kind(self.kind).path}{ending}"))
        return f"{address}?{query}" if query else address


class SiteSearchFeed(HitFeed):
    """What has the words, of whatever kind: what was published again or for the first time last comes first.

    Of a kind that has more than fit, the newest.
    """

    def get_object(self, request: HttpRequest) -> list[Criteria]:
        words = {name: request.GET.get(name, "") for name in ("q", "exact")}
        return [
            criteria.replace(sort="newest", per_page=ENTRIES)
            for kind in all_kinds()
            for criteria in [Criteria.parse(kind.name, words, request.LANGUAGE_CODE)]
        ]

    def title(self, searches: list[Criteria]) -> str:
        return f"{gettext('Search')}: {searches[0].text} – {gettext('Cluster Portal')}"

    def link(self, searches: list[Criteria]) -> str:
        return self._address(searches[0])

    def feed_url(self, searches: list[Criteria]) -> str:
        return self._address(searches[0], "feed/")

    def items(self, searches: list[Criteria]) -> Iterable[Hit]:
        if not searches[0].text:
            return []
        hits = [hit for results in search_kinds(searches) for hit in results.hits]
        return sorted(hits, key=lambda hit: str(hit.data.get("updated") or ""), reverse=True)[:ENTRIES]

    def _address(self, criteria: Criteria, ending: str = "") -> str:
        # The words alone: everything else differs by kind.
        words = Criteria(criteria.kind, criteria.language, text=criteria.text, exact=criteria.exact)
        address = absolute_url(public_path(get_language() or "", f"search/{ending}"))
        return f"{address}?{words.query_string()}"


def moment(text: Any) -> datetime | None:
    """A stored date or instant as an instant; a date as its beginning in UTC."""
    if not text:
        return None
    parsed = datetime.fromisoformat(str(text))
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)
