"""Atom feed of the news."""

from search.feeds import SearchFeed


class NewsFeed(SearchFeed):
    """The newest news that a filter finds."""

    kind = "news"
    sort = "newest"
