"""What the editor shows beside the form: previews, checks, similar profiles, and who else is at it."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.editing import begin_to_type, window
from tests.running_portal import RunningPortal
from tests.signing_in import sign_in

# A draft with one of everything that the checks of our own name.
DRAFT = """
import json
from news.models import NewsPage, NewsSectionPage
from tests import builders
section = NewsSectionPage.objects.get(slug="inno-tsd", locale__language_code="en")
image = builders.image("A picture", is_decorative=False)
table = {"data": [["Lyon", "12"]], "table_caption": "", "first_row_is_table_header": False}
body = [
    {"type": "text", "value": '<p>To register, click <a href="https://example.org/">here</a>.</p>'},
    {"type": "table", "value": table},
    {"type": "image", "value": {"image": image.pk, "decorative": False, "alt_text": ""}},
    {"type": "language_section", "value": {"language": "en", "content": [
        {"type": "text", "value": "<p>No foreign words.</p>"}]}},
]
page = NewsPage(title="Written with everything wrong", slug="everything-wrong", body=json.dumps(body))
page.live = False
section.add_child(instance=page)
page.save_revision()
"""
CHECKS = [
    "The link's text does not say where it leads",
    "The table has no header or no caption",
    "The passage does not say its language, or is in the page's own",
    "The image has no alternative text",
]


@pytest.fixture(scope="module")
def everything_wrong(portal: RunningPortal) -> str:
    """Address of the form of a draft that fails all our checks."""
    portal.manage("shell", "-c", DRAFT)
    return f"{portal.url}/admin/pages/{portal.page_id('/home/news/inno-tsd/everything-wrong/')}/edit/"


@pytest.fixture(scope="module")
def editor(chromium: Browser, portal: RunningPortal) -> Iterator[Page]:
    """The window of a partner's editor."""
    with window(chromium) as page:
        sign_in(page, portal.url, "editor-inno")
        yield page


@pytest.fixture
def lead(chromium: Browser, portal: RunningPortal) -> Iterator[Page]:
    """The window of the lead editor."""
    with window(chromium) as page:
        sign_in(page, portal.url, "lead")
        yield page


def panel(page: Page, name: str) -> None:
    page.locator(f"button[data-side-panel-toggle={name}]").click()


def test_page_list_entry_and_social_card_are_previewed_while_somebody_types(
    editor: Page, everything_wrong: str
) -> None:
    editor.goto(everything_wrong)
    panel(editor, "preview")
    preview = editor.frame_locator("#w-preview-iframe")
    expect(preview.locator("h1")).to_have_text("Written with everything wrong")
    begin_to_type(editor, "#id_summary", "Twelve clusters met in Lyon.")
    expect(preview.get_by_text("Twelve clusters met in Lyon.")).to_be_visible()
    mode = editor.get_by_label("Preview mode")
    mode.select_option(label="Entry in lists")
    expect(preview.locator("h1")).to_have_text("Entry in lists")
    expect(preview.get_by_text("Twelve clusters met in Lyon.")).to_be_visible()
    mode.select_option(label="Shared on social networks")
    card = preview.locator("[data-social-card]")
    expect(card.get_by_role("heading")).to_have_text("Written with everything wrong")
    assert card.locator("img").evaluate(
        "(img) => img.decode().then(() => [img.naturalWidth, img.naturalHeight])"
    ) == [1200, 630]


def test_the_checks_panel_names_what_would_stand_in_a_readers_way(
    editor: Page, everything_wrong: str
) -> None:
    editor.goto(everything_wrong)
    panel(editor, "checks")
    names = editor.locator("[data-content-checker-row] [data-content-checker-name]")
    for name in CHECKS:
        expect(names.get_by_text(name)).to_be_visible()
    # What was mended is not named any more.
    begin_to_type(editor, "[data-contentpath=alt_text] input", "Three people shake hands")
    expect(names.get_by_text(CHECKS[-1])).to_have_count(0)
    expect(names.get_by_text(CHECKS[0])).to_be_visible()


def test_two_people_at_one_page_know_of_each_other(editor: Page, lead: Page, everything_wrong: str) -> None:
    editor.goto(everything_wrong)
    lead.goto(everything_wrong)
    others = "#w-editing-sessions"
    lead.locator(others).get_by_role("button").hover()
    expect(lead.get_by_role("tooltip")).to_contain_text("Editor-inno")
    # Nothing is exchanged below the pointer.
    lead.mouse.move(600, 600)
    begin_to_type(editor, "#id_title", ", still")
    expect(editor.locator("#w-autosave-indicator")).to_contain_text("Saved", use_inner_text=True)
    # A window asks every ten seconds, and when somebody comes back to it.
    lead.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(lead.get_by_role("button", name=re.compile("saved a new version"))).to_be_visible()


# The address that follows from the first title is taken: it cannot be saved.
@pytest.mark.parametrize("title", ["Cap Digital", "Digital Cap"])
def test_a_new_profile_like_another_is_warned_of(editor: Page, portal: RunningPortal, title: str) -> None:
    editor.goto(
        f"{portal.url}/admin/pages/add/clusters/clusterpage/{portal.page_id('/home/clusters/france/')}/"
    )
    begin_to_type(editor, "#id_title", title)
    editor.keyboard.press("Tab")
    toggle = editor.locator("button[data-side-panel-toggle=duplicates]")
    expect(toggle).to_contain_text("1")
    # The browser knows which panel was open.
    if toggle.get_attribute("aria-expanded") != "true":
        toggle.click()
    found = editor.locator("[data-duplicates] [data-duplicate]")
    expect(found).to_contain_text("Cap Digital")
    expect(found).to_contain_text("Similar name")
    # The button that closes the panel covers none of it.
    question = editor.get_by_role("heading", name="Is it one of these organisations?").bounding_box()
    button = editor.locator("[data-form-side-close-button]").bounding_box()
    assert question
    assert button
    assert question["x"] >= button["x"] + button["width"]
    assert question["y"] >= button["y"]
