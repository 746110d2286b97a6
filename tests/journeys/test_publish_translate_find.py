"""The main job, end to end, in a real browser: publish, translate, find, take offline."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.running_portal import PASSWORD, RunningPortal

SLUG = "journey-cluster-bodensee"
PATH = f"clusters/germany/{SLUG}/"
FOUND = "clusters/?sector=digital&country=DE"


def sign_in(page: Page, portal: RunningPortal, name: str) -> None:
    page.context.clear_cookies()
    page.goto(f"{portal.url}/admin/login/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{portal.url}/admin/")


def wait_for_results(page: Page, url: str, present: bool) -> None:
    """Reload until the search shows the cluster, or no longer does: Elasticsearch refreshes once a second."""
    hit = page.locator(f"[data-cluster={SLUG}]")
    for _ in range(40):
        page.goto(url)
        if (hit.count() == 1) is present:
            return
        page.wait_for_timeout(250)
    raise AssertionError(f"{url} {'lacks' if present else 'still has'} {SLUG}")


def publish_cluster(page: Page, portal: RunningPortal) -> None:
    sign_in(page, portal, "editor-sez")
    country = portal.page_id("/home/clusters/germany/")
    page.goto(f"{portal.url}/admin/pages/add/clusters/clusterpage/{country}/")
    page.locator("#id_title").fill("Journey Cluster Bodensee")
    page.locator("#id_summary").fill("Precision engineers around Lake Constance.")
    page.locator("input[name=sectors][value=digital]").check()
    page.locator("footer").get_by_role("button", name="More actions").click()
    page.locator("button[name=action-publish]").click()
    expect(page.get_by_text("created and published")).to_be_visible()


def translate_to_french(page: Page, portal: RunningPortal) -> None:
    source = portal.page_id(f"/home/{PATH}")
    page.goto(f"{portal.url}/admin/localize/submit/page/{source}/")
    page.get_by_label("Français").check()
    page.locator("main form [type=submit]").first.click()
    expect(page.get_by_text("successfully submitted for translation")).to_be_visible()

    sign_in(page, portal, "translator-fr")
    [(draft,)] = portal.query(
        "SELECT page.id FROM wagtailcore_page page JOIN wagtailcore_locale locale "
        "ON locale.id = page.locale_id WHERE page.slug = ? AND locale.language_code = 'fr'",
        SLUG,
    )
    page.goto(f"{portal.url}/admin/pages/{draft}/edit/")
    page.get_by_role("button", name="Translate", exact=True).click()
    page.locator("textarea:visible").fill("Mécaniciens de précision autour du lac de Constance.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saving...")).to_have_count(0)
    page.get_by_role("button", name="Publish in Français").click()
    page.wait_for_load_state()


@pytest.mark.slow
def test_a_cluster_is_published_translated_found_and_taken_offline(
    portal: RunningPortal, chromium: Browser, request
):
    engine = request.node.callspec.params["portal"]
    page = chromium.new_page()
    page.set_default_timeout(20_000)

    publish_cluster(page, portal)
    wait_for_results(page, f"{portal.url}/en/{FOUND}", present=True)
    expect(page.locator("[data-total]")).to_have_attribute("data-engine", engine)

    sign_in(page, portal, "editor-sez")
    translate_to_french(page, portal)

    visitor = chromium.new_context(locale="fr-FR").new_page()
    visitor.goto(f"{portal.url}/")
    expect(visitor).to_have_url(f"{portal.url}/fr/")
    wait_for_results(visitor, f"{portal.url}/fr/{FOUND}", present=True)
    hit = visitor.locator(f"[data-cluster={SLUG}]")
    expect(hit).to_contain_text("Mécaniciens de précision")
    expect(hit).to_contain_text("Numérique")
    expect(hit).to_contain_text("Allemagne")
    hit.get_by_role("link", name="Journey Cluster Bodensee").click()
    expect(visitor.locator("html")).to_have_attribute("lang", "fr")
    expect(visitor.locator("[data-notice=untranslated]")).to_have_count(0)
    visitor.goto(f"{portal.url}/pt/{PATH}")
    expect(visitor.locator("[data-notice=untranslated]")).to_have_count(1)
    expect(visitor.locator("link[rel=canonical]")).to_have_attribute("href", f"{portal.url}/en/{PATH}")

    sign_in(page, portal, "editor-sez")
    source = portal.page_id(f"/home/{PATH}")
    page.goto(f"{portal.url}/admin/pages/{source}/unpublish/")
    expect(page.locator("main")).to_contain_text(re.compile("translation", re.IGNORECASE))
    page.get_by_role("button", name=re.compile("unpublish", re.IGNORECASE)).click()
    page.wait_for_load_state()

    for language in ("en", "fr"):
        wait_for_results(visitor, f"{portal.url}/{language}/{FOUND}", present=False)
        answer = visitor.goto(f"{portal.url}/{language}/{PATH}")
        assert answer is not None
        assert answer.status == 404
        expect(visitor.locator("html")).to_have_attribute("lang", language)
