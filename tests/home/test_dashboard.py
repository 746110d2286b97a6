"""The dashboard: everybody sees what is theirs to do, and nothing of others."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import GroupApprovalTask, Workflow, WorkflowTask

from clusters.models import ClusterPage
from media.models import PortalImage
from partners.permissions import ensure_lead_group, ensure_permissions
from search.models import SearchedText
from tests import builders
from tests.listings import count_queries
from translation.permissions import ensure_translator_group

pytestmark = pytest.mark.django_db

EDITORS_PANELS = {
    "my-drafts",
    "failing-checks",
    "stale-profiles",
    "events-soon",
    "searches-without-hits",
    "translations-out-of-date",
}


def panels(user) -> dict[str, str]:
    """What each panel of the dashboard shows somebody, by its name."""
    client = Client()
    client.force_login(user)
    html = client.get("/admin/").content.decode()
    parts = re.split(r'data-panel="([\w-]+)"', html)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


def build(code: str, country: str):
    partner = builders.partner(code)
    builders.country_page(country, partner=partner)
    series = builders.event_series(f"series-{code}", partner=partner)
    ensure_permissions()
    user = builders.user(f"editor-{code}", partner.group)
    builders.cluster_page(f"Stale of {code}", country=country)
    builders.cluster_page(f"Fresh of {code}", country=country, last_confirmed=date.today())
    soon = timezone.now() + timedelta(days=3)
    builders.event_page(f"Soon of {code}", series=series, start=soon, city="Porto")
    builders.event_page(f"Later of {code}", series=series, start=soon + timedelta(days=20), country=["PT"])
    draft = builders.cluster_page(f"Draft of {code}", country=country, live=False)
    draft.save_revision(user=user)
    return user


def test_an_editor_sees_the_own_part_and_the_lead_sees_all():
    spi, inno = build("spi", "PT"), build("inno", "FR")
    seen = panels(spi)
    assert set(seen) >= EDITORS_PANELS
    assert "Draft of spi" in seen["my-drafts"]
    assert "Stale of spi" in seen["stale-profiles"]
    assert "Never confirmed" in seen["stale-profiles"]
    assert "Fresh of spi" not in seen["stale-profiles"]
    assert "Soon of spi" in seen["events-soon"]
    assert "Later of spi" not in seen["events-soon"]
    assert "Events without country" in seen["failing-checks"]
    assert "of inno" not in "".join(seen[name] for name in EDITORS_PANELS)
    assert "of spi" not in "".join(panels(inno)[name] for name in EDITORS_PANELS)
    everything = panels(builders.user("lead", ensure_lead_group()))
    assert "Stale of spi" in everything["stale-profiles"]
    assert "Stale of inno" in everything["stale-profiles"]
    assert "Draft of" not in everything["my-drafts"]


def test_a_translator_sees_translations_and_nothing_of_editors():
    build("spi", "PT")
    builders.home("fr")
    group = ensure_translator_group(builders.locale("fr"))
    cluster = builders.cluster_page("Wind", country="PT", summary="Wind.")
    builders.translate(cluster, "fr")
    cluster.summary = "Wind and sun."
    cluster.save_revision().publish()
    seen = panels(builders.user("translator-fr", group))
    assert set(seen) == {"translations-out-of-date"}
    assert re.search(r"Français</a>\s*<span[^>]*>1<", seen["translations-out-of-date"])


def test_searches_without_hits_name_what_was_looked_for_in_vain():
    SearchedText.objects.create(
        day=timezone.localdate(),
        text="nothing like it",
        language="en",
        searches=3,
        hits=0,
        relaxed=False,
        degraded=False,
    )
    builders.home()
    seen = panels(builders.admin())
    assert "nothing like it" in seen["searches-without-hits"]
    assert "3 times" in seen["searches-without-hits"]


def test_a_draft_that_waits_for_review_is_not_called_a_draft():
    user = build("spi", "PT")
    workflow = Workflow.objects.create(name="Approval")
    WorkflowTask.objects.create(workflow=workflow, task=GroupApprovalTask.objects.create(name="Approve"))
    workflow.start(ClusterPage.objects.get(title="Draft of spi"), user)
    assert "Everything you wrote is published or in review." in panels(user)["my-drafts"]


def test_empty_panels_say_so():
    partner = builders.partner("spi")
    builders.country_page("PT", partner=partner)
    ensure_permissions()
    seen = panels(builders.user("editor", partner.group))
    assert "Every profile of your part was confirmed" in seen["stale-profiles"]
    assert "No event of your part" in seen["events-soon"]
    assert "All checks of your part pass." in seen["failing-checks"]


def test_the_dashboard_asks_the_same_number_of_queries_however_much_there_is(client: Client):
    client.force_login(build("spi", "PT"))
    before = count_queries(client, "/admin/")
    series = builders.event_series("series-spi")
    for number in range(3):
        builders.cluster_page(f"More {number}", country="PT")
        builders.event_page(f"More {number}", series=series, start=timezone.now() + timedelta(days=2))
        PortalImage.objects.filter(pk=builders.image(f"More {number}").pk).update(is_decorative=False)
    assert count_queries(client, "/admin/") == before
