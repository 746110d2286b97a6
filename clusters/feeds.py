"""Atom feed of a cluster search."""

from django.utils.translation import gettext_lazy as _

from search.feeds import SearchFeed


class ClusterFeed(SearchFeed):
    """The newest clusters that a search finds."""

    kind = "cluster"
    title = _("Clusters")
    path = "clusters/"
    sort = "newest"
    date_field = "newest"
