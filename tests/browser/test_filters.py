"""The filters of a listing, as people use them."""

import re

from playwright.sync_api import Page, expect


def test_a_long_list_of_filters_unfolds_without_scripts(scriptless: Page, portal_url: str):
    scriptless.goto(f"{portal_url}/en/clusters/?country=EE")
    assert scriptless.locator("input[name=country]").first.get_attribute("value") == "EE"
    hidden = scriptless.locator(".facet__more input[name=country]").first
    assert not hidden.is_visible()
    scriptless.locator(".facet__more:has(input[name=country]) > summary").click()
    hidden.check()
    scriptless.get_by_role("button", name="Apply filters").click()
    expect(scriptless.locator("input[name=country]:checked")).to_have_count(2)


def test_narrowing_a_long_list_opens_what_is_folded_and_says_when_nothing_is_left(
    page: Page, portal_url: str
):
    page.goto(f"{portal_url}/en/clusters/")
    narrow = page.get_by_label("Narrow the list: Country")
    fold = page.locator(".facet__more:has(input[name=country])")
    narrow.fill("ESTO")
    expect(page.locator("input[name=country][value=EE]")).to_be_visible()
    narrow.fill("qqq")
    expect(page.get_by_text("Nothing in this list has these letters.")).to_be_visible()
    expect(fold).to_be_hidden()
    narrow.fill("")
    expect(fold).to_be_visible()
    assert fold.get_attribute("open") is None


def test_after_filtering_the_keyboard_goes_on_at_the_results_and_the_title_says_how_many(
    page: Page, portal_url: str
):
    page.goto(f"{portal_url}/en/clusters/")
    page.locator("input[name=country][value=DE]").check()
    page.get_by_role("button", name="Apply filters").click()
    page.wait_for_url(re.compile("country=DE#results"))
    total = page.locator("[data-total]").get_attribute("data-total")
    assert f"Germany ({total})" in page.title()
    page.wait_for_function("document.activeElement.id === 'results'")
    page.get_by_role("link", name="Remove: Country, Germany").press("Enter")
    page.wait_for_url(re.compile(r"/clusters/\?#results"))
    page.wait_for_function("document.activeElement.id === 'results'")
