"""The main job, end to end, in a real browser: publish, translate, find, take offline."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.running_portal import RunningPortal
from tests.signing_in import sign_in

SLUG = "journey-cluster-bodensee"
PATH = f"clusters/germany/{SLUG}/"
FOUND = "clusters/?sector=digital&country=DE"


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
    sign_in(page, portal.url, "editor-sez")
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
    sign_in(page, portal.url, "translator-fr")
    page.goto(f"{portal.url}/admin/translations/?state=new&kind=clusters.clusterpage")
    row = page.locator(f"[data-translation='fr:{source}']")
    for number in range(2, 9):
        if row.count():
            break
        page.goto(f"{portal.url}/admin/translations/?state=new&kind=clusters.clusterpage&p={number}")
    row.get_by_role("button", name="Start").click()
    page.locator("[data-segment] textarea").first.fill("Mécaniciens de précision autour du lac de Constance.")
    page.get_by_role("button", name="Submit for review").click()
    expect(page.get_by_text("was submitted for review")).to_be_visible()

    sign_in(page, portal.url, "reviewer-fr")
    page.goto(f"{portal.url}/admin/")
    page.locator(f"[data-translation='fr:{source}']").get_by_role("link", name="Review").click()
    page.get_by_role("button", name="Approve and publish").click()
    expect(page.get_by_text("is approved and published")).to_be_visible()


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

    sign_in(page, portal.url, "editor-sez")
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
