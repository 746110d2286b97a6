"""Keeps a server that fails from slowing every page down."""

import logging
import threading
import time
from collections.abc import Callable

from search.backends.base import QuestionRefused

logger = logging.getLogger(__name__)

# Seconds until the next attempt: after the first failure, then twice as many each time, up to the longest.
PAUSE = 1.0
LONGEST_PAUSE = 10.0
# Seconds for which it is remembered whether the server is behind.
MEMORY = 1.0


class CircuitBreaker:
    """After a failure no visitor waits for the server again: a thread asks it now and then until it answers.

    A server that answers, but has not got what it should have, is not asked either.

    Says once that the server is away, and once that it is back. One for each process.

    Arguments:
        name: of the server, for the log.
        probe: asks the server; raises when it does not answer as it should.
        is_behind: tells whether the server would answer with what was true some time ago.
    """

    def __init__(self, name: str, probe: Callable[[], None], is_behind: Callable[[], bool]) -> None:
        self.name = name
        self.probe = probe
        self.is_behind = is_behind
        self._behind = False
        self._look_again = 0.0
        self._lock = threading.Lock()
        self._failed = False
        self._pause = PAUSE
        self._next_attempt = 0.0
        self._attempt: threading.Thread | None = None

    def allows(self) -> bool:
        """Whether to ask the server now. After a pause the server is tried, without the caller."""
        now = time.monotonic()
        if not self._failed:
            if now >= self._look_again:
                self._behind = self.is_behind()
                self._look_again = now + MEMORY
            return not self._behind
        with self._lock:
            waiting = now < self._next_attempt
            if not waiting and (self._attempt is None or not self._attempt.is_alive()):
                self._attempt = threading.Thread(target=self._try, name=f"probe-{self.name}", daemon=True)
                self._attempt.start()
        return False

    def failed(self, reason: Exception) -> None:
        """The server did not answer as it should. A question that it refuses says nothing about the next."""
        if isinstance(reason, QuestionRefused):
            logger.error("%s refused a question, the database answers it: %s", self.name, reason)
            return
        with self._lock:
            first, self._failed = not self._failed, True
            self._pause = PAUSE if first else min(self._pause * 2, LONGEST_PAUSE)
            self._next_attempt = time.monotonic() + self._pause
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
        """Forget what happened, once an attempt under way has ended."""
        if self._attempt:
            self._attempt.join()
        with self._lock:
            self._failed = False
            self._look_again = 0.0

    def _try(self) -> None:
        try:
            self.probe()
        except Exception as reason:
            self.failed(reason)
        else:
            self.succeeded()
