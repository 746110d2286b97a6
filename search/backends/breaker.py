"""Keeps a server that fails from slowing every page down."""

import logging
import threading
import time

logger = logging.getLogger(__name__)

# Seconds without an attempt after a failure.
PAUSE = 10.0


class CircuitBreaker:
    """After a failure nobody tries for a while; then one caller tries, the others go on without.

    Says once that the server is away, and once that it is back. One for each process.
    """

    def __init__(self, name: str, pause: float = PAUSE) -> None:
        self.name = name
        self.pause = pause
        self._lock = threading.Lock()
        self._failed = False
        self._next_attempt = 0.0

    def allows(self) -> bool:
        """Whether to try now. Of several callers after a pause, one may."""
        with self._lock:
            if not self._failed:
                return True
            now = time.monotonic()
            if now < self._next_attempt:
                return False
            self._next_attempt = now + self.pause
            return True

    def failed(self, reason: object) -> None:
        """The server did not answer as it should."""
        with self._lock:
            first, self._failed = not self._failed, True
            self._next_attempt = time.monotonic() + self.pause
        if first:
            logger.error("%s is away, the database answers instead: %s", self.name, reason)

    def succeeded(self) -> None:
        """The server answered."""
        if not self._failed:
            return
        with self._lock:
            back, self._failed = self._failed, False
        if back:
            logger.warning("%s is back.", self.name)

    def reset(self) -> None:
        """Forget what happened."""
        with self._lock:
            self._failed = False
