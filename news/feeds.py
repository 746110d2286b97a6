"""Atom feed of the news."""

from django.utils.translation import gettext_lazy as _

from search.feeds import SearchFeed


class NewsFeed(SearchFeed):
    """The newest news that a filter finds."""

    kind = "news"
    title = _("News")
    path = "news/"
    sort = "newest"
    date_field = "newest"
