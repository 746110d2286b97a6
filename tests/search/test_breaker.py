"""The circuit breaker: nobody waits for a server that is away, and it is found again when it is back."""

import logging
import threading
from collections.abc import Iterator

import pytest

from search.backends import breaker as breakers
from search.backends.base import BackendUnavailable, QuestionRefused
from search.backends.breaker import CircuitBreaker
from tests.servers.processes import wait_until


class Server:
    """What the breaker asks: it waits until it may answer, and fails while it is away."""

    def __init__(self) -> None:
        self.asked = 0
        self.away = True
        self.behind = False
        self.may_answer = threading.Event()
        self.may_answer.set()

    def probe(self) -> None:
        self.asked += 1
        self.may_answer.wait(30)
        if self.away:
            raise BackendUnavailable("It is away.")


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setattr(breakers, "PAUSE", 0.0)
    monkeypatch.setattr(breakers, "LONGEST_PAUSE", 0.0)
    made = Server()
    yield made
    made.may_answer.set()


@pytest.fixture
def breaker(server: Server) -> Iterator[CircuitBreaker]:
    made = CircuitBreaker("The server", server.probe, lambda: server.behind)
    yield made
    server.may_answer.set()
    made.reset()


def test_a_probe_that_hangs_holds_up_nobody_and_is_the_only_one(
    server: Server, breaker: CircuitBreaker
) -> None:
    server.may_answer.clear()
    breaker.failed(BackendUnavailable("It is away."))
    assert [breaker.allows() for _visitor in range(50)] == [False] * 50
    assert wait_until(lambda: server.asked == 1, seconds=10)
    assert not breaker.allows()
    assert server.asked == 1


def test_it_is_asked_again_until_it_is_back_and_both_are_said_once(
    server: Server, breaker: CircuitBreaker, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, logger="search"):
        breaker.failed(BackendUnavailable("It is away."))
        assert wait_until(lambda: breaker.allows() or server.asked > 3, seconds=10, pause=0.01)
        assert not breaker.allows()
        server.away = False
        assert wait_until(breaker.allows, seconds=10, pause=0.01)
    assert [record.message.split(",")[0] for record in caplog.records] == [
        "The server is away",
        "The server is back.",
    ]


def test_nobody_asks_before_the_pause_is_over(
    server: Server, breaker: CircuitBreaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(breakers, "PAUSE", 3600.0)
    breaker.failed(BackendUnavailable("It is away."))
    assert [breaker.allows() for _visitor in range(5)] == [False] * 5
    assert server.asked == 0


def test_a_refused_question_says_nothing_about_the_server(
    breaker: CircuitBreaker, caplog: pytest.LogCaptureFixture
) -> None:
    breaker.failed(QuestionRefused("Too many clauses."))
    assert breaker.allows()
    assert "Too many clauses." in caplog.text


def test_a_server_that_is_behind_is_not_asked(
    server: Server, breaker: CircuitBreaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(breakers, "MEMORY", 0.0)
    assert breaker.allows()
    server.behind = True
    assert not breaker.allows()
    server.behind = False
    assert breaker.allows()
