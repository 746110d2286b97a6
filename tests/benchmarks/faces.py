"""What a visitor's browser gets: the weight of every kind of page, and what Lighthouse thinks of five."""

import json
import os
import statistics
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.benchmarks.rows import Options, Row
from tests.browser.first_load import KB, LARGEST_TOGETHER, first_load
from tests.browser.templates import TEMPLATES
from tests.running_portal import load_demo, run_portal
from tests.servers.chromium import find_chromium, running_chromium

LIGHTHOUSE = Path(__file__).resolve().parents[1] / "tools" / "node_modules" / ".bin" / "lighthouse"
PAGES = ("front page", "search", "profile", "article", "event")
RUNS = 5
# Now and then Chromium loses the beginning of a recording (NO_NAVSTART); Lighthouse asks to be run again.
ATTEMPTS = 3
SCORES = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
LARGEST_SHIFT = 0.02
# As in the tests: no talk of the browser's own with other hosts.
FLAGS = (
    "--headless=new --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
)


def run_weight(options: Options) -> list[Row]:
    """Every kind of page against what a first load may weigh."""
    with _portal() as url, running_chromium() as browser:
        rows = []
        for name, template in TEMPLATES.items():
            load = first_load(browser, f"{url}/en/{template.path}")
            kinds = ", ".join(f"{kind} {size / KB:.1f}" for kind, size in sorted(load.sizes.items()))
            note = f"{load.together / KB:.1f} KB in {load.parts} requests: {kinds}"
            rows.append(Row(name, {}, ratio=load.together / LARGEST_TOGETHER, most=1, note=note))
    return rows


def run_lighthouse(options: Options) -> list[Row]:
    """Medians of five runs on a simulated phone; the ratio is what is asked to what is reached."""
    rows = []
    with _portal() as url:
        for name in PAGES:
            reports = [_report(f"{url}/en/{TEMPLATES[name].path}") for _run in range(RUNS)]
            for category, asked in SCORES.items():
                scores = [100 * report["categories"][category]["score"] for report in reports]
                reached = statistics.median(scores)
                note = f"{reached:.0f} of {asked} ({', '.join(f'{score:.0f}' for score in sorted(scores))})"
                ratio = asked / max(reached, 1)
                rows.append(Row(f"{name}: {category}", {}, ratio=ratio, most=1, note=note))
            shift, paint = (
                statistics.median(report["audits"][audit]["numericValue"] for report in reports)
                for audit in ("cumulative-layout-shift", "largest-contentful-paint")
            )
            rows.append(Row(f"{name}: layout shift", {}, ratio=shift / LARGEST_SHIFT, most=1))
            rows.append(Row(f"{name}: largest contentful paint", {"p50": paint}))
    return rows


@contextmanager
def _portal() -> Iterator[str]:
    # The part's own database is that of the benchmarks: pages are looked at with the demo in them.
    with tempfile.TemporaryDirectory() as folder, run_portal(Path(folder), load_demo(Path(folder))) as portal:
        yield portal.url


def _report(url: str) -> dict[str, Any]:
    flags = f"{FLAGS} --no-sandbox" if os.geteuid() == 0 else FLAGS
    command = [str(LIGHTHOUSE), url, "--output=json", "--quiet", "--throttling-method=simulate"]
    command += [f"--chrome-path={find_chromium()}", f"--chrome-flags={flags}"]
    for _attempt in range(ATTEMPTS):
        answer = subprocess.run(
            command,
            env=os.environ | {"CHROME_PATH": find_chromium()},
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
        )
        if not answer.returncode:
            report: dict[str, Any] = json.loads(answer.stdout)
            return report
    raise RuntimeError(f"Lighthouse failed on {url}:\n{answer.stderr[-2000:]}")
