"""What visitors need, whatever their screen, colours, keyboard or scripts: on the main pages of the demo."""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize

PAGES = [
    "/en/",
    "/de/",
    "/en/clusters/?sector=digital&country=DE",
    "/de/clusters/",
    "/de/clusters/?sector=textiles&country=LU&q=Wasserstoff",
    "/de/clusters/germany/",
    "/en/clusters/portugal/example-hydrogen-valley-alentejo/",
    "/de/clusters/portugal/example-hydrogen-valley-alentejo/",
    "/it/clusters/portugal/example-hydrogen-valley-alentejo/",
    "/en/news/",
    "/de/news/steinbeis-europa-zentrum/mission-for-growth-brussels/",
    "/en/events/",
    "/de/events/example-matchmaking/example-matchmaking-event-lisbon/",
    "/en/events/missions-2014/",
    "/en/partners/",
    "/en/partners/spi/",
    "/de/missions/",
    "/en/search/?q=hydrogen",
    "/de/no-such-page/",
]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "EN-301-549", "best-practice"]
WIDE = ViewportSize(width=1280, height=900)
PHONE = ViewportSize(width=320, height=640)
LOOKS: dict[str, dict[str, Any]] = {
    "wide": {"viewport": WIDE},
    "phone": {"viewport": PHONE},
    "dark": {"viewport": WIDE, "color_scheme": "dark"},
}
# Distances that WCAG 2.2, 1.4.12 demands a page to bear.
SPACED = (
    "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }"
    "p { margin-block-end: 2em !important }"
)
TOO_WIDE = "document.documentElement.scrollWidth - window.innerWidth"
OPEN_EVERYTHING = (
    "document.querySelectorAll('details:not(.languages)').forEach((part) => { part.open = true })"
)


@pytest.fixture(params=LOOKS)
def visitor(request: pytest.FixtureRequest, chromium: Browser) -> Iterator[Page]:
    """A page of the browser in each look."""
    context = chromium.new_context(**LOOKS[request.param])
    yield context.new_page()
    context.close()


