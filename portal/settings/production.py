"""Where people use the portal, and ``make run``. Refuses to start without a secret key.

Everything that needs TLS follows from SITE_URL: with https:// cookies are secure, HTTP is redirected and
browsers are told to stay on HTTPS.
"""

from django.core.exceptions import ImproperlyConfigured

from portal.settings.base import *  # noqa: F403
from portal.settings.base import ALLOWED_HOSTS, CONTENT_SECURITY_POLICY, SECRET_KEY, SITE_URL, env

if len(SECRET_KEY) < 50:
    raise ImproperlyConfigured(
        "SECRET_KEY is missing or shorter than 50 characters. Set it to a long random text, e.g. from: "
        'python -c "import secrets; print(secrets.token_urlsafe(64))"'
    )
if "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS must name the portal's hosts; '*' is refused.")

CSRF_TRUSTED_ORIGINS = [SITE_URL]
if SITE_URL.startswith("https://"):
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^-/(live|ready)$"]
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["upgrade-insecure-requests"] = True
    if env.bool("BEHIND_PROXY", default=False):
        # Only where a proxy in front sets the header itself; otherwise anybody could.
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
