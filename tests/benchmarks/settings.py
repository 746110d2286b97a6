"""The portal as it is served, with Wagtail's own search in Elasticsearch beside it.

The runner sets DATABASE_URL, ELASTICSEARCH_URL and ELASTICSEARCH_PREFIX.
"""

from typing import Any

from portal.settings.base import *  # noqa: F403
from portal.settings.base import (
    ELASTICSEARCH_PREFIX,
    ELASTICSEARCH_URL,
    INSTALLED_APPS,
    RATE_LIMITS,
    STORAGES,
    WAGTAILSEARCH_BACKENDS,
)
from tests.benchmarks.peer.node import CachingNode

SECRET_KEY = "benchmarks only"
ALLOWED_HOSTS = ["*"]
INSTALLED_APPS = [*INSTALLED_APPS, "tests.benchmarks.peer"]
ROOT_URLCONF = "tests.benchmarks.urls"
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
# All load comes from one address.
RATE_LIMITS = dict.fromkeys(RATE_LIMITS, 0)
_PEER: dict[str, Any] = {
    "BACKEND": "modelsearch.backends.elasticsearch9",
    "URLS": [ELASTICSEARCH_URL or "http://127.0.0.1:9"],
    "INDEX_PREFIX": f"{ELASTICSEARCH_PREFIX}-peer-",
    "AUTO_UPDATE": False,
    "TIMEOUT": 60,
    "OPTIONS": {"node_class": CachingNode},
}
WAGTAILSEARCH_BACKENDS = WAGTAILSEARCH_BACKENDS | {"peer": _PEER}
LOGGING = {"version": 1, "disable_existing_loggers": False, "root": {"level": "ERROR"}}
