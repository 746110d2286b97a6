"""Atom feed of a cluster search."""

from search.feeds import SearchFeed


class ClusterFeed(SearchFeed):
    """The newest clusters that a search finds."""

    kind = "cluster"
    sort = "newest"
