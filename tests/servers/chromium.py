"""The Chromium of this machine, for the tests in a real browser and for the README's pictures."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

from tests.servers.processes import ServerUnavailable

# No talk with other hosts on the browser's own account.
QUIET = (
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PROGRAMS = ("chromium", "chromium-browser", "google-chrome")


def find_chromium() -> str:
    """Return the path of the browser: the program named by CHROMIUM, else the first usual one.

    Raises ServerUnavailable when there is none.
    """
    for name in filter(None, (os.environ.get("CHROMIUM"), *PROGRAMS)):
        path = shutil.which(name)
        if path:
            return path
    raise ServerUnavailable(
        "Chromium is not installed. Install it (apt-get install chromium), or name it in CHROMIUM."
    )


@contextmanager
def running_chromium() -> Iterator[Browser]:
    """Run the browser without a window; it ends with the context."""
    program = find_chromium()
    # Chromium's own sandbox refuses to work for root. The pages visited here are our own.
    arguments = [*QUIET, "--no-sandbox"] if os.geteuid() == 0 else [*QUIET]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=arguments)
        try:
            yield browser
        finally:
            browser.close()
