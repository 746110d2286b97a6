"""The box that suggests, as people use it: by keyboard, finger, screen reader, or without scripts."""

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.browser.looks import PHONE, TOO_WIDE, violations_of


def box(page: Page) -> Locator:
    return page.locator("#query")


def typed(page: Page, portal_url: str, text: str = "por") -> Locator:
    """The box of the cluster search after typing, with its list open."""
    page.goto(f"{portal_url}/en/clusters/")
    # At once: a list for the first letters alone may come as well.
    box(page).fill(text)
    expect(box(page)).to_have_attribute("aria-expanded", "true")
    return box(page)


def options(page: Page) -> Locator:
    return page.locator("#query-list [role=option]")


def active(page: Page) -> str | None:
    """Text of the option that a screen reader is told to be on."""
    chosen = box(page).get_attribute("aria-activedescendant")
    if chosen is None:
        assert page.locator("[role=option][aria-selected=true]").count() == 0
        return None
    option = page.locator(f"#{chosen}")
    assert option.get_attribute("aria-selected") == "true"
    assert page.locator("[role=option][aria-selected=true]").count() == 1
    return option.locator(".suggestion__label").inner_text()


def test_arrows_walk_through_the_list_and_back_into_the_box(page: Page, portal_url: str):
    query = typed(page, portal_url)
    labels = page.locator("#query-list .suggestion__label").all_inner_texts()
    assert len(labels) > 2
    assert active(page) is None
    walked = []
    for _label in labels:
        query.press("ArrowDown")
        walked.append(active(page))
    assert walked == labels
    query.press("ArrowDown")
    assert active(page) is None
    query.press("ArrowUp")
    assert active(page) == labels[-1]
    for key in ("Home", "End", "ArrowLeft"):
        query.press("ArrowDown")
        query.press(key)
        assert active(page) is None
    expect(query).to_be_focused()
    expect(query).to_have_value("por")


def test_enter_opens_what_is_chosen_and_else_sends_the_form(page: Page, portal_url: str):
    query = typed(page, portal_url)
    query.press("ArrowDown")
    address = options(page).first.get_attribute("data-url")
    query.press("Enter")
    page.wait_for_url(f"{portal_url}{address}")
    query = typed(page, portal_url)
    query.press("Enter")
    page.wait_for_url(re.compile(r"/en/clusters/\?q=por"))


def test_escape_closes_the_list_and_keeps_the_words_and_the_arrow_opens_it_again(page: Page, portal_url: str):
    query = typed(page, portal_url)
    query.press("ArrowDown")
    query.press("Escape")
    expect(query).to_have_attribute("aria-expanded", "false")
    expect(page.locator("#query-list")).to_be_hidden()
    expect(query).to_have_value("por")
    assert active(page) is None
    query.press("ArrowDown")
    expect(query).to_have_attribute("aria-expanded", "true")
    query.press("Tab")
    expect(query).to_have_attribute("aria-expanded", "false")


def test_escape_in_the_phone_menu_closes_the_list_before_the_menu(chromium: Browser, portal_url: str):
    context = chromium.new_context(viewport=PHONE)
    page = context.new_page()
    page.goto(f"{portal_url}/en/news/")
    page.locator(".site-menu > summary").click()
    search = page.locator("#site-search")
    search.press_sequentially("por")
    expect(search).to_have_attribute("aria-expanded", "true")
    search.press("Escape")
    expect(page.locator("#site-search-list")).to_be_hidden()
    expect(search).to_be_visible()
    search.press("Escape")
    expect(search).to_be_hidden()
    context.close()


