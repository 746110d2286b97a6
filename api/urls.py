"""Addresses of the API, below /api/v1/."""

from django.urls import re_path

from api.access import public, unknown_address
from api.views import api

urlpatterns, app_name, namespace = api.urls
urlpatterns = [*urlpatterns, re_path(r"", unknown_address, name="unknown")]
for pattern in urlpatterns:
    # The whole of an address, not its operations only: what it answers to other methods as well.
    pattern.callback = public(pattern.callback)  # type: ignore[arg-type]
