"""A proxy before a real server that delays, cuts or replaces answers, as networks and busy servers do."""

import http.client
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit


class FaultyProxy:
    """The proxy: forwards faithfully until ``fault`` is set.

    Faults: "slow" answers after ten seconds, "trickle" sends a byte of the answer every tenth of a second,
    "error" answers 503, "half" breaks off in the middle of the answer, "page" answers 200 with a web page,
    "noise" answers what is no HTTP; "" none. ``delay`` makes every answer late by so many seconds.

    Arguments:
        target: URL of the real server.
    """

    def __init__(self, target: str) -> None:
        self.target = urlsplit(target)
        self.fault = ""
        self.delay = 0.0
        self.over = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def answer(self, method: str, path: str, headers: dict[str, str], body: bytes) -> tuple[bytes, bytes]:
        """Head and body of the real server's answer."""
        connection = http.client.HTTPConnection(self.target.hostname or "", self.target.port, timeout=60)
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            content = response.read()
            fields = {name.lower(): value for name, value in response.getheaders()}
            if fields.pop("transfer-encoding", None):
                fields["content-length"] = str(len(content))
            lines = [f"HTTP/1.1 {response.status} Answer", *(f"{name}: {fields[name]}" for name in fields)]
            return "\r\n".join([*lines, "", ""]).encode(), content
        finally:
            connection.close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def forward(self) -> None:
                asked = self.rfile.read(int(self.headers.get("content-length", 0)))
                if proxy.fault in _INSTEAD:
                    self.wfile.write(_INSTEAD[proxy.fault])
                    self.close_connection = True
                    return
                if late := 10 if proxy.fault == "slow" else proxy.delay:
                    proxy.over.wait(late)
                head, body = proxy.answer(self.command, self.path, dict(self.headers), asked)
                whole = head + body
                if proxy.fault == "half":
                    self.wfile.write(whole[: len(whole) - len(body) // 2])
                    self.close_connection = True
                elif proxy.fault == "trickle":
                    for number in range(len(whole)):
                        self.wfile.write(whole[number : number + 1])
                        if proxy.over.wait(0.1):
                            break
                    self.close_connection = True
                else:
                    self.wfile.write(whole)

            def log_message(self, format: str, *arguments: object) -> None:
                return

            do_GET = do_POST = do_PUT = do_HEAD = do_DELETE = forward

        return Handler

    @contextmanager
    def running(self) -> Iterator["FaultyProxy"]:
        """The proxy, while the block lasts."""
        thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield self
        finally:
            self.over.set()
            self._server.shutdown()
            thread.join()
            self._server.server_close()


def _answer(status: bytes, kind: bytes, body: bytes) -> bytes:
    return b"HTTP/1.1 %s\r\ncontent-type: %s\r\ncontent-length: %d\r\n\r\n%s" % (
        status,
        kind,
        len(body),
        body,
    )


_INSTEAD = {
    "error": _answer(b"503 Service Unavailable", b"application/json", b"{}"),
    "page": _answer(b"200 OK", b"text/html", b"<h1>Welcome</h1>"),
    "noise": b"\x00\x01\x02 no HTTP at all \xff\r\n\r\n",
}
