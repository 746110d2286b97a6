"""Sections and news in the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.pages import PageListingViewSet, PageViewSet

from news.listings import (
    NEWS_COLUMNS,
    SECTION_COLUMNS,
    NewsBelowView,
    NewsFilterSet,
    NewsIndexView,
    SectionFilterSet,
)
from news.models import NewsIndexPage, NewsPage, NewsSectionPage
from partners.listings import OwnersBelowView


class NewsPageViewSet(PageViewSet):
    """A section's news in the explorer."""

    model = NewsPage
    parent_models = [NewsSectionPage]
    index_view_class = NewsBelowView
    columns = NEWS_COLUMNS
    filterset_class = NewsFilterSet


class SectionPageViewSet(PageViewSet):
    """The sections in the explorer."""

    model = NewsSectionPage
    parent_models = [NewsIndexPage]
    index_view_class = OwnersBelowView
    columns = SECTION_COLUMNS
    filterset_class = SectionFilterSet


class NewsListingViewSet(PageListingViewSet):
    """All news, of every section, for the main menu."""

    model = NewsPage
    index_view_class = NewsIndexView
    columns = NEWS_COLUMNS
    filterset_class = NewsFilterSet
    name = "news_pages"
    url_prefix = "news"
    menu_label = _("News")
    menu_order = 120
    add_to_admin_menu = True
    icon = "doc-full"


news_viewsets = [NewsPageViewSet(), SectionPageViewSet(), NewsListingViewSet()]
