"""In a section that needs approval, what its partner writes is public once a lead editor has approved it."""

import pytest
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page, WorkflowPage

from partners.approval import require_approval
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
    for row in WorkflowPage.objects.filter(page__in=[section, french, german]):
        row.delete()
    assert not WorkflowPage.objects.filter(page__depth__gt=1).exists()
    for page in (section, french, german):
        assert "publish_page" in rights(partner.group, page)


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
