"""What a benchmark reports."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

from tests.benchmarks.measuring import Times, ratio


@dataclass(frozen=True)
class Options:
    """How much is measured.

    Attributes:
        clusters: in the large data set.
        few_clusters: in the small one, for growth and for rebuilding.
        stand_in_clusters: in the data set of the database backend.
        rounds: questions for each side of a comparison.
        seconds: how long load of a fixed rate lasts.
    """

    clusters: int = 100_000
    few_clusters: int = 10_000
    stand_in_clusters: int = 5_000
    rounds: int = 200
    seconds: float = 20


@dataclass(frozen=True)
class Row:
    """A line of the table.

    Attributes:
        name: what was measured.
        ours: percentiles in milliseconds.
        peer: the same of what it is compared with; None for a figure without a peer.
        ratio: ours divided by the peer's.
        most: what the ratio may be at most; None where nothing is asked.
        note: anything else worth knowing.
    """

    name: str
    ours: dict[str, float]
    peer: dict[str, float] | None = None
    ratio: float | None = None
    most: float | None = None
    note: str = ""

    @property
    def holds(self) -> bool | None:
        """Whether the ratio is what it may be; None where nothing is asked."""
        return None if self.most is None or self.ratio is None else self.ratio <= self.most

    def as_json(self) -> dict[str, Any]:
        """For the file of results."""
        return asdict(self) | {"holds": self.holds}


def compared(name: str, ours: Times, peer: Times, most: float | None, note: str = "") -> Row:
    """A row of two sides, by their medians."""
    return Row(name, ours.summary(), peer.summary(), ratio(ours, peer), most, note)


@dataclass(frozen=True)
class Part:
    """A part of the benchmarks that can be run alone.

    Attributes:
        run: measures; gets the options.
        clusters: size of the data set it needs.
    """

    name: str
    run: Callable[[Options], list[Row]]
    clusters: Callable[[Options], int] = field(default=lambda options: options.clusters)
