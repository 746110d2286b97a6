"""Pictures for ``docs/editing.md``: dashboard, listing, completeness and preview of a profile."""

from collections.abc import Callable

from playwright.sync_api import Browser, Page, ViewportSize

from tests.signing_in import sign_in

NAMES = ("dashboard", "profiles", "completeness", "preview")
SIZE = ViewportSize(width=1280, height=860)
PROFILE = "/home/clusters/france/aerospace-valley/"
"""The partner's profile that is looked at."""


def take(browser: Browser, url: str, password: str, page_id: int, save: Callable[[str, bytes], None]) -> None:
    """Look at the portal as the editor of a partner does. Nothing is changed.

    Arguments:
        browser: to use.
        url: of a portal with the demo.
        password: of the demo's accounts.
        page_id: a profile of the partner's.
        save: is given the name and the PNG of each picture.
    """
    page = browser.new_context(viewport=SIZE, reduced_motion="reduce", locale="en-GB").new_page()
    sign_in(page, url, "editor-inno", password)
    save("dashboard", page.screenshot())
    page.goto(f"{url}/admin/cluster-profiles/?locale=en")
    save("profiles", page.screenshot())
    page.goto(f"{url}/admin/pages/{page_id}/edit/")
    _open(page, "completeness")
    page.locator("[data-completeness]").wait_for()
    save("completeness", page.screenshot())
    _open(page, "preview")
    page.frame_locator("#w-preview-iframe").locator("main").wait_for()
    save("preview", page.screenshot())
    page.context.close()


def _open(page: Page, panel: str) -> None:
    page.locator(f"button[data-side-panel-toggle={panel}]").click()
