"""What an authenticator app shows: RFC 6238 with the usual thirty seconds and six digits."""

import base64
import hmac
import struct
import time


def code_of(secret: str) -> str:
    """The code of this moment for a secret in base 32."""
    counter = struct.pack(">Q", int(time.time()) // 30)
    digest = hmac.digest(base64.b32decode(secret), counter, "sha1")
    start = digest[-1] & 0x0F
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**6:06d}"
