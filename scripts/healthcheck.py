"""Asks the portal in this container whether it is alive. Exit code 0 when it is."""

import os
import sys
import urllib.error
import urllib.request
from urllib.parse import urlsplit


def main() -> int:
    """Ask ``/-/live`` on PORT under the portal's public name. Returns 0 when it answers 200, else 1."""
    # Django answers only to the names in ALLOWED_HOSTS; the one visitors use is among them.
    name = urlsplit(os.environ.get("SITE_URL", "http://127.0.0.1:8000")).netloc
    request = urllib.request.Request(
        f"http://127.0.0.1:{os.environ.get('PORT', '8000')}/-/live", headers={"Host": name}
    )
    try:
        with urllib.request.urlopen(request, timeout=4) as answer:  # noqa: S310  (our own URL)
            return int(answer.status != 200)
    except OSError as problem:
        print(f"The portal is not alive: {problem}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
