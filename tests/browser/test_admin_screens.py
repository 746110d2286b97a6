"""Our own screens of the admin: axe finds nothing in them, in any look (EN 301 549, 11.8: authoring), in
German, which has the longest words.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.looks import LOOKS, UNREADABLE, problems_in
from tests.running_portal import RunningPortal
from tests.signing_in import sign_in

# The import's other steps are looked at where somebody imports.
SCREENS = (
    "",
    "translations/",
    "translations/jobs/",
    "translations/languages/",
    "translations/help/",
    "translations/import/",
    "clusters/import/",
    "help/editors/",
    "cluster-profiles/",
    "pages/{france}/",
    "partners/new/",
    "vocabularies/",
    "synonyms/",
    "reports/searches/",
    "reports/content-by-partner/",
    "reports/pages-without-translation/",
    "reports/stale-profiles/",
    "reports/expired-labels/",
    "reports/events-without-country/",
    "reports/broken-links/",
    "reports/images-without-alt/",
)


@pytest.fixture(scope="module")
def admin(chromium: Browser, portal: RunningPortal) -> Iterator[Page]:
    """The browser of somebody who sees every screen, in German."""
    context = chromium.new_context()
    page = context.new_page()
    sign_in(page, portal.url, "admin")
    read_in(portal, "de")
    yield page
    read_in(portal, "")
    context.close()


def read_in(portal: RunningPortal, language: str) -> None:
    """Choose the admin's language of that person; "" for the portal's own."""
    portal.query(
        "UPDATE wagtailusers_userprofile SET preferred_language = ? "
        "WHERE user_id = (SELECT id FROM accounts_user WHERE username = 'admin')",
        language,
    )


@pytest.mark.parametrize("screen", SCREENS)
def test_axe_finds_nothing_on_our_screens_in_any_look(admin: Page, portal: RunningPortal, screen: str):
    path = screen.format(france=portal.page_id("/home/clusters/france/"))
    response = admin.goto(f"{portal.url}/admin/{path}")
    assert response
    assert response.status == 200
    expect(admin.locator("html")).to_have_attribute("lang", "de")
    # The frame around it is Wagtail's.
    assert problems_in(admin, LOOKS, within="main") == {}
    # The last look: forced colours.
    assert admin.evaluate(UNREADABLE, "main") == []
