"""Pictures for ``docs/translating.md``: the desk, a changed original, a file that is refused."""

import re
from collections.abc import Callable

from playwright.sync_api import Browser, Page, ViewportSize

from tests.signing_in import sign_in

NAMES = ("desk", "workbench", "import")
SIZE = ViewportSize(width=1280, height=860)
CHANGED = "/home/missions/"
FINISHED = re.compile(r'(?<=\nmsgstr ")([^"\n]+)(?="\n\n)')


def take(browser: Browser, url: str, password: str, page_id: int, save: Callable[[str, bytes], None]) -> None:
    """Change an original as the lead, then look at it as the French translator.

    Arguments:
        browser: to use.
        url: of a portal with the demo.
        password: of the demo's accounts.
        page_id: an original with a summary that is published in French.
        save: is given the name and the PNG of each picture.
    """
    lead = _signed_in(browser, url, "lead", password)
    lead.goto(f"{url}/admin/pages/{page_id}/edit/")
    summary = lead.locator("#id_summary")
    summary.fill(f"{summary.input_value().rstrip('.')}, every day of 2027.")
    lead.locator("footer").get_by_role("button", name="More actions").click()
    lead.locator("button[name=action-publish]").click()
    lead.wait_for_load_state()
    lead.context.close()

    page = _signed_in(browser, url, "translator-fr", password)
    page.goto(f"{url}/admin/translations/")
    save("desk", page.screenshot())
    page.locator('[data-translation][data-state="changed"] a').first.click()
    page.locator("#workbench").wait_for()
    save("workbench", page.screenshot())
    translation_id = page.url.rstrip("/").rpartition("/")[2]
    exported = page.request.get(f"{url}/admin/translations/export/page/{translation_id}/po/").text()
    broken = FINISHED.sub(r"<b>\1", exported, count=2).encode()
    page.goto(f"{url}/admin/translations/import/")
    page.locator("input[type=file]").set_input_files(
        {"name": "missions-fr.po", "mimeType": "text/x-gettext-translation", "buffer": broken}
    )
    page.locator("main form button[type=submit]").first.click()
    page.locator("[data-import]").wait_for()
    save("import", page.screenshot())
    page.context.close()


def _signed_in(browser: Browser, url: str, name: str, password: str) -> Page:
    page = browser.new_context(viewport=SIZE, reduced_motion="reduce").new_page()
    sign_in(page, url, name, password)
    return page
