"""The one way in which a browser signs in: for tests, and for the programs that take pictures."""

import re

from playwright.sync_api import Page

from tests.running_portal import PASSWORD


def sign_in(page: Page, url: str, name: str, password: str = PASSWORD) -> None:
    """Sign in at the portal's login, as somebody without a second factor, and wait for the admin.

    Arguments:
        page: of a browser; whoever was signed in before is forgotten.
        url: scheme, host and port of the portal.
        name: of the account.
        password: of the account.
    """
    page.context.clear_cookies()
    page.goto(f"{url}/account/login/")
    page.locator("input[name=login]").fill(name)
    page.locator("input[name=password]").fill(password)
    page.locator("form:has(input[name=login]) button[type=submit]").first.click()
    page.wait_for_url(re.compile(re.escape(f"{url}/admin/") + "(translations/)?$"))
