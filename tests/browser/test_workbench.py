"""The workbench as translators use it: by keyboard, on a phone, in the dark, and without scripts."""

import sqlite3
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, expect

from tests.browser.looks import LOOKS, TOO_WIDE, violations_of
from tests.running_portal import RunningPortal
from tests.signing_in import sign_in


@pytest.fixture(scope="module")
def login(portal: RunningPortal, chromium: Browser) -> StorageState:
    """The cookies of the French translator."""
    context = chromium.new_context()
    page = context.new_page()
    sign_in(page, portal.url, "translator-fr")
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def context(chromium: Browser, login: StorageState) -> Iterator[BrowserContext]:
    """The translator's browser."""
    made = chromium.new_context(storage_state=login, viewport={"width": 1280, "height": 900})
    yield made
    made.close()


def execute(portal: RunningPortal, sql: str, *parameters: object) -> None:
    with sqlite3.connect(portal.database, timeout=20) as connection:
        connection.execute(sql, parameters)


@pytest.fixture
def mission(portal: RunningPortal) -> int:
    """The translation of the page on missions: its title and summary are empty, the next is a machine's."""
    (translation, source, locale), *_ = portal.query(
        "SELECT t.id, t.source_id, t.target_locale_id FROM wagtail_localize_translation t"
        " JOIN wagtail_localize_translationsource s ON s.id = t.source_id"
        " JOIN wagtailcore_locale l ON l.id = t.target_locale_id"
        " WHERE s.object_repr = 'Cluster missions' AND l.language_code = 'fr'"
    )
    segments = portal.query(
        "SELECT string_id, context_id FROM wagtail_localize_stringsegment WHERE source_id = ? ORDER BY "
        '"order"',
        source,
    )
    row = "translation_of_id = ? AND context_id = ? AND locale_id = ?"
    for string, place in segments[:2]:
        execute(portal, f"DELETE FROM wagtail_localize_stringtranslation WHERE {row}", string, place, locale)
    execute(
        portal,
        "UPDATE wagtail_localize_stringtranslation SET translation_type = 'machine', "
        f"tool_name = 'LibreTranslate' WHERE {row}",
        *segments[2],
        locale,
    )
    return translation


def open_workbench(context: BrowserContext, portal: RunningPortal, translation: int) -> Page:
    page = context.new_page()
    page.goto(f"{portal.url}/admin/translations/{translation}/")
    return page


def look_around(page: Page) -> None:
    """What the page does every few seconds by itself: ask who else is there and what they have written."""
    with page.expect_response(lambda response: "since=" in response.url):
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def stored(portal: RunningPortal, text: str) -> list[tuple]:
    return portal.query(
        "SELECT translation_type FROM wagtail_localize_stringtranslation WHERE data = ?", text
    )


def test_a_page_is_translated_by_keyboard_alone(context: BrowserContext, portal: RunningPortal, mission: int):
    page = open_workbench(context, portal, mission)
    rows = page.locator("[data-segment]")
    expect(page.get_by_text("39 of 42 segments translated")).to_be_visible()
    rows.nth(0).locator("textarea").focus()
    page.keyboard.type("Missions de clusters")
    expect(rows.nth(0).locator("[data-saving]")).to_have_text("Not saved yet")
    page.keyboard.press("Control+Enter")
    expect(rows.nth(1).locator("textarea")).to_be_focused()
    expect(rows.nth(0)).to_have_attribute("data-state", "translated")
    expect(page.get_by_text("40 of 42 segments translated")).to_be_visible()
    assert ("manual",) in stored(portal, "Missions de clusters")
    # Alt and 0 copies the source; leaving the field saves it.
    page.keyboard.press("Alt+0")
    source = rows.nth(1).locator("[data-source]").get_attribute("data-source") or ""
    expect(rows.nth(1).locator("textarea")).to_have_value(source)
    page.keyboard.press("Tab")
    expect(rows.nth(1).locator("[data-saving]")).to_have_text("Saved")
    expect(rows.nth(1).locator("[data-problem=same]")).to_be_visible()
    # What a machine wrote is confirmed on the way.
    machine = rows.nth(2)
    expect(machine).to_have_attribute("data-state", "machine")
    machine.locator("textarea").focus()
    text = machine.locator("textarea").input_value()
    page.keyboard.press("Control+Enter")
    expect(machine).to_have_attribute("data-state", "translated")
    assert ("machine",) not in stored(portal, text)


