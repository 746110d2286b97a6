"""Typing into Wagtail's editor as a browser test does."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page

from tests.browser.looks import WIDE

# What stands in the form two seconds after it was loaded counts as stored.
KNOWS_WHAT_IS_STORED = """() => {
    const form = document.querySelector("#page-edit-form");
    const unsaved = window.wagtail?.app?.getControllerForElementAndIdentifier(form, "w-unsaved");
    return Boolean(unsaved?.initialFormData);
}"""


@contextmanager
def window(chromium: Browser) -> Iterator[Page]:
    """A wide window in British English, closed after the block."""
    context = chromium.new_context(viewport=WIDE, locale="en-GB")
    yield context.new_page()
    context.close()


def begin_to_type(page: Page, field: str, text: str) -> None:
    """Type into a form that was just opened, key by key.

    Arguments:
        page: that shows the form.
        field: selector of the field.
        text: to type.
    """
    page.wait_for_function(KNOWS_WHAT_IS_STORED)
    page.locator(field).press_sequentially(text)


def wait_until_saved(page: Page) -> None:
    """Wait until the form knows that all it holds is stored: what is typed before counts as stored, too."""
    page.locator("#page-edit-form[data-w-unsaved-has-edits-value=false]").wait_for()
