"""A progress bar for commands."""

from types import TracebackType
from typing import Any, Self

_WIDTH = 30


class ProgressBar:
    """A line that grows on a terminal, and is written once at the end elsewhere.

    Arguments:
        label: what is counted.
        total: how much of it there is.
        out: stream to write to, None for silence.
    """

    def __init__(self, label: str, total: int, out: Any) -> None:
        self.label, self.total, self.out = label, total, out
        self.done = 0
        self._live = bool(out) and out.isatty()

    def advance(self, number: int = 1) -> None:
        """So many more are done."""
        self.done += number
        if self._live and (self.done % max(1, self.total // 100) == 0 or self.done == self.total):
            self._write("\r", "")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.out:
            self._write("\r" if self._live else "", "\n")

    def _write(self, start: str, end: str) -> None:
        share = min(1.0, self.done / self.total) if self.total else 1.0
        bar = "#" * round(share * _WIDTH)
        self.out.write(f"{start}{self.label:14} [{bar:{_WIDTH}}] {self.done}/{self.total}", ending=end)
        self.out.flush()
