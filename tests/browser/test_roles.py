"""Everybody's day: signs in, sees what is theirs and nothing else, does what the role is there for."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from tests.browser.editing import begin_to_type, window
from tests.media.files import picture
from tests.running_portal import RunningPortal
from tests.signing_in import sign_in

EVERYBODY = ["Translations", "Pages", "Cluster profiles", "News", "Events", "Images"]
EDITOR = [*EVERYBODY, "Documents", "Import and export", "Reports", "Help"]
TRANSLATOR = [*EVERYBODY, "Glossary", "Reports", "Help"]
LEAD = [
    *EVERYBODY,
    "Vocabularies",
    "Synonyms",
    "Partners",
    "Glossary",
    "Documents",
    "Import and export",
    "Reports",
    "Settings",
    "Help",
]
EDITORS_PANELS = [
    "my-drafts",
    "translations-out-of-date",
    "failing-checks",
    "stale-profiles",
    "events-soon",
    "searches-without-hits",
]
# Shown when there is something in them.
WAGTAILS_PANELS = {"recent-edits", "objects-in-workflow"}
# Icons that the menu asks for and the admin does not have would be holes.
MISSING_ICONS = """[...document.querySelectorAll("nav svg use")].map((use) => use.getAttribute("href"))
    .filter((name) => name.startsWith("#") && !document.querySelector(name))"""


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Iterator[Page]:
    """One window, in which one after the other signs in."""
    with window(chromium) as made:
        yield made


def menu(page: Page) -> list[str]:
    """What the main menu offers."""
    page.locator(".sidebar-menu-item").first.wait_for()
    shown = [text.strip() for text in page.locator(".sidebar-menu-item").all_inner_texts()]
    return [text.split("\n")[0] for text in shown if text]


def panels(page: Page) -> list[str]:
    """The panels of the dashboard that are ours, from top to bottom."""
    found = page.locator("main .w-panel--dashboard").evaluate_all("panels => panels.map((each) => each.id)")
    return [
        name for name in (re.sub(r"-section$", "", name) for name in found) if name not in WAGTAILS_PANELS
    ]


def publish(page: Page) -> None:
    page.locator("footer").get_by_role("button", name="More actions").click()
    page.locator("button[name=action-publish]").click()


def test_a_partners_editor_writes_news_and_publishes_it_when_it_is_complete(
    page: Page, portal: RunningPortal
) -> None:
    sign_in(page, portal.url, "editor-inno")
    assert menu(page) == EDITOR
    assert page.evaluate(MISSING_ICONS) == []
    assert panels(page) == EDITORS_PANELS
    section = portal.page_id("/home/news/inno-tsd/")
    page.goto(f"{portal.url}/admin/pages/add/news/newspage/{section}/")
    # A title is enough for a draft, and it keeps itself.
    begin_to_type(page, "#id_title", "A journey to Toulouse")
    expect(page).to_have_url(re.compile(r"/admin/pages/\d+/edit/"))
    draft = page.url
    publish(page)
    expect(page.locator(".w-field:has(#id_summary) .w-field__errors")).to_contain_text("required")
    page.goto(f"{portal.url}/admin/")
    expect(
        page.locator("[data-panel=my-drafts]").get_by_role("link", name="A journey to Toulouse")
    ).to_be_visible()
    page.goto(draft)
    page.locator("#id_summary").fill("Twelve clusters went to see three factories.")
    publish(page)
    expect(page.locator(".messages")).to_contain_text("published")
    page.goto(f"{portal.url}/en/news/")
    page.get_by_role("link", name="A journey to Toulouse").click()
    expect(page.get_by_text("Twelve clusters went to see three factories.")).to_be_visible()
    # Another partner's section is there to be read.
    page.goto(f"{portal.url}/admin/pages/{portal.page_id('/home/news/spi/')}/edit/")
    expect(page).to_have_url(f"{portal.url}/admin/")
    expect(page.get_by_text("you do not have permission")).to_be_visible()


def submit_a_statement(page: Page, portal: RunningPortal) -> None:
    """Write news with a picture where lead editors approve, to be public in some years, and submit it."""
    page.goto(f"{portal.url}/admin/pages/add/news/newspage/{portal.page_id('/home/news/joint-statements/')}/")
    begin_to_type(page, "#id_title", "A statement that waits")
    page.locator("#id_summary").fill("Read it.")
    body = page.locator("[data-contentpath=body]")
    body.get_by_role("button", name="Insert a block").click()
    page.get_by_role("option", name="Image", exact=True).click()
    body.get_by_role("button", name="Choose an image").click()
    modal = page.locator(".modal")
    modal.get_by_role("tab", name="Upload").click()
    modal.locator("input[type=file]").set_input_files(
        FilePayload(name="signed.jpg", mimeType="image/jpeg", buffer=picture())
    )
    modal.get_by_label("Title").fill("A paper is signed")
    modal.get_by_label("Description").fill("Three people sign a paper")
    modal.get_by_role("button", name="Upload").click()
    expect(modal).to_have_count(0)
    body.locator("[data-contentpath=alt_text] input").fill("Three people sign a paper")
    page.locator("button[data-side-panel-toggle=status]").click()
    page.get_by_role("button", name="Set schedule").click()
    dialog = page.get_by_role("dialog", name="Set publishing schedule")
    dialog.locator("#id_go_live_at").fill("2091-05-04 10:30")
    # By keyboard: the open calendar hides it from the pointer.
    dialog.get_by_role("button", name="Save schedule").press("Enter")
    page.locator("footer").get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Submit to").click()
    expect(page.locator(".messages")).to_contain_text("submitted")


def test_the_lead_editor_approves_what_an_editor_submitted_and_it_comes_at_its_time(
    page: Page, portal: RunningPortal
) -> None:
    sign_in(page, portal.url, "editor-inno")
    submit_a_statement(page, portal)
    sign_in(page, portal.url, "lead")
    assert menu(page) == LEAD
    assert page.evaluate(MISSING_ICONS) == []
    page.get_by_role("link", name="A statement that waits").first.click()
    expect(page.locator("[data-contentpath=alt_text] input")).to_have_value("Three people sign a paper")
    page.locator("footer").get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Approve and Publish").click()
    expect(page.locator(".messages")).to_contain_text("updated")
    # It is approved for its time, and not public before.
    ((live, time),) = portal.query(
        "SELECT p.live, r.approved_go_live_at FROM wagtailcore_page p"
        " JOIN wagtailcore_revision r ON r.id = p.latest_revision_id WHERE p.title = 'A statement that waits'"
    )
    assert (live, time[:10]) == (0, "2091-05-04")


def test_a_translator_submits_and_a_reviewer_publishes(page: Page, portal: RunningPortal) -> None:
    sign_in(page, portal.url, "translator-fr")
    assert page.url == f"{portal.url}/admin/translations/"
    assert menu(page) == TRANSLATOR
    page.goto(f"{portal.url}/admin/")
    assert panels(page) == ["translations-waiting", "translations-out-of-date"]
    page.locator(".desk-panel").get_by_role("link", name="Français").first.click()
    start = page.get_by_role("button", name="Start").first
    start.click()
    page.locator("#workbench").wait_for()
    address = page.url
    fields = page.locator("[data-segment] textarea")
    for number in range(fields.count()):
        if not fields.nth(number).input_value():
            fields.nth(number).fill(f"Texte français {number}")
    page.get_by_role("button", name="Submit for review").click()
    expect(page.get_by_text("was submitted for review")).to_be_visible()
    translation = address.rstrip("/").rpartition("/")[2]

    sign_in(page, portal.url, "reviewer-fr")
    assert menu(page) == TRANSLATOR
    page.goto(f"{portal.url}/admin/translations/{translation}/review/")
    page.get_by_role("button", name="Approve and publish").click()
    expect(page.get_by_text("is approved and published")).to_be_visible()
    ((path,),) = portal.query(
        "SELECT p.url_path FROM wagtailcore_page p JOIN wagtail_localize_translationsource s"
        " ON s.object_id = p.translation_key JOIN wagtail_localize_translation t ON t.source_id = s.id"
        " JOIN wagtailcore_locale l ON l.id = p.locale_id WHERE t.id = ? AND l.language_code = 'fr'",
        translation,
    )
    page.goto(f"{portal.url}/fr/{path.split('/', 2)[2]}")
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.locator("main")).to_contain_text("Texte français")


def test_an_administrator_onboards_a_partner(page: Page, portal: RunningPortal) -> None:
    sign_in(page, portal.url, "admin")
    assert menu(page) == LEAD
    page.goto(f"{portal.url}/admin/partners/new/")
    page.locator("#id_code").fill("spi")
    page.locator("#id_name").fill("Journey Partner")
    page.get_by_role("button", name="Create").click()
    expect(page.get_by_text("There is already a partner with the code “spi”.")).to_be_visible()
    page.locator("#id_code").fill("journey")
    page.get_by_role("button", name="Create").click()
    expect(page.get_by_text("“Journey Partner” has its group, its files and 3 sections")).to_be_visible()
    for language in ("en", "it"):
        page.goto(f"{portal.url}/{language}/news/journey/")
        expect(page.locator("h1")).to_have_text("Journey Partner")
