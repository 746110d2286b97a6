"""What holds for every public template, in two languages and in every look: one load of a page a test."""

import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.checker import errors_in
from tests.browser.first_load import KB, LARGEST, LARGEST_TOGETHER, MOST_REQUESTS, first_load
from tests.browser.looks import (
    CUT_OFF,
    LOOKS,
    OPEN_EVERYTHING,
    TOO_WIDE,
    UNREADABLE,
    WIDE,
    show,
    violations_of,
)
from tests.browser.templates import LANGUAGES, TEMPLATES

# Distances that WCAG 2.2, 1.4.12 demands a page to bear.
SPACED = (
    "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }"
    "p { margin-block-end: 2em !important }"
)
# The last but one is a screen of 1280 x 1024 at 400 %.
SCREENS = ((320, 640), (320, 256), (640, 512), (1280, 900))
every_template = pytest.mark.parametrize("template", TEMPLATES)
in_both_languages = pytest.mark.parametrize("language", LANGUAGES)


def address(portal_url: str, language: str, template: str) -> str:
    return f"{portal_url}/{language}/{TEMPLATES[template].path}"


@pytest.fixture(scope="module")
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """A browser in which tests may add styles."""
    made = chromium.new_context(viewport=WIDE, bypass_csp=True)
    yield made
    made.close()


@pytest.fixture(scope="module")
def context_without_scripts(chromium: Browser) -> Iterator[BrowserContext]:
    """A browser to which no script of the portal comes: axe needs one in which scripts can run."""
    made = chromium.new_context(viewport=WIDE)
    made.route("**/*.js", lambda route: route.abort())
    yield made
    made.close()


@pytest.fixture
def sheet(context: BrowserContext) -> Iterator[Page]:
    page = context.new_page()
    yield page
    page.close()


@in_both_languages
@every_template
def test_axe_finds_nothing_in_any_look(sheet: Page, portal_url: str, template: str, language: str):
    response = sheet.goto(address(portal_url, language, template))
    assert response
    assert response.status == TEMPLATES[template].status
    sheet.evaluate(OPEN_EVERYTHING)
    found = {}
    for look in LOOKS:
        show(sheet, look)
        found[look] = violations_of(sheet)
    # The last look.
    assert sheet.evaluate(UNREADABLE, "body") == []
    assert found == {look: [] for look in LOOKS}


@in_both_languages
@every_template
def test_axe_finds_nothing_without_scripts(
    context_without_scripts: BrowserContext, portal_url: str, template: str, language: str
):
    page = context_without_scripts.new_page()
    page.goto(address(portal_url, language, template))
    assert violations_of(page) == []
    page.close()


@every_template
def test_nothing_has_to_be_scrolled_sideways_or_is_cut_off_even_with_wide_spacing(
    sheet: Page, portal_url: str, template: str
):
    sheet.goto(address(portal_url, "de", template))
    too_wide: list[tuple[int, int, bool]] = []
    cut_off: list[str] = []
    for spacing in ("", SPACED):
        if spacing:
            sheet.add_style_tag(content=spacing)
        for width, height in SCREENS:
            sheet.set_viewport_size({"width": width, "height": height})
            if sheet.evaluate(TOO_WIDE) > 0:
                too_wide.append((width, height, bool(spacing)))
            cut_off += sheet.evaluate(CUT_OFF)
    assert too_wide == []
    assert cut_off == []


@every_template
def test_no_request_leaves_the_site_no_cookie_comes_and_the_first_load_is_light(
    chromium: Browser, portal_url: str, template: str
):
    load = first_load(chromium, address(portal_url, "de", template))
    assert [each for each in load.requests if not each.startswith((portal_url, "data:"))] == []
    assert (load.refused, load.cookies, load.stored) == ([], [], 0)
    assert {kind: size for kind, size in load.sizes.items() if size > LARGEST.get(kind, KB * 20)} == {}
    assert load.together <= LARGEST_TOGETHER
    assert load.parts <= MOST_REQUESTS


def test_the_checker_of_the_w3c_finds_no_error(portal_url: str, tmp_path: Path):
    pages = {
        f"/{language}/{template.path}": fetched(address(portal_url, language, name))
        for language in LANGUAGES
        for name, template in TEMPLATES.items()
    }
    assert errors_in(pages, tmp_path) == set()


def fetched(url: str) -> bytes:
    """What is answered, whatever its status."""
    try:
        with urllib.request.urlopen(url) as response:
            return response.read()
    except urllib.error.HTTPError as error:
        return error.read()
