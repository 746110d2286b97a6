"""How times are taken: sides take turns, so that whatever else the machine does hits all of them."""

import http.client
import itertools
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

Question = Callable[[Any], Any]


@dataclass(frozen=True)
class Times:
    """Times in milliseconds, sorted."""

    values: tuple[float, ...]

    @classmethod
    def of(cls, seconds: Iterable[float]) -> "Times":
        """From seconds, in any order. Raises ValueError when there are none."""
        values = tuple(sorted(1000 * each for each in seconds))
        if not values:
            raise ValueError("There is nothing to make percentiles of.")
        return cls(values)

    def percentile(self, share: float) -> float:
        """The time that this share (0 to 1) of all did not exceed: nearest rank."""
        return self.values[max(0, min(len(self.values) - 1, -int(-share * len(self.values) // 1) - 1))]

    def summary(self) -> dict[str, float]:
        """Number, p50, p95 and p99."""
        figures = {f"p{round(100 * share)}": round(self.percentile(share), 2) for share in (0.5, 0.95, 0.99)}
        return {"number": len(self.values)} | figures


def take_turns(
    sides: Mapping[str, Question], questions: Iterable[Any], *, rounds: int, warm: int = 5, fresh: bool = True
) -> dict[str, Times]:
    """Ask every side in turn, one question at a time (closed loop).

    Arguments:
        sides: what to ask, by name.
        questions: what is asked. With ``fresh`` each is asked once, so that no cache of an answer helps.
        rounds: questions for each side.
        warm: rounds before that are not counted.
        fresh: False: in each round every side gets the same question, and the questions are repeated.
    """
    asked = iter(questions) if fresh else itertools.cycle(questions)
    seconds: dict[str, list[float]] = {name: [] for name in sides}
    names = list(sides)
    for number in range(warm + rounds):
        common = None if fresh else next(asked)
        # Who is first in one round is last in the next.
        for name in names if number % 2 else reversed(names):
            question = next(asked) if fresh else common
            begun = time.perf_counter()
            sides[name](question)
            if number >= warm:
                seconds[name].append(time.perf_counter() - begun)
    return {name: Times.of(taken) for name, taken in seconds.items()}


def at_a_fixed_rate(
    url: str, paths: Iterable[str], *, rate: float, seconds: float, workers: int = 8
) -> Times:
    """Send requests at fixed moments, whether earlier ones are answered or not.

    A time counts from the moment a request was due, so a server that stalls is charged for all that waited
    (no coordinated omission).

    Arguments:
        url: of the server.
        paths: as many as needed; each with its query string.
        rate: requests a second.
        seconds: how long.
        workers: requests under way at the same time, at most.
    Raises RuntimeError for an answer that is not 200.
    """
    due = iter([number / rate for number in range(int(rate * seconds))])
    asked, lock, taken = iter(paths), threading.Lock(), list[float]()
    problems: list[str] = []
    server = urlsplit(url)
    start = time.perf_counter() + 0.2

    def work() -> None:
        connection = http.client.HTTPConnection(server.hostname or "", server.port, timeout=30)
        while not problems:
            with lock:
                moment, path = next(due, None), next(asked)
            if moment is None:
                break
            time.sleep(max(0.0, start + moment - time.perf_counter()))
            connection.request("GET", path)
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                problems.append(f"{path} answered {answer.status}")
            with lock:
                taken.append(time.perf_counter() - start - moment)
        connection.close()

    threads = [threading.Thread(target=work) for _number in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if problems:
        raise RuntimeError(problems[0])
    return Times.of(taken)


def ratio(ours: Times, theirs: Times, share: float = 0.5) -> float:
    """Our time divided by the other, at a percentile."""
    return round(ours.percentile(share) / theirs.percentile(share), 2)