def test_a_screen_reader_gets_a_combobox_with_a_list_in_named_groups_and_the_number(
    page: Page, portal_url: str
):
    query = typed(page, portal_url)
    assert query.get_attribute("role") == "combobox"
    assert query.get_attribute("aria-autocomplete") == "list"
    listbox = page.locator(f"#{query.get_attribute('aria-controls')}")
    assert listbox.get_attribute("role") == "listbox"
    assert listbox.get_attribute("aria-label") == "Suggestions"
    groups = listbox.locator("[role=group]")
    names = [
        page.locator(f"#{group.get_attribute('aria-labelledby')}").inner_text() for group in groups.all()
    ]
    assert names == ["Clusters", "Country"]
    expect(page.get_by_role("option", name="Portugal 9 clusters")).to_be_visible()
    expect(page.locator(".query [role=status]")).to_have_text(f"{options(page).count()} suggestions")
    query.fill("zzzz")
    expect(page.locator(".query [role=status]")).to_have_text("No suggestions")
    expect(query).to_have_attribute("aria-expanded", "false")


def test_axe_finds_nothing_while_a_list_is_open_and_nothing_is_too_wide(visitor: Page, portal_url: str):
    found = []
    for path, name in [
        ("/en/clusters/", "query"),
        ("/de/", "finder-q"),
        ("/fr/search/", "query"),
        ("/es/events/", "site-search"),
    ]:
        visitor.goto(portal_url + path)
        field = visitor.locator(f"#{name}")
        if not field.is_visible():
            visitor.locator(".site-menu > summary").click()
        field.press_sequentially("text")
        expect(field).to_have_attribute("aria-expanded", "true")
        field.press("ArrowDown")
        # The rest of these pages is looked at in test_every_template.py.
        found += [(path, *violation) for violation in violations_of(visitor, within=".field--suggest")]
        assert visitor.evaluate(TOO_WIDE) <= 0
    assert found == []


def test_a_finger_opens_a_suggestion(chromium: Browser, portal_url: str):
    context = chromium.new_context(viewport=PHONE, has_touch=True, is_mobile=True)
    page = context.new_page()
    typed(page, portal_url, "germ")
    page.locator("[role=option]", has_text="Germany").last.tap()
    page.wait_for_url(f"{portal_url}/en/clusters/?country=DE")
    context.close()


def test_a_late_answer_to_earlier_letters_is_dropped(page: Page, portal_url: str):
    held: list[Route] = []
    late = {"query": "port", "groups": [{"type": "country", "label": "Late", "items": []}], "status": "late"}
    page.route(re.compile(r"/suggest/\?q=port$"), lambda route: held.append(route))
    page.goto(f"{portal_url}/en/clusters/")
    with page.expect_request(re.compile(r"/suggest/\?q=port$")):
        box(page).fill("port")
    box(page).fill("textil")
    expect(page.get_by_role("option", name="Textiles 10 clusters")).to_be_visible()
    before = options(page).all_inner_texts()
    held[0].fulfill(json=late)
    # One more answer has arrived since: the late one would have, too.
    page.evaluate("fetch('/-/live').then((answer) => answer.text())")
    assert options(page).all_inner_texts() == before


@pytest.mark.parametrize("failure", ["away", "an error", "no JSON"])
def test_when_nothing_can_be_suggested_the_box_is_a_plain_box(page: Page, portal_url: str, failure: str):
    def fail(route: Route) -> None:
        if failure == "away":
            route.abort()
        elif failure == "an error":
            route.fulfill(status=429, body="Too many")
        else:
            route.fulfill(status=200, body="<html>")

    errors: list[Exception] = []
    page.on("pageerror", lambda error: errors.append(error))
    page.route("**/suggest/**", fail)
    page.goto(f"{portal_url}/en/clusters/")
    with page.expect_request("**/suggest/**"):
        box(page).press_sequentially("por")
    expect(page.locator("#query-list")).to_be_hidden()
    box(page).press("Enter")
    page.wait_for_url(re.compile(r"\?q=por"))
    assert errors == []


def test_without_scripts_the_box_is_a_plain_box(scriptless: Page, portal_url: str):
    scriptless.goto(f"{portal_url}/en/clusters/")
    assert box(scriptless).get_attribute("role") is None
    box(scriptless).fill("portugal")
    box(scriptless).press("Enter")
    assert scriptless.url.endswith("/en/clusters/?q=portugal")
    assert scriptless.locator("[data-cluster]").count() > 0
