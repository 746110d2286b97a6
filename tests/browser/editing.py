"""Typing into Wagtail's editor as a browser test does."""

from playwright.sync_api import Page

# Wagtail takes what stands in a form two seconds after it was loaded for what was stored.
STORED_MILLISECONDS = 2_200


def begin_to_type(page: Page, field: str, text: str) -> None:
    """Type into a form that was just opened, key by key.

    Arguments:
        page: that shows the form.
        field: selector of the field.
        text: to type.
    """
    page.locator("#page-edit-form[data-w-unsaved-has-edits-value]").wait_for()
    page.wait_for_timeout(STORED_MILLISECONDS)
    page.locator(field).press_sequentially(text)
