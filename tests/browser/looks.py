"""The screens and colours that pages are looked at in, and what is checked in each."""

from collections.abc import Iterable
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, ViewportSize

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "EN-301-549", "best-practice"]
WIDE = ViewportSize(width=1280, height=900)
PHONE = ViewportSize(width=320, height=640)
LOOKS: dict[str, dict[str, Any]] = {
    "wide": {"viewport": WIDE},
    "phone": {"viewport": PHONE},
    # Colours and motion have nothing to do with each other: one look shows both.
    "dark and reduced motion": {"viewport": WIDE, "color_scheme": "dark", "reduced_motion": "reduce"},
    "forced colours": {"viewport": WIDE, "forced_colors": "active"},
}
# Both sizes and both colour schemes, for screens that have little of their own.
FEW_LOOKS = ("phone", "dark and reduced motion")
PLAIN = {"color_scheme": "light", "forced_colors": "none", "reduced_motion": "no-preference"}
# Behind every text stands the colour of the page then; text of that colour is lost, and axe does not see it.
UNREADABLE = """(within) => {
    const probe = document.body.appendChild(document.createElement("i"));
    probe.style.color = "Canvas";
    const canvas = getComputedStyle(probe).color;
    probe.remove();
    const found = [];
    const texts = document.createTreeWalker(document.querySelector(within), NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const text = texts.currentNode.data.trim();
        const element = texts.currentNode.parentElement;
        const { color, fill } = getComputedStyle(element);
        const seen = element instanceof SVGElement ? fill : color;
        const isSeen = element.checkVisibility({ visibilityProperty: true });
        if (text && isSeen && seen === canvas) found.push(text);
    }
    return found;
}"""
# Text that its box cuts off; what is hidden from sight alone is a pixel in size, and a field can be scrolled.
CUT_OFF = """() => {
    const isCut = (element) => {
        const { overflowX, overflowY } = getComputedStyle(element);
        const keeps = (overflow) => overflow === "hidden" || overflow === "clip";
        return (
            element.clientWidth > 1 && element.checkVisibility({ visibilityProperty: true }) &&
            ((keeps(overflowY) && element.scrollHeight > element.clientHeight + 1) ||
                (keeps(overflowX) && element.scrollWidth > element.clientWidth + 1))
        );
    };
    const cut = [...document.body.querySelectorAll(":not(input)")].filter(isCut);
    return cut.map((element) => element.outerHTML.slice(0, 200));
}"""
TOO_WIDE = "document.documentElement.scrollWidth - window.innerWidth"
OPEN_EVERYTHING = (
    "document.querySelectorAll('details:not(.languages)').forEach((part) => { part.open = true })"
)
# Colours that fade in are judged as they arrive. What moves for ever has no end to be brought to.
RUN_AXE = """async ([rules, within]) => {
    for (const each of document.getAnimations()) {
        if (each.effect.getComputedTiming().endTime < Infinity) each.finish();
    }
    const options = {
        runOnly: { type: "tag", values: rules }, resultTypes: ["violations"], preload: false,
    };
    const found = await axe.run(within, options);
    return found.violations.map((each) => [each.id, each.nodes[0].html]);
}"""


def show(page: Page, look: str) -> None:
    """Let an open page be seen in a look, without loading it again."""
    options = LOOKS[look]
    page.set_viewport_size(options["viewport"])
    page.emulate_media(**PLAIN | {name: each for name, each in options.items() if name != "viewport"})


def violations_of(page: Page, within: str = "html") -> list[tuple[str, str]]:
    """What axe finds on a page as it is now: (rule, HTML of the first place).

    Arguments:
        within: selector of the part that is looked at.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return [(rule, html) for rule, html in page.evaluate(RUN_AXE, [RULES, within])]


def problems_in(page: Page, looks: Iterable[str], within: str = "html") -> dict[str, list[tuple[str, str]]]:
    """What axe finds on an open page in some looks, and whether it is wider than the screen; by look."""
    found = {}
    for look in looks:
        show(page, look)
        found[look] = violations_of(page, within)
        if page.evaluate(TOO_WIDE) > 0:
            found[look].append(("too wide", look))
    return {look: problems for look, problems in found.items() if problems}
