"""Limits how long a request to Elasticsearch takes altogether: connecting, sending and reading.

urllib3 limits each wait for a piece of the answer, so a server that sends a byte a second would never end.
"""

import http.client
import io
import socket
import time
from typing import Any

import urllib3
from elastic_transport import NodeConfig, Urllib3HttpNode
from urllib3.connection import HTTPConnection, HTTPSConnection


class TimedNode(Urllib3HttpNode):
    """A node whose ``request_timeout`` (seconds) is the most that a request takes from first to last."""

    def __init__(self, config: NodeConfig) -> None:
        super().__init__(config)
        self.pool.ConnectionCls = _TimedHTTPS if config.scheme == "https" else _TimedHTTP

    def perform_request(self, *args: Any, request_timeout: Any = None, **options: Any) -> Any:
        """See ``BaseNode.perform_request``."""
        if isinstance(request_timeout, int | float):
            # A number would be a limit for connecting, and the same again for reading.
            options["request_timeout"] = urllib3.Timeout(total=request_timeout)
        return super().perform_request(*args, **options)


class _TimedReader(io.RawIOBase):
    """Reads from a socket until the time that the socket had left at the start is over."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._raw = sock.makefile("rb", buffering=0)
        seconds = sock.gettimeout()
        self._end = None if seconds is None else time.monotonic() + seconds

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        if self._end is not None:
            left = self._end - time.monotonic()
            if left <= 0:
                raise TimeoutError("The answer takes too long.")
            self._sock.settimeout(left)
        return self._raw.readinto(buffer)

    def close(self) -> None:
        self._raw.close()
        super().close()


class _TimedResponse(http.client.HTTPResponse):
    def __init__(self, sock: socket.socket, *args: Any, **options: Any) -> None:
        super().__init__(sock, *args, **options)
        self.fp.close()
        self.fp = io.BufferedReader(_TimedReader(sock))


class _TimedHTTP(HTTPConnection):
    response_class = _TimedResponse


class _TimedHTTPS(HTTPSConnection):
    response_class = _TimedResponse
