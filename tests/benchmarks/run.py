"""Runs one part, in a process of its own: Django decides on its database when it starts.

    python -m tests.benchmarks.run PART OPTIONS_AS_JSON FILE_FOR_THE_RESULT

With ``prepare:<number>`` as the part, only the data set of that size is made.
"""

import json
import signal
import sys
import time
from pathlib import Path

import django


class Out:
    """What the progress bar writes to."""

    isatty, flush = sys.stderr.isatty, sys.stderr.flush

    @staticmethod
    def write(text: str, ending: str = "\n") -> None:
        sys.stderr.write(text + ending)


def main(part: str, options_json: str, result: str) -> None:
    """See above. Progress goes to standard error."""
    # Also where whoever started us ignores it.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    django.setup()
    from portal.progress import ProgressBar
    from tests.benchmarks.dataset import prepare
    from tests.benchmarks.parts import PARTS
    from tests.benchmarks.rows import Options

    options = Options(**json.loads(options_json))
    name, _colon, size = part.partition(":")
    chosen = PARTS.get(name)
    clusters = int(size) if size else chosen.clusters(options) if chosen else 0
    begun = time.monotonic()
    with ProgressBar("documents", clusters, Out) as bar:
        prepare(clusters, progress=bar.advance)
    prepared = time.monotonic()
    rows = chosen.run(options) if chosen and not size else []
    Path(result).write_text(
        json.dumps(
            {
                "rows": [row.as_json() for row in rows],
                "preparing_seconds": round(prepared - begun, 1),
                "measuring_seconds": round(time.monotonic() - prepared, 1),
            }
        )
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
