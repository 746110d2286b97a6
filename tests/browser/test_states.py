"""Pages in states that the demo is never in: they bear every look as well, and the checker of the W3C."""

from pathlib import Path

import pytest
from django.test import Client, RequestFactory
from django.utils import translation
from playwright.sync_api import Page
from pytest_django import Settings
from wagtail.models import PageViewRestriction

from accounts.views import too_many_attempts
from portal.errors import server_error, too_many_requests
from search.outbox import build_stale
from tests import builders
from tests.browser.checker import errors_in
from tests.browser.looks import LOOKS, problems_in

# That of the longest words.
LANGUAGE = "de"
NOBODY = "http://127.0.0.1:9"


def relaxed(client: Client, _settings: Settings) -> bytes:
    return found(client.get(f"/{LANGUAGE}/clusters/?q=Alentejo+Quantenrad"), 'data-notice="relaxed"')


def degraded(client: Client, settings: Settings) -> bytes:
    settings.ELASTICSEARCH_URL = NOBODY
    return found(client.get(f"/{LANGUAGE}/clusters/"), 'data-notice="degraded"')


def cancelled(client: Client, _settings: Settings) -> bytes:
    page = builders.event_page(language=LANGUAGE, cancelled=True)
    return found(client.get(page.url), 'data-notice="cancelled"')


def password(client: Client, _settings: Settings) -> bytes:
    page = builders.standard_page(language=LANGUAGE)
    restriction = PageViewRestriction.objects.create(page=page, restriction_type="password", password="lily")
    address = f"/{LANGUAGE}/_util/authenticate_with_password/{restriction.pk}/{page.pk}/"
    answer = client.post(address, {"password": "rose", "return_url": page.url})
    return found(answer, "password-error")


def failed(_client: Client, _settings: Settings) -> bytes:
    return found(server_error(RequestFactory().get(f"/{LANGUAGE}/")), "500")


def too_often(_client: Client, _settings: Settings) -> bytes:
    return found(too_many_requests(RequestFactory().get("/"), seconds=30), "30")


def too_many_passwords(_client: Client, _settings: Settings) -> bytes:
    return found(too_many_attempts(RequestFactory().get("/")), "429")


def sign_in(client: Client, _settings: Settings) -> bytes:
    return found(client.get("/account/login/", headers={"accept-language": LANGUAGE}), 'name="password"')


def api(client: Client, _settings: Settings) -> bytes:
    return found(client.get("/api/v1/docs"), "/api/v1/clusters")


def found(answer, text: str) -> bytes:
    """The page, which is the one that is meant."""
    assert text in answer.content.decode()
    return answer.content


def lay(page: Page, url: str, html: bytes) -> None:
    """Have the browser take the page from here, and its styles from the portal that has the address."""
    page.route(url, lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))


# The last one takes Elasticsearch away.
STATES = (relaxed, cancelled, password, failed, too_often, too_many_passwords, sign_in, api, degraded)


@pytest.mark.django_db
def test_they_bear_every_look_and_the_checker_of_the_w3c_finds_no_error(
    client: Client, settings: Settings, page: Page, portal_url: str, tmp_path: Path
):
    builders.cluster_page("Alentejo Cluster", language=LANGUAGE)
    build_stale()
    with translation.override(LANGUAGE):
        pages = {state.__name__: state(client, settings) for state in STATES}
    missing: list[str] = []
    page.on("response", lambda answer: missing.append(answer.url) if answer.status >= 400 else None)
    found = {}
    for name, html in pages.items():
        lay(page, f"{portal_url}/{name}/", html)
        page.goto(f"{portal_url}/{name}/")
        found[name] = problems_in(page, LOOKS)
    assert found == {name: {} for name in pages}
    assert missing == []
    assert errors_in(pages, tmp_path) == set()
