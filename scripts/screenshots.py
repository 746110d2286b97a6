"""Takes pictures of the main pages: all into ``var/screenshots``, the README's two into ``docs/images``.

With SITE_URL in the environment they are taken there; otherwise a portal with the demo runs meanwhile.
"""

import io
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, ViewportSize

from tests.running_portal import load_demo, run_portal
from tests.servers.chromium import running_chromium

ROOT = Path(__file__).resolve().parents[1]
ALL_PICTURES = ROOT / "var" / "screenshots"
README_PICTURES = ROOT / "docs" / "images"
LARGEST = 300 * 1024
"""Bytes that a picture of the README may have at most."""

PAGES = {
    "front": "/en/",
    "search": "/en/clusters/?sector=energy-renewables&sector=mobility&sort=members",
    "nothing-found": "/en/clusters/?sector=textiles&country=LU&q=hydrogen",
    "country": "/de/clusters/germany/",
    "profile": "/fr/clusters/portugal/example-hydrogen-valley-alentejo/",
    "untranslated": "/it/clusters/portugal/example-hydrogen-valley-alentejo/",
    "news": "/pt/news/",
    "article": "/de/news/steinbeis-europa-zentrum/mission-for-growth-brussels/",
    "events": "/de/events/",
    "event": "/en/events/example-matchmaking/example-matchmaking-event-lisbon/",
    "partners": "/en/partners/",
    "site-search": "/en/search/?q=hydrogen",
    "not-found": "/es/no-such-page/",
}
IN_README = ("front", "search")

WIDE = ViewportSize(width=1280, height=900)
LOOKS: dict[str, dict[str, Any]] = {
    "wide": {"viewport": WIDE},
    "phone": {"viewport": ViewportSize(width=320, height=640)},
    "dark": {"viewport": WIDE, "color_scheme": "dark"},
}


@contextmanager
def portal_url() -> Iterator[str]:
    """Address of the portal in SITE_URL, else of one that runs until the block ends."""
    if url := os.environ.get("SITE_URL"):
        yield url.rstrip("/")
        return
    with (
        tempfile.TemporaryDirectory() as folder,
        run_portal(Path(folder), load_demo(Path(folder))) as portal,
    ):
        yield portal.url


def take_all(browser: Browser, url: str) -> None:
    """Take every page in every look, from top to bottom."""
    ALL_PICTURES.mkdir(parents=True, exist_ok=True)
    for look, options in LOOKS.items():
        context = browser.new_context(reduced_motion="reduce", **options)
        page = context.new_page()
        for name, path in PAGES.items():
            page.goto(url + path)
            page.screenshot(path=ALL_PICTURES / f"{name}-{look}.png", full_page=True)
        context.close()


def take_for_readme(browser: Browser, url: str) -> None:
    """Take the first screen of the README's pages."""
    README_PICTURES.mkdir(parents=True, exist_ok=True)
    context = browser.new_context(viewport=WIDE)
    page = context.new_page()
    for name in IN_README:
        page.goto(url + PAGES[name])
        (README_PICTURES / f"{name}.png").write_bytes(small_png(page.screenshot()))
    context.close()


def small_png(picture: bytes) -> bytes:
    """The picture, with 256 colours where all are too many bytes. Raises ValueError when that is too."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    for version in (image, image.quantize(256, dither=Image.Dither.NONE)):
        out = io.BytesIO()
        version.save(out, "PNG", optimize=True)
        if out.tell() <= LARGEST:
            return out.getvalue()
    raise ValueError(f"{out.tell()} bytes are too many for the README, {LARGEST} are allowed")


def main() -> None:
    """Take the pictures and say where they are."""
    with portal_url() as url, running_chromium() as browser:
        take_all(browser, url)
        take_for_readme(browser, url)
    print(f"{len(PAGES) * len(LOOKS)} pictures in {ALL_PICTURES.relative_to(ROOT)}")
    for name in IN_README:
        picture = README_PICTURES / f"{name}.png"
        print(f"{picture.relative_to(ROOT)}: {picture.stat().st_size // 1024} KB")


if __name__ == "__main__":
    main()