@pytest.fixture
def scriptless(chromium: Browser) -> Iterator[Page]:
    """A page of a browser that runs no scripts."""
    context = chromium.new_context(java_script_enabled=False, viewport=WIDE)
    yield context.new_page()
    context.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A page of the browser on a wide screen."""
    context = chromium.new_context(viewport=WIDE)
    yield context.new_page()
    context.close()


def test_axe_finds_nothing_on_the_main_pages(visitor: Page, portal_url: str):
    found = []
    for path in PAGES:
        visitor.goto(portal_url + path)
        visitor.evaluate(OPEN_EVERYTHING)
        answer = Axe().run(visitor, options={"runOnly": {"type": "tag", "values": RULES}}).response
        found += [
            (path, violation["id"], violation["nodes"][0]["html"]) for violation in answer["violations"]
        ]
    assert found == []


def test_no_page_asks_another_host_or_breaks_the_policy(visitor: Page, portal_url: str):
    elsewhere, violations = [], []
    visitor.on(
        "request",
        lambda request: None if request.url.startswith(portal_url) else elsewhere.append(request.url),
    )
    visitor.add_init_script(
        "document.addEventListener('securitypolicyviolation', (event) =>"
        " console.error('CSP ' + event.violatedDirective + ' ' + event.blockedURI))"
    )
    visitor.on("console", lambda line: violations.append(line.text) if line.text.startswith("CSP") else None)
    for path in PAGES:
        visitor.goto(portal_url + path)
    assert (elsewhere, violations) == ([], [])


@pytest.mark.parametrize(("width", "height"), [(320, 640), (320, 256), (640, 512), (1280, 900)])
def test_nothing_has_to_be_scrolled_sideways_even_with_wide_spacing(
    chromium: Browser, portal_url: str, width: int, height: int
):
    context = chromium.new_context(viewport=ViewportSize(width=width, height=height), bypass_csp=True)
    page = context.new_page()
    too_wide = []
    for path in PAGES:
        page.goto(portal_url + path)
        plain = page.evaluate(TOO_WIDE)
        page.add_style_tag(content=SPACED)
        if plain > 0 or page.evaluate(TOO_WIDE) > 0:
            too_wide.append(path)
    context.close()
    assert too_wide == []


def test_filters_work_without_scripts(scriptless: Page, portal_url: str):
    scriptless.goto(f"{portal_url}/en/clusters/")
    scriptless.check("input[name=sector][value=digital]")
    scriptless.check("input[name=country][value=DE]")
    expected = scriptless.locator("input[name=country][value=DE]").get_attribute("data-count")
    scriptless.get_by_role("button", name="Apply filters").click()
    assert "sector=digital" in scriptless.url
    assert scriptless.locator("[data-total]").get_attribute("data-total") != expected
    assert scriptless.locator("[data-cluster]").count() > 0
    scriptless.get_by_role("link", name="Remove: Sector, Digital").click()
    assert "sector=" not in scriptless.url
    assert scriptless.locator("[data-total]").get_attribute("data-total") == expected


def test_on_a_phone_menu_and_filters_open_without_scripts(chromium: Browser, portal_url: str):
    context = chromium.new_context(java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    page.goto(f"{portal_url}/en/clusters/")
    value = page.locator("input[name=sector][value=digital]")
    assert not value.is_visible()
    page.locator(".facets > summary").click()
    assert value.is_visible()
    page.locator(".site-menu > summary").click()
    assert page.get_by_role("link", name="News", exact=True).is_visible()
    context.close()


def test_the_keyboard_skips_to_the_content_and_the_focus_can_be_seen(page: Page, portal_url: str):
    page.goto(f"{portal_url}/en/clusters/")
    page.keyboard.press("Tab")
    assert page.get_by_role("link", name="Skip to the content").is_visible()
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.id === 'main'")
    for _step in range(12):
        page.keyboard.press("Tab")
        ring = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert ring == "solid"


def test_the_language_list_opens_and_closes_by_keyboard(page: Page, portal_url: str):
    page.goto(f"{portal_url}/en/news/?year=2014")
    summary = page.locator(".languages > summary")
    summary.press("Enter")
    german = page.get_by_role("link", name="Deutsch")
    assert german.get_attribute("lang") == "de"
    german.focus()
    page.keyboard.press("Escape")
    assert not german.is_visible()
    assert summary.evaluate("(element) => element === document.activeElement")
    summary.press("Enter")
    german.click()
    assert page.url == f"{portal_url}/de/news/?year=2014"


def test_a_long_list_of_filters_is_narrowed_by_typing_without_losing_what_is_chosen(
    page: Page, portal_url: str
):
    page.goto(f"{portal_url}/en/clusters/?country=PT")
    page.get_by_label("Narrow the list: Country").fill("turk")
    assert page.locator("input[name=country][value=TR]").is_visible()
    assert page.locator("input[name=country][value=PT]").is_visible()
    assert not page.locator("input[name=country][value=FR]").is_visible()


def test_on_paper_there_is_nothing_to_click_and_the_content_is_whole(page: Page, portal_url: str):
    page.goto(f"{portal_url}/en/events/example-matchmaking/example-matchmaking-event-lisbon/")
    page.emulate_media(media="print")
    assert not page.locator(".site-header").is_visible()
    assert not page.locator(".site-footer").is_visible()
    assert page.locator(".questions .rich-text").first.is_visible()


def test_the_value_chain_says_in_words_what_it_draws(page: Page, portal_url: str):
    page.goto(f"{portal_url}/en/clusters/portugal/example-hydrogen-valley-alentejo/")
    stages = page.locator(".chain li")
    assert stages.count() == 11
    assert stages.filter(has_text="Research and development: covered").count() == 1
    assert stages.filter(has_text="End of life, recycling: not covered").count() == 1


def test_content_in_another_language_says_so(page: Page, portal_url: str):
    page.goto(f"{portal_url}/it/clusters/portugal/example-hydrogen-valley-alentejo/")
    assert page.locator("[data-notice=untranslated]").is_visible()
    assert page.locator("main").get_attribute("lang") == "pt"
    assert page.locator("aside.panel").get_attribute("lang") == "it"
    page.goto(f"{portal_url}/de/clusters/germany/")
    english = page.locator("[data-cluster=bioregio-stern] [lang]")
    assert set(english.evaluate_all("(parts) => parts.map((part) => part.lang)")) == {"en"}
