"""What an editor must be able to do in few steps: an event everywhere, an image described."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.editing import begin_to_type, window
from tests.running_portal import RunningPortal
from tests.signing_in import sign_in

UNDESCRIBED = """
from tests import builders
builders.image("A picture of nobody knows what", is_decorative=False)
"""


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Iterator[Page]:
    """One window, in which one after the other signs in."""
    with window(chromium) as made:
        yield made


def test_an_event_is_entered_in_its_own_time_and_seen_in_list_calendar_feed_and_map(
    page: Page, portal: RunningPortal
) -> None:
    sign_in(page, portal.url, "organiser")
    series = portal.page_id("/home/events/example-matchmaking/")
    page.goto(f"{portal.url}/admin/pages/add/events/eventpage/{series}/")
    begin_to_type(page, "#id_title", "Clusters by the sea")
    page.locator("#id_summary").fill("Two days for twelve clusters.")
    page.locator("#id_start").fill("2091-07-03 09:00")
    page.locator("#id_time_zone").select_option("Atlantic/Azores")
    page.locator("#id_city").fill("Ponta Delgada")
    page.locator("select[name=country]").select_option("PT")
    page.locator("footer").get_by_role("button", name="More actions").click()
    page.locator("button[name=action-publish]").click()
    expect(page.locator(".messages")).to_contain_text("published")

    page.goto(f"{portal.url}/en/events/?q=sea&country=PT")
    event = page.locator("[data-event=clusters-by-the-sea]")
    expect(event).to_contain_text("3 July 2091")
    calendar = page.request.get(f"{portal.url}/en/events/calendar.ics?country=PT").text()
    assert "DTSTART;TZID=Atlantic/Azores:20910703T090000" in calendar
    assert "Clusters by the sea" in page.request.get(f"{portal.url}/en/events/feed/?country=PT").text()
    event.get_by_role("link", name="Clusters by the sea").click()
    expect(page.get_by_role("group", name="Map: Portugal")).to_be_visible()


def test_an_image_without_description_is_found_from_the_dashboard_and_described(
    page: Page, portal: RunningPortal
) -> None:
    # As a program may have brought it: the form demands the decision.
    portal.manage("shell", "-c", UNDESCRIBED)
    sign_in(page, portal.url, "lead")
    page.locator("[data-panel=failing-checks]").get_by_role("link", name="Images without alternative").click()
    page.get_by_role("link", name="A picture of nobody knows what").click()
    page.get_by_label("Description").fill("Two people shake hands")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".messages")).to_contain_text("updated")
    page.goto(f"{portal.url}/admin/reports/images-without-alt/")
    expect(page.locator("main")).not_to_contain_text("A picture of nobody knows what")
