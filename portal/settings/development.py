"""Development on one's own machine: DEBUG, plain static files."""

from portal.settings.base import *  # noqa: F403
from portal.settings.base import STORAGES, VAR_DIR

DEBUG = True
SECRET_KEY = "development only, never used where others can reach the portal"  # noqa: S105
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
VAR_DIR.mkdir(exist_ok=True)
