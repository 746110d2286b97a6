"""Takes pictures of every template: all into ``var/screenshots``, the documents' into ``docs/images``.

With SITE_URL in the environment the pages are taken there; otherwise a portal with the demo runs meanwhile.
The pictures of the guides change the demo, so they are taken only then.
"""

import io
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, ViewportSize

from portal.settings.languages import PORTAL_LANGUAGES
from scripts import editor_pictures, translator_pictures
from tests.browser.looks import PHONE, WIDE
from tests.browser.templates import TEMPLATES
from tests.running_portal import PASSWORD, RunningPortal, load_demo, run_portal
from tests.servers.chromium import running_chromium

ROOT = Path(__file__).resolve().parents[1]
ALL_PICTURES = ROOT / "var" / "screenshots"
DOCUMENTS_PICTURES = ROOT / "docs" / "images"
LARGEST = 300 * 1024
"""Bytes that a picture of the README may have at most."""
LARGEST_IN_GUIDES = 100 * 1024
"""Bytes that a picture of the guides may have at most."""

IN_README = {
    "front": "/en/",
    "search": "/en/clusters/?sector=energy-renewables&sector=mobility&sort=members",
}

PAPER = ViewportSize(width=672, height=950)
"""What is printed of A4, in CSS pixels."""

LANGUAGES = [language.code for language in PORTAL_LANGUAGES]
SCREENS: dict[str, dict[str, Any]] = {
    "wide": {"viewport": WIDE},
    "phone": {"viewport": PHONE},
    "dark": {"viewport": WIDE, "color_scheme": "dark"},
    "paper": {"viewport": PAPER},
}


@contextmanager
def portal_url() -> Iterator[tuple[str, RunningPortal | None]]:
    """Address of the portal in SITE_URL, else of one that runs until the block ends, and that portal."""
    if url := os.environ.get("SITE_URL"):
        yield url.rstrip("/"), None
        return
    with (
        tempfile.TemporaryDirectory() as folder,
        run_portal(Path(folder), load_demo(Path(folder))) as portal,
    ):
        yield portal.url, portal


def take_all(browser: Browser, url: str) -> None:
    """Take every template on every screen and on paper, from top to bottom, each in another language."""
    ALL_PICTURES.mkdir(parents=True, exist_ok=True)
    for screen, options in SCREENS.items():
        context = browser.new_context(reduced_motion="reduce", **options)
        page = context.new_page()
        page.emulate_media(media="print" if screen == "paper" else "screen")
        for (name, template), language in zip(TEMPLATES.items(), cycle(LANGUAGES)):
            page.goto(f"{url}/{language}/{template.path}")
            picture = f"{name.replace(' ', '-')}-{screen}.png"
            page.screenshot(path=ALL_PICTURES / picture, full_page=True)
        context.close()


def take_for_readme(browser: Browser, url: str) -> None:
    """Take the first screen of the README's pages."""
    context = browser.new_context(viewport=WIDE)
    page = context.new_page()
    for name, path in IN_README.items():
        page.goto(url + path)
        (DOCUMENTS_PICTURES / f"{name}.png").write_bytes(small_png(page.screenshot()))
    context.close()


def take_for_guides(browser: Browser, portal: RunningPortal) -> None:
    """Take the pictures of the guides for editors and for translators."""
    for guide, path in (
        (editor_pictures, editor_pictures.PROFILE),
        (translator_pictures, translator_pictures.CHANGED),
    ):
        guide.take(browser, portal.url, PASSWORD, portal.page_id(path), keep_for_guides)


def keep_for_guides(name: str, picture: bytes) -> None:
    """Keep a picture of the guides as WebP. Raises ValueError when it is too large."""
    out = io.BytesIO()
    Image.open(io.BytesIO(picture)).convert("RGB").save(out, "WEBP", quality=80, method=6)
    if out.tell() > LARGEST_IN_GUIDES:
        raise ValueError(f"{name}: {out.tell()} bytes are too many, {LARGEST_IN_GUIDES} are allowed")
    (DOCUMENTS_PICTURES / f"{name}.webp").write_bytes(out.getvalue())


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
    DOCUMENTS_PICTURES.mkdir(parents=True, exist_ok=True)
    kept = [f"{name}.png" for name in IN_README]
    with portal_url() as (url, portal), running_chromium() as browser:
        take_all(browser, url)
        take_for_readme(browser, url)
        if portal:
            take_for_guides(browser, portal)
            kept += [f"{name}.webp" for name in (*editor_pictures.NAMES, *translator_pictures.NAMES)]
    print(f"{len(TEMPLATES) * len(SCREENS)} pictures in {ALL_PICTURES.relative_to(ROOT)}")
    for name in kept:
        picture = DOCUMENTS_PICTURES / name
        print(f"{picture.relative_to(ROOT)}: {picture.stat().st_size // 1024} KB")


if __name__ == "__main__":
    main()
