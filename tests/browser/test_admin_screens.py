"""Our own screens of the admin: axe finds nothing in them, in any look (EN 301 549, 11.8: authoring)."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.looks import LOOKS, problems_in
from tests.signing_in import sign_in

SCREENS = ("translations/", "translations/jobs/", "translations/languages/")
# Nothing of ours moves there.
SEEN = [look for look in LOOKS if look != "reduced motion"]


@pytest.fixture(scope="module")
def admin(chromium: Browser, portal_url: str) -> Iterator[Page]:
    """The browser of somebody who sees every screen."""
    context = chromium.new_context()
    page = context.new_page()
    sign_in(page, portal_url, "admin")
    yield page
    context.close()


@pytest.mark.parametrize("screen", SCREENS)
def test_axe_finds_nothing_on_our_screens_in_any_look(admin: Page, portal_url: str, screen: str):
    response = admin.goto(f"{portal_url}/admin/{screen}")
    assert response
    assert response.status == 200
    # The frame around it is Wagtail's.
    assert problems_in(admin, SEEN, within="main") == {}
