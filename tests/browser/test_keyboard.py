"""From the front page to a comparison and into another language, with the keyboard alone."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.looks import WIDE

MOST_STEPS = 120
# What the focus is on: whether something else lies over it, and whether it is drawn with a ring of its own.
FOCUS = """() => {
    const focused = document.activeElement;
    const boxes = [...focused.getClientRects()].filter((box) => box.width && box.height);
    if (!boxes.length) return "is not on the screen";
    const drawing = focused.closest("svg");
    const ringed = getComputedStyle(focused).outlineStyle === "solid" || drawing || focused.id === "main";
    if (!ringed) return "has no ring";
    const [x, y] = [boxes[0].x + boxes[0].width / 2, boxes[0].y + boxes[0].height / 2];
    const top = document.elementFromPoint(x, Math.min(y, innerHeight - 1));
    const own = drawing || focused;
    const seen = own.contains(top) || top?.closest("label")?.contains(focused);
    return seen ? "" : `is covered by ${top?.outerHTML}`;
}"""
HAS_FOCUS = "(element) => element === document.activeElement"


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A page on a wide screen that does not glide to what has the focus."""
    context = chromium.new_context(viewport=WIDE, reduced_motion="reduce")
    yield context.new_page()
    context.close()


def go_to(page: Page, target: Locator) -> None:
    """Press Tab until the focus is on the target; wherever it is on the way, it can be seen."""
    expect(target).to_have_count(1)
    for _step in range(MOST_STEPS):
        page.keyboard.press("Tab")
        assert page.evaluate(FOCUS) == "", page.evaluate("document.activeElement.outerHTML")
        if target.evaluate(HAS_FOCUS):
            break
    else:
        raise AssertionError(f"{target} is not reached by {MOST_STEPS} steps")
    assert _looks_different_without_focus(page, target)


def _looks_different_without_focus(page: Page, target: Locator) -> bool:
    box = target.bounding_box()
    assert box
    clip = {"x": box["x"] - 6, "y": box["y"] - 6, "width": box["width"] + 12, "height": box["height"] + 12}
    clip |= {"x": max(clip["x"], 0), "y": max(clip["y"], 0)}
    focused = page.screenshot(clip=clip)
    target.evaluate("(element) => element.blur()")
    blurred = page.screenshot(clip=clip)
    target.evaluate("(element) => element.focus({ focusVisible: true, preventScroll: true })")
    return focused != blurred


def test_the_whole_way_can_be_gone_by_keyboard(page: Page, portal_url: str):
    page.goto(f"{portal_url}/en/")
    go_to(page, page.get_by_role("link", name="Skip to the content"))
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.id === 'main'")

    go_to(page, page.get_by_label("What do you look for?"))
    page.keyboard.type("hydrogen")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/en/clusters/\?q=hydrogen"))

    go_to(page, page.locator("input[name=country][value=PT]"))
    page.keyboard.press("Space")
    go_to(page, page.get_by_role("button", name="Apply filters"))
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("country=PT"))

    go_to(page, page.get_by_role("link", name="Example Hydrogen Valley Alentejo", exact=True))
    page.keyboard.press("Enter")
    page.wait_for_url("**/example-hydrogen-valley-alentejo/")

    go_to(page, page.locator(".match__compare a").first)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/compare/\?cluster=example-hydrogen-valley-alentejo&cluster="))

    go_to(page, page.get_by_role("link", name=re.compile("Search with filters")))
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/clusters/")
    go_to(page, page.get_by_role("link", name="Map", exact=True))
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("view=map"))

    drawing = page.locator("[data-map] > svg")
    assert drawing.get_attribute("viewBox") == "0 0 1000 853"
    go_to(page, page.get_by_role("button", name="Closer"))
    page.keyboard.press("Enter")
    expect(drawing).to_have_attribute("viewBox", re.compile(r" 600\.0 "))
    go_to(page, page.get_by_role("button", name="Whole map"))
    page.keyboard.press("Space")
    expect(drawing).to_have_attribute("viewBox", "0.0 0.0 1000.0 853.0")
    go_to(page, page.get_by_role("link", name=re.compile("^Spain: ")))
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("country=ES"))

    go_to(page, page.locator(".languages > summary"))
    page.keyboard.press("Enter")
    go_to(page, page.get_by_role("link", name="Deutsch"))
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/de/clusters/\?.*country=ES"))
    expect(page.locator("html")).to_have_attribute("lang", "de")
