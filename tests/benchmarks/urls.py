"""The portal's addresses, and a bare view to compare the suggestions with."""

from django.urls import path

from portal.urls import handler404, handler500
from portal.urls import urlpatterns as portal_patterns
from tests.benchmarks.suggestions import bare_view

__all__ = ["handler404", "handler500", "urlpatterns"]

urlpatterns = [path("bench/suggest/", bare_view), *portal_patterns]
