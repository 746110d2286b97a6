"""A server on this machine that speaks like LibreTranslate and DeepL, and has bad days when told so."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs


@dataclass
class Call:
    """One request: its path, its headers and what it asked for."""

    path: str
    headers: dict[str, str]
    fields: dict[str, Any]

    @property
    def texts(self) -> list[str]:
        """The texts to translate."""
        return list(self.fields.get("q") or self.fields.get("text") or [])


@dataclass
class FakeMachine:
    """What the server has been asked, and how it is to behave.

    Arguments:
        url: its address.
        behaviours: one a request, then well again: "" (well), a status code, "slow", "drop" (one text less),
            "rubbish" (no JSON), "shape" (other JSON), "cut" (hangs up).
        translate: what it makes of a text.
    """

    url: str = ""
    behaviours: list[str] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    # Held while a slow answer waits; let go at the end.
    patience: threading.Event = field(default_factory=threading.Event)

    def translate(self, text: str) -> str:
        """The text between angle quotes."""
        return f"«{text}»"


@contextmanager
def running_machine() -> Iterator[FakeMachine]:
    """Run the server in a thread while the block lasts."""
    machine = FakeMachine()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            is_json = self.headers["Content-Type"] == "application/json"
            machine.calls.append(
                Call(self.path, dict(self.headers), json.loads(body) if is_json else parse_qs(body))
            )
            behaviour = machine.behaviours.pop(0) if machine.behaviours else ""
            texts = [machine.translate(text) for text in machine.calls[-1].texts]
            if behaviour == "cut":
                self.close_connection = True
                return
            if behaviour == "slow":
                machine.patience.wait(10)
                return
            if behaviour.isdecimal():
                self.send_response(int(behaviour))
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            if behaviour == "drop":
                texts.pop()
            answer: Any = (
                {"translations": [{"text": text} for text in texts]}
                if self.path.startswith("/v2/")
                else {"translatedText": texts}
            )
            if behaviour == "shape":
                answer = ["something else"]
            content = b"<html>rubbish" if behaviour == "rubbish" else json.dumps(answer).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    machine.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield machine
    finally:
        machine.patience.set()
        server.shutdown()
        server.server_close()
        thread.join()
