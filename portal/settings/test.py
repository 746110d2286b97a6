"""Tests: only what is slow or outside the process differs from production."""

import tempfile

from portal.settings.base import *  # noqa: F403
from portal.settings.base import DATABASES, RATE_LIMITS, STORAGES, VAR_DIR

SECRET_KEY = "tests only"  # noqa: S105
ALLOWED_HOSTS = ["*"]
VAR_DIR.mkdir(exist_ok=True)
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, not memory: browser tests read it from the live server's threads.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MEDIA_ROOT = tempfile.mkdtemp(prefix="portal-test-media-")
CACHES = {
    name: {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": name}
    for name in ("default", "cards")
}
ELASTICSEARCH_URL = ""
SEARCH_LOG_SECONDS = None
# Every test comes from the same address.
RATE_LIMITS = dict.fromkeys(RATE_LIMITS, 0)
# The tests of the second factor turn it on.
REQUIRE_SECOND_FACTOR = False
