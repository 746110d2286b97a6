"""What visitors need, whatever their keyboard, screen or scripts: by example; see test_every_template.py."""

from playwright.sync_api import Browser, Page

from tests.browser.looks import PHONE, TOO_WIDE
from tests.browser.templates import TEMPLATES


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
    assert german.get_by_text("Deutsch").get_attribute("lang") == "de"
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

    page.goto(f"{portal_url}/en/{TEMPLATES['comparison'].path}")
    # As wide as the text on a sheet of A4.
    page.set_viewport_size({"width": 670, "height": 1000})
    page.emulate_media(media="print")
    names = page.locator("th[data-cluster]")
    assert names.count() == 4
    assert all(name.is_visible() for name in names.all())
    assert all(part.is_visible() for part in page.locator("[data-verdict]").all())
    assert page.locator("[data-verdict]").count() == 3
    assert page.locator("main").get_by_role("button").count() == 0
    assert page.evaluate(TOO_WIDE) <= 0


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
