"""In a section that needs approval, what its partner writes is public once a lead editor has approved it."""

import pytest
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page, WorkflowPage

from partners.approval import ensure_workflow, require_approval
from partners.permissions import ensure_lead_group, ensure_permissions
from tests import builders

pytestmark = pytest.mark.django_db

FORM = {
    "title": "Waiting",
    "slug": "waiting",
    "summary": "Soon",
    "date": "2031-05-04",
    "body-count": "0",
    **{f"{name}-{which}_FORMS": "0" for name in ("comments", "clusters") for which in ("TOTAL", "INITIAL")},
}


def rights(group, page):
    rows = GroupPagePermission.objects.filter(group=group, page=page)
    return set(rows.values_list("permission__codename", flat=True))


@pytest.fixture
def lead():
    builders.home()
    return ensure_lead_group()


@pytest.fixture
def section(lead):
    section = builders.news_section("spi", partner=builders.partner("spi"))
    require_approval(section, lead)
    return section


def test_the_right_to_publish_goes_and_comes_with_the_workflow_in_every_language(lead):
    partner = builders.partner("spi")
    section = builders.news_section("spi", partner=partner)
    french = builders.translate(section, "fr")
    require_approval(section, lead)
    assert rights(partner.group, section) == rights(partner.group, french) == {"add_page", "change_page"}
    ensure_permissions()
    assert "publish_page" not in rights(partner.group, section)
    section.save_revision().publish()
    assert "publish_page" not in rights(partner.group, section)
    german = builders.translate(section, "de")
    assert "publish_page" not in rights(partner.group, german)
    assert german.get_workflow() == section.get_workflow() == french.get_workflow()
    for row in WorkflowPage.objects.filter(page__in=[section, french, german]):
        row.delete()
    assert not WorkflowPage.objects.filter(page__depth__gt=1).exists()
    for page in (section, french, german):
        assert "publish_page" in rights(partner.group, page)


def test_a_workflow_with_another_name_is_still_the_lead_editors(section, lead):
    workflow = section.get_workflow()
    workflow.name = "Signing off"
    workflow.save()
    ensure_permissions()
    assert "publish_page" not in rights(section.partner.group, section)
    assert ensure_workflow(lead) == workflow


def test_a_workflow_assigned_above_the_sections_applies_to_them_in_every_language(lead):
    section = builders.news_section("spi", partner=builders.partner("spi"))
    french = builders.translate(section, "fr")
    WorkflowPage.objects.create(page=builders.news_index(), workflow=ensure_workflow(lead))
    for page in (section, french):
        assert "publish_page" not in rights(section.partner.group, page)
        assert page.get_workflow() == ensure_workflow(lead)
    german = builders.translate(section, "de")
    assert "publish_page" not in rights(section.partner.group, german)
    assert german.get_workflow() == ensure_workflow(lead)


def test_an_editor_cannot_publish_past_the_lead_editor(client, section):
    page = builders.news_page("Waiting", section=section, live=False)
    client.force_login(builders.user("editor", section.partner.group))
    pages = "wagtailadmin_pages:"
    edit = reverse(f"{pages}edit", args=[page.pk])
    client.post(edit, FORM | {"action-publish": "1"})
    client.post(edit, FORM | {"go_live_at": "2001-01-01 00:00"})
    add = reverse(f"{pages}add", args=["news", "newspage", section.pk])
    client.post(add, FORM | {"slug": "another", "action-publish": "1"})
    client.post(reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + f"?id={page.pk}")
    copy = {"new_title": "C", "new_slug": "c", "new_parent_page": section.pk, "publish_copies": "on"}
    client.post(reverse(f"{pages}copy", args=[page.pk]), copy)
    free = builders.news_section("free", partner=section.partner)
    own = builders.news_page("Free", section=free)
    client.post(reverse(f"{pages}move_confirm", args=[own.pk, section.pk]))
    assert not Page.objects.child_of(section).filter(live=True).exists()


def test_an_editor_submits_and_the_lead_editor_approves(client, section, lead):
    page = builders.news_page("Waiting", section=section, live=False)
    client.force_login(builders.user("editor", section.partner.group))
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    response = client.post(edit, FORM | {"action-submit": "1"})
    assert response.status_code == 302
    state = Page.objects.get(pk=page.pk).current_workflow_state
    approve = reverse(
        "wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.current_task_state.pk]
    )
    client.post(approve)
    assert not Page.objects.get(pk=page.pk).live
    client.force_login(builders.user("lead", lead))
    client.post(approve)
    assert Page.objects.get(pk=page.pk).live


@pytest.mark.parametrize("script", [False, True], ids=["a form", "a window with a comment"])
def test_what_was_emptied_after_it_was_submitted_is_not_approved(client, section, lead, script):
    page = builders.news_page("Waiting", summary="Soon", section=section, live=False)
    page.get_workflow().start(page, builders.user("editor", section.partner.group))
    page.summary = ""
    page.save_revision()
    task = page.current_workflow_task_state
    approve = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", task.pk])
    client.force_login(builders.user("lead", lead))
    response = client.post(approve, headers={"X-Requested-With": "XMLHttpRequest"} if script else {})
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert (response.json()["redirect"] if script else response.url) == edit
    assert "“Waiting” cannot be approved yet; please check: summary." in client.get(edit).text
    stored = Page.objects.get(pk=page.pk)
    assert not stored.live
    assert stored.current_workflow_task_state == task
    page.summary = "Soon"
    page.save_revision()
    client.post(approve)
    assert Page.objects.get(pk=page.pk).live
