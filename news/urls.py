from django.urls import path

from news.feeds import NewsFeed

urlpatterns = [path("feed/", NewsFeed(), name="news_feed")]
