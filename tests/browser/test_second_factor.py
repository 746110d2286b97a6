"""Passkeys, authenticator app and recovery codes in a real browser, where a second factor is demanded."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, expect

from tests.accounts.totp import code_of
from tests.browser.looks import LOOKS, problems_in, show
from tests.running_portal import PASSWORD, run_portal

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="module")
def strict_url(demo_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a portal that demands a second factor. Passkeys want a name, not the number 127.0.0.1."""
    folder = tmp_path_factory.mktemp("strict")
    with run_portal(folder, demo_database, REQUIRE_SECOND_FACTOR="true") as running:
        yield running.url.replace("127.0.0.1", "localhost")


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """A browser of its own."""
    made = chromium.new_context()
    yield made
    made.close()


def new_page(context: BrowserContext) -> tuple[Page, CDPSession, Callable[[], list[str]]]:
    """A page with a device that holds passkeys, and what the page's policy refused so far."""
    page = context.new_page()
    refused: list[str] = []
    page.on(
        "console",
        lambda message: refused.append(message.text) if "Content Security" in message.text else None,
    )
    device = context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    return page, device, lambda: refused


def enter_password(page: Page, url: str, name: str) -> None:
    page.goto(f"{url}/admin/")
    page.locator("input[name=login]").fill(name)
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def sign_out(page: Page, url: str) -> None:
    page.goto(f"{url}/account/logout/")
    page.locator("main").get_by_role("button", name="Sign out").click()
    page.wait_for_url(f"{url}/account/login/")


def check_looks(page: Page) -> None:
    """What is on the page bears axe's rules and a narrow screen in every look."""
    assert problems_in(page, LOOKS) == {}
    show(page, "wide")


def test_a_passkey_is_added_and_then_signs_in_by_itself(strict_url: str, context: BrowserContext) -> None:
    page, _device, refused = new_page(context)
    enter_password(page, strict_url, "editor-inno")
    page.wait_for_url(f"{strict_url}/account/2fa/")
    expect(page.get_by_text("Set up a second factor first")).to_be_visible()
    check_looks(page)
    page.get_by_role("link", name="Add a passkey").click()
    check_looks(page)
    page.get_by_role("button", name="Add a passkey").click()
    page.wait_for_url(f"{strict_url}/account/2fa/recovery-codes/")
    expect(page.locator(".account__codes li")).to_have_count(10)
    check_looks(page)
    # Set up in this session: not asked for once more.
    page.goto(f"{strict_url}/admin/")
    assert page.url == f"{strict_url}/admin/"

    sign_out(page, strict_url)
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(f"{strict_url}/admin/")

    # With the password first, the passkey is the second factor.
    sign_out(page, strict_url)
    enter_password(page, strict_url, "editor-inno")
    page.wait_for_url(f"{strict_url}/account/2fa/authenticate/")
    check_looks(page)
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(f"{strict_url}/admin/")
    assert refused() == []

    # It is the last factor: it stays.
    page.goto(f"{strict_url}/account/2fa/webauthn/")
    check_looks(page)
    page.get_by_role("link", name="Remove Passkey").click()
    expect(page.get_by_text("You cannot deactivate two-factor authentication.")).to_be_visible()


def test_an_app_and_then_a_recovery_code_sign_in(strict_url: str, context: BrowserContext) -> None:
    page, _device, refused = new_page(context)
    enter_password(page, strict_url, "translator-pt")
    page.wait_for_url(f"{strict_url}/account/2fa/")
    page.get_by_role("link", name="Set up an app").click()
    # The picture is there: the policy lets it in.
    assert page.locator("img.account__code").evaluate("picture => picture.naturalWidth") > 0
    check_looks(page)
    secret = page.locator("#authenticator_secret").inner_text()
    page.locator("input[name=code]").fill(code_of(secret))
    page.get_by_role("button", name="Set up").click()
    page.wait_for_url(f"{strict_url}/account/2fa/recovery-codes/")
    recovery = page.locator(".account__codes li").first.inner_text()

    for code in (code_of(secret), recovery):
        sign_out(page, strict_url)
        enter_password(page, strict_url, "translator-pt")
        page.wait_for_url(f"{strict_url}/account/2fa/authenticate/")
        page.locator("input[name=code]").fill("12345")
        page.get_by_role("button", name="Sign in", exact=True).click()
        expect(page.locator(".errorlist")).to_have_text("Incorrect code.")
        page.locator("input[name=code]").fill(code)
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.wait_for_url(f"{strict_url}/admin/")
    page.goto(f"{strict_url}/account/2fa/")
    expect(page.get_by_text("9 codes are left.")).to_be_visible()
    assert refused() == []


@pytest.mark.parametrize("path", ["login/", "password/reset/", "password/reset/done/", "signup/"])
def test_the_pages_before_the_login_bear_every_look(
    strict_url: str, context: BrowserContext, path: str
) -> None:
    page, _device, refused = new_page(context)
    page.goto(f"{strict_url}/account/{path}")
    check_looks(page)
    assert refused() == []
