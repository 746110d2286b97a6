"""The form while somebody writes: completeness, drafts, the network."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.editing import begin_to_type, wait_until_saved, window
from tests.running_portal import RunningPortal
from tests.signing_in import sign_in

WIDE = {"width": 1280, "height": 900}


@pytest.fixture(scope="module")
def editor(chromium: Browser, portal: RunningPortal) -> Iterator[Page]:
    """The window of a partner's editor."""
    with window(chromium) as page:
        sign_in(page, portal.url, "editor-inno")
        yield page


def kept(page: Page, portal: RunningPortal, draft: int, summary: str) -> None:
    """Wait until the newest version of a page has a summary."""
    for _ in range(120):
        ((stored,),) = portal.query(
            "SELECT json_extract(r.content, '$.summary') FROM wagtailcore_page p"
            " JOIN wagtailcore_revision r ON r.id = p.latest_revision_id WHERE p.id = ?",
            draft,
        )
        if stored.strip() == summary:
            wait_until_saved(page)
            return
        page.wait_for_timeout(250)
    raise AssertionError(f"{stored!r} is kept, not {summary!r}")


def panel(page: Page, name: str) -> None:
    page.locator(f"button[data-side-panel-toggle={name}]").click()


def new_draft(page: Page, portal: RunningPortal, kind: str, above: str, title: str) -> int:
    """Begin a page, and wait until it has kept itself. Returns its id."""
    page.goto(f"{portal.url}/admin/pages/add/{kind}/{portal.page_id(above)}/")
    begin_to_type(page, "#id_title", title)
    expect(page).to_have_url(re.compile(r"/admin/pages/\d+/edit/"))
    wait_until_saved(page)
    found = re.search(r"/(\d+)/edit/", page.url)
    assert found
    return int(found[1])


def test_completeness_says_what_is_missing_and_why_it_matters_until_it_is_there(
    editor: Page, portal: RunningPortal
) -> None:
    new_draft(editor, portal, "clusters/clusterpage", "/home/clusters/france/", "Cluster of editing")
    panel(editor, "completeness")
    missing = editor.locator("[data-completeness] [data-missing=summary]")
    why = "Lists and search results show it; without it there is only a name."
    expect(missing.get_by_text(why)).to_be_visible()
    before = int(editor.locator("[data-completeness]").get_attribute("data-completeness") or 0)
    editor.locator("#id_summary").press_sequentially("Written while the meter looks on.")
    expect(missing).to_have_count(0)
    expect(editor.locator("[data-completeness]")).not_to_contain_text(why)
    assert int(editor.locator("[data-completeness]").get_attribute("data-completeness") or 0) > before


def test_what_is_typed_while_the_network_is_cut_is_saved_when_it_is_back(
    editor: Page, portal: RunningPortal
) -> None:
    draft = new_draft(editor, portal, "news/newspage", "/home/news/inno-tsd/", "News of editing")
    summary = editor.locator("#id_summary")
    summary.press_sequentially("Before. ")
    kept(editor, portal, draft, "Before.")
    editor.context.set_offline(True)
    summary.press_sequentially("Meanwhile. ")
    expect(editor.locator("#w-autosave-indicator")).to_contain_text("paused", use_inner_text=True)
    editor.context.set_offline(False)
    summary.press_sequentially("After.")
    kept(editor, portal, draft, "Before. Meanwhile. After.")
