from django.urls import path

from search import views
from search.feeds import SiteSearchFeed

urlpatterns = [
    path("", views.site_search, name="site_search"),
    path("feed/", SiteSearchFeed(), name="site_search_feed"),
]