def test_a_suggestion_is_taken_by_key_or_click_and_can_be_undone(
    context: BrowserContext, portal: RunningPortal, mission: int
):
    # The very same text was translated elsewhere: it is filled in, to be confirmed.
    execute(
        portal,
        "INSERT INTO wagtail_localize_stringtranslation (translation_of_id, locale_id, context_id, data,"
        " translation_type, tool_name, created_at, updated_at, has_error, field_error)"
        " SELECT s.string_id, t.target_locale_id, (SELECT MAX(id) FROM wagtail_localize_translationcontext),"
        " 'Missions ailleurs', 'manual', '', '2026-01-01', '2026-01-01', 0, ''"
        " FROM wagtail_localize_translation t"
        " JOIN wagtail_localize_stringsegment s ON s.source_id = t.source_id"
        ' WHERE t.id = ? ORDER BY s."order" LIMIT 1',
        mission,
    )
    page = open_workbench(context, portal, mission)
    row = page.locator("[data-segment]").first
    expect(row).to_have_attribute("data-state", "confirm")
    field = row.locator("textarea")
    filled = "Missions ailleurs"
    expect(field).to_have_value(filled)
    expect(row.locator("[data-score='100']").first).to_be_visible()
    field.fill("Autre chose")
    page.keyboard.press("Alt+1")
    expect(field).to_have_value(filled)
    page.keyboard.press("Control+z")
    expect(field).to_have_value("Autre chose")
    row.locator("[data-take='1']").click()
    expect(field).to_have_value(filled)
    field.press("Control+Enter")
    expect(row).to_have_attribute("data-state", "translated")
    execute(portal, "DELETE FROM wagtail_localize_stringtranslation WHERE data = ?", filled)


def test_two_people_see_each_other_and_overwrite_nothing_unseen(
    chromium: Browser, context: BrowserContext, portal: RunningPortal, mission: int
):
    other = chromium.new_context()
    sign_in(other.new_page(), portal.url, "reviewer-fr")
    mine, theirs = (open_workbench(each, portal, mission) for each in (context, other))
    for page, name in ((mine, "Reviewer-fr"), (theirs, "Translator-fr")):
        look_around(page)
        page.locator(".w-editing-sessions__session").hover()
        expect(page.get_by_role("tooltip", name=name)).to_contain_text("Currently viewing")
        # Wagtail does not replace what somebody is reading.
        page.get_by_role("heading", name="Title").hover()
    (my_title, my_summary), (their_title, their_summary) = (
        (page.locator("[data-segment]").nth(0), page.locator("[data-segment]").nth(1))
        for page in (mine, theirs)
    )
    my_title.locator("textarea").fill("Mon titre")
    look_around(mine)
    look_around(theirs)
    expect(theirs.get_by_role("button", name="has unsaved changes")).to_be_visible()
    for row, text in ((their_title, "Leur titre"), (their_summary, "Leur résumé")):
        row.locator("textarea").fill(text)
        theirs.keyboard.press("Tab")
        expect(row.locator("[data-saving]")).to_have_text("Saved")
    # Where nobody writes it appears; where somebody does they are told, and told again when they save.
    look_around(mine)
    expect(my_summary.locator("textarea")).to_have_value("Leur résumé")
    expect(my_summary.locator("[data-saving]")).to_contain_text("has saved this meanwhile")
    expect(my_title.get_by_text("It says now: “Leur titre”")).to_be_visible()
    expect(my_title.locator("textarea")).to_have_value("Mon titre")
    my_title.locator("textarea").focus()
    mine.keyboard.press("Tab")
    expect(my_title.locator("[data-saving]")).to_have_text("Not saved")
    assert stored(portal, "Leur titre")
    assert not stored(portal, "Mon titre")
    my_title.get_by_role("button", name="Save").click()
    expect(my_title.locator("[data-saving]")).to_have_text("Saved")
    assert stored(portal, "Mon titre")
    theirs.goto("about:blank")
    look_around(mine)
    expect(mine.locator(".w-editing-sessions__session")).to_have_count(0)
    other.close()


def test_everything_works_without_a_script(
    chromium: Browser, login: StorageState, portal: RunningPortal, mission: int
):
    context = chromium.new_context(storage_state=login, java_script_enabled=False)
    page = open_workbench(context, portal, mission)
    rows = page.locator("[data-segment]")
    rows.nth(0).locator("textarea").fill("Missions sans script")
    rows.nth(1).locator("textarea").fill("Un résumé sans script.")
    page.get_by_role("button", name="Save all").click()
    expect(page.get_by_text("2 segments saved.")).to_be_visible()
    page.get_by_role("link", name="Machine translated").click()
    expect(rows).to_have_count(1)
    rows.nth(0).get_by_role("button", name="Confirm").click()
    expect(page.get_by_text("No segment is in this state.")).to_be_visible()
    assert stored(portal, "Missions sans script")
    context.close()


@pytest.mark.parametrize("look", LOOKS)
def test_nothing_stands_in_anybodys_way(
    chromium: Browser, login: StorageState, portal: RunningPortal, mission: int, look: str
):
    context = chromium.new_context(storage_state=login, **LOOKS[look])
    page = open_workbench(context, portal, mission)
    page.wait_for_load_state("networkidle")
    # The frame around it is Wagtail's.
    assert violations_of(page, within="main") == []
    assert page.evaluate(TOO_WIDE) <= 0
    context.close()
