"""The search page as gunicorn serves it: as fast as it goes, then at a fixed rate."""

import itertools
import os
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from tests.benchmarks.dataset import texts
from tests.benchmarks.measuring import Times, at_a_fixed_rate
from tests.benchmarks.rows import Options, Row
from tests.servers import processes

ROOT = Path(__file__).resolve().parents[2]
CONNECTIONS = 4


def run(options: Options) -> list[Row]:
    """Closed loop with one and with four visitors, then half and four fifths of what four visitors got."""
    paths = (
        f"/en/clusters/?{urlencode({'q': text, 'exact': 1})}" for text in texts(options.clusters, seed=23)
    )
    with _server() as url:
        _closed(url, paths, visitors=2, seconds=2)
        rows = []
        for visitors in (1, CONNECTIONS):
            times = _closed(url, paths, visitors, options.seconds / 2)
            served = len(times.values) / (options.seconds / 2)
            rows.append(
                Row(f"closed loop, visitors: {visitors}", times.summary(), note=f"{served:.1f} a second")
            )
        for share in (0.5, 0.8):
            rate = max(1.0, round(served * share, 1))
            times = at_a_fixed_rate(url, paths, rate=rate, seconds=options.seconds)
            rows.append(Row(f"fixed rate, {rate} a second", times.summary()))
    return rows


def _closed(url: str, paths: Iterator[str], visitors: int, seconds: float) -> Times:
    until, lock, taken = time.perf_counter() + seconds, threading.Lock(), list[float]()

    def visit() -> None:
        while time.perf_counter() < until:
            with lock:
                path = next(paths)
            begun = time.perf_counter()
            urllib.request.urlopen(f"{url}{path}", timeout=30).read()
            taken.append(time.perf_counter() - begun)

    threads = [threading.Thread(target=visit) for _number in range(visitors)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Times.of(taken)


@contextmanager
def _server() -> Iterator[str]:
    port = processes.free_port()
    env = os.environ | {"PORT": str(port), "HOST": "127.0.0.1"}
    command = [sys.executable, "-m", "gunicorn", "--config", str(ROOT / "gunicorn.conf.py")]
    server = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    url = f"http://127.0.0.1:{port}"
    try:
        for attempt in itertools.count():
            try:
                urllib.request.urlopen(f"{url}/-/live", timeout=5).close()
                break
            except OSError:
                if attempt > 100 or server.poll() is not None:
                    raise
                time.sleep(0.2)
        yield url
    finally:
        server.terminate()
        server.communicate(timeout=30)
