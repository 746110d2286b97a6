"""In a section that needs approval, what its partner writes is public once a lead editor has approved it."""

import pytest
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page, WorkflowPage

from clusters.importing.stored import Part
from partners.approval import ensure_workflow, require_approval
from partners.permissions import ensure_lead_group, ensure_permissions
from tests import builders
from translation.permissions import ensure_translator_group

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


def test_nor_does_an_editor_who_also_translates_into_the_language(client, section, lead):
    """Whose right to publish translations holds for the whole tree."""
    page = builders.news_page("Waiting", section=section, live=False)
    free = builders.news_section("free", partner=section.partner)
    own = builders.news_page("Free", section=free)
    translators = ensure_translator_group(section.locale)
    client.force_login(builders.user("both", section.partner.group, translators))
    pages = "wagtailadmin_pages:"
    edit = reverse(f"{pages}edit", args=[page.pk])
    add = reverse(f"{pages}add", args=["news", "newspage", section.pk])
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    copy = {"new_title": "C", "new_slug": "c", "new_parent_page": section.pk}
    into = {"chooser": section.pk, "move_applies_to_all": "on"}
    for address, asked in [
        (edit, FORM | {"action-publish": "1"}),
        (add, FORM | {"slug": "another", "action-publish": "1"}),
        (f"{bulk}?id={page.pk}", {}),
        (f"{bulk}?id={section.pk}", {"include_descendants": "on"}),
        (reverse(f"{pages}copy", args=[page.pk]), copy | {"publish_copies": "on"}),
        (reverse(f"{pages}copy", args=[own.pk]), copy | {"alias": "on"}),
        (reverse(f"{pages}move_confirm", args=[own.pk, section.pk]), {}),
        (reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"]) + f"?id={own.pk}", into),
    ]:
        response = client.post(address, asked, follow=True)
        assert "needs the approval of a lead editor" in response.content.decode(), address
    assert not Page.objects.child_of(section).filter(live=True).exists()
    for address in (edit, add):
        assert 'name="action-publish"' not in client.get(address).content.decode()
    client.post(edit, FORM | {"action-submit": "1"})
    assert Page.objects.get(pk=page.pk).workflow_in_progress
    client.post(reverse(f"{pages}edit", args=[own.pk]), FORM | {"title": "Elsewhere", "action-publish": "1"})
    assert Page.objects.get(pk=own.pk).title == "Elsewhere"


def test_translations_in_such_a_section_are_published_by_their_translators(client, section, lead):
    page = builders.news_page("Waiting", section=section)
    builders.translate(section, "fr")
    french = builders.translate(page, "fr", live=False)
    client.force_login(builders.user("translator", ensure_translator_group(french.locale)))
    edit = reverse("wagtailadmin_pages:edit", args=[french.pk])
    client.post(edit, {"action": "publish"})
    assert Page.objects.get(pk=french.pk).live


def test_clusters_of_a_country_that_needs_approval_are_not_imported_past_the_lead_editor(lead):
    country = builders.country_page("PT", partner=builders.partner("spi"))
    translators = ensure_translator_group(country.locale)
    both = builders.user("both", country.partner.group, translators)
    assert Part(both).holds(country)
    require_approval(country, lead)
    assert not Part(both).holds(country)
    assert Part(builders.user("lead", lead)).holds(country)


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
