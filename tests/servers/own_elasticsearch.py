"""An Elasticsearch of a test's own, to be stopped, killed and frozen: a process, whatever else there is."""

import os
import shutil
import signal
import uuid
from types import TracebackType
from typing import Self

from tests.servers import elasticsearch, processes
from tests.servers.processes import ServerUnavailable

# It is started often and asked little: what is compiled plainly starts in two thirds of the time.
JAVA_OPTIONS = f"{elasticsearch.HEAP} -XX:TieredStopAtLevel=1"


class OwnElasticsearch:
    """A server that starts with the ``with`` block and runs while it lasts; its data outlive a kill."""

    def __init__(self) -> None:
        self.port = processes.free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.folder = processes.cache_directory() / f"elasticsearch-own-{uuid.uuid4().hex[:8]}"
        self.pid = 0

    def start(self) -> None:
        """Start it, with the data it had, and wait for it, see ``ready``."""
        self._launch()
        self.ready()

    def ready(self) -> None:
        """Wait until it answers. Raises ServerUnavailable when it does not in time."""
        seconds = elasticsearch.START_SECONDS
        if not processes.wait_until(lambda: elasticsearch.answers(self.url), seconds=seconds, pause=0.5):
            raise ServerUnavailable((self.folder / "output.log").read_text(errors="replace")[-4000:])

    def stop(self) -> None:
        """Ask it to end, as an operator does."""
        processes.stop_process_group(self.pid, first=signal.SIGTERM, seconds=60)

    def kill(self) -> None:
        """End it without a warning."""
        self._signal(signal.SIGKILL)
        processes.wait_until(lambda: not processes.alive(self.pid), seconds=30)

    def freeze(self) -> None:
        """Let it keep its connections and do nothing."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on."""
        self._signal(signal.SIGCONT)

    def _launch(self) -> None:
        state = elasticsearch.start_process(
            self.port, self.folder, keep_data=self.folder.exists(), java_options=JAVA_OPTIONS
        )
        self.pid = state["pid"]

    def _signal(self, number: signal.Signals) -> None:
        # The launcher and the server are one group.
        os.killpg(self.pid, number)

    def __enter__(self) -> Self:
        self._launch()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if processes.alive(self.pid):
            self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)
