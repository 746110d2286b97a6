"""Secrets of second factors, unreadable in the database and its backups without the SECRET_KEY."""

import base64
import logging
import secrets

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac

logger = logging.getLogger(__name__)


def seal(text: str) -> str:
    """Encrypt a text with the SECRET_KEY."""
    return _keys().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """The text again, also when it was sealed with one of SECRET_KEY_FALLBACKS.

    What cannot be read gives a random secret that fits nothing: an empty one would let a known code in.
    """
    try:
        return _keys().decrypt(sealed.encode()).decode()
    except InvalidToken:
        logger.error("A second factor cannot be read: it was made with another SECRET_KEY.")
        return base64.b32encode(secrets.token_bytes(20)).decode()


def _keys() -> MultiFernet:
    digests = (
        salted_hmac("accounts.sealing", "", secret=key, algorithm="sha256").digest()
        for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    )
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
