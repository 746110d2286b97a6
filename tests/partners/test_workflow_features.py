"""What editors have of Wagtail's own: comments, locks, times, comparing, redirects, unfinished drafts."""

import json
from datetime import timedelta

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.blocks import StreamBlockValidationError
from wagtail.contrib.redirects.models import Redirect
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Comment
from wagtail.test.utils.form_data import querydict_from_html, rich_text
from wagtail_localize.models import Translation

from news.models import NewsPage
from partners.approval import require_approval
from partners.permissions import ensure_lead_group, ensure_permissions
from portal import housekeeping
from portal.blocks.body import BodyBlock
from portal.pages import BasePage
from tests import builders
from tests.translation.full_pages import full_page

pytestmark = pytest.mark.django_db
PAGE_TYPES = [model for model in apps.get_models() if issubclass(model, BasePage)]


@pytest.fixture
def partner():
    partner = builders.partner("sez")
    builders.country_page("DE", partner=partner)
    ensure_permissions()
    return partner


@pytest.fixture
def page(partner):
    return builders.cluster_page("Silicon Saxony", slug="saxony", summary="Chips.")


@pytest.fixture
def editor(partner):
    return builders.user("editor", partner.group)


@pytest.fixture
def lead(partner):
    return builders.user("lead", ensure_lead_group())


def names_of(model):
    return {field.name for field in model._meta.get_fields()}


def edit_url(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def form_of(client, page):
    """What a browser sends from the editor of a page, with empty bodies."""
    data = querydict_from_html(client.get(edit_url(page)).content.decode(), form_id="page-edit-form")
    for field in type(page)._meta.get_fields():
        if isinstance(field, StreamField):
            data[f"{field.name}-count"] = "0"
    return data


def send(client, page, **changes):
    data = form_of(client, page)
    for name, value in changes.items():
        data[name.replace("__", "-")] = value
    return client.post(edit_url(page), data)


def test_a_comment_on_a_field_is_read_by_who_approves_and_never_by_visitors(client, page, editor, lead):
    client.force_login(editor)
    comment = {"text": "Is this the official name?", "contentpath": "title", "position": "", "deleted": ""}
    replies = {f"replies-{which}_FORMS": "0" for which in ("TOTAL", "INITIAL")}
    data = form_of(client, page)
    data["comments-TOTAL_FORMS"], data["comments-INITIAL_FORMS"] = "1", "0"
    for name, value in (comment | replies).items():
        data[f"comments-0-{name}"] = value
    assert client.post(edit_url(page), data).status_code == 302
    stored = Comment.objects.get()
    assert (stored.page_id, stored.user, stored.contentpath) == (page.pk, editor, "title")
    client.force_login(lead)
    assert "Is this the official name?" in client.get(edit_url(page)).content.decode()
    client.logout()
    assert "official name" not in client.get(page.get_url()).content.decode()


def test_what_the_lead_editor_locks_is_not_changed_until_it_is_unlocked(client, page, editor, lead):
    client.force_login(lead)
    client.post(reverse("wagtailadmin_pages:lock", args=[page.pk]))
    client.force_login(editor)
    before = page.latest_revision_id
    data = querydict_from_html(client.get(edit_url(page)).content.decode(), form_id="page-edit-form")
    client.post(edit_url(page), data | {"title": "Mine", "body-count": "0"})
    client.post(reverse("wagtailadmin_pages:unlock", args=[page.pk]))
    page.refresh_from_db()
    assert (page.locked, page.latest_revision_id) == (True, before)
    client.force_login(lead)
    client.post(reverse("wagtailadmin_pages:unlock", args=[page.pk]))
    client.force_login(editor)
    assert send(client, page, title="Ours").status_code == 302
    page.refresh_from_db()
    assert (page.locked, page.draft_title) == (False, "Ours")


def test_a_page_comes_and_goes_at_the_times_its_editor_set(client, partner, editor, monkeypatch):
    page = builders.cluster_page("Silicon Saxony", slug="saxony", live=False)
    client.force_login(editor)
    now = timezone.now()
    comes, goes = now + timedelta(hours=2), now + timedelta(hours=4)
    times = {
        "go_live_at": date_format(timezone.localtime(comes), "Y-m-d H:i"),
        "expire_at": date_format(timezone.localtime(goes), "Y-m-d H:i"),
    }
    assert send(client, page, **times, action__publish="1").status_code == 302

    def live_at(moment):
        monkeypatch.setattr(timezone, "now", lambda: moment)
        housekeeping.run_job("publish_scheduled", {})
        page.refresh_from_db()
        return page.live

    assert [live_at(now + timedelta(hours=hours)) for hours in (1, 3, 5)] == [False, True, False]
    assert page.expired


def test_news_in_two_languages_is_submitted_approved_and_public_from_its_time_on(
    client, partner, editor, lead, monkeypatch
):
    section = builders.news_section("sez", partner=partner)
    builders.translate(section, "fr")
    require_approval(section, ensure_lead_group())
    picture = {"image": builders.image("A paper").pk, "alt_text": "Two people sign", "decorative": False}
    news = builders.news_page("Signed", section=section, live=False, summary="At last.")
    news.body = json.dumps([{"type": "image", "value": picture}])
    now = timezone.now()
    news.go_live_at = now + timedelta(hours=2)
    news.save_revision(user=editor)
    news.get_workflow().start(news, editor)
    client.force_login(lead)
    client.post(
        reverse(
            "wagtailadmin_pages:workflow_action",
            args=[news.pk, "approve", news.current_workflow_task_state.pk],
        )
    )
    french = builders.translate(type(news).objects.get(pk=news.pk), "fr", live=False)
    publish = reverse(
        "translation_desk:publish", args=[Translation.objects.get(source__object_id=news.translation_key).pk]
    )

    def seen():
        """Whether each language shows the picture's alternative text as it is written there."""
        for page in (news, french):
            page.refresh_from_db()
        return [
            page.live and f'alt="{text}"' in Client().get(page.get_url()).content.decode()
            for page, text in ((news, "Two people sign"), (french, "fr: Two people sign"))
        ]

    # Approved for its time; what is ready in another language cannot come before.
    client.post(publish)
    assert seen() == [False, False]
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(hours=3))
    housekeeping.run_job("publish_scheduled", {})
    assert seen() == [True, False]
    client.post(publish)
    assert seen() == [True, True]


@pytest.mark.parametrize("model", PAGE_TYPES, ids=lambda model: model.__name__)
def test_two_revisions_of_every_page_type_are_compared(admin_client, model):
    page = full_page(model)
    page.title = "Another title"
    if hasattr(page, "body"):
        page.body = []
    page.save_revision()
    url = reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, "earliest", "latest"])
    response = admin_client.get(url)
    assert response.status_code == 200
    assert "Another" in response.content.decode()


def test_a_changed_address_leads_on_in_every_language(
    client, page, editor, django_capture_on_commit_callbacks
):
    french = builders.translate(page, "fr")
    country = builders.translate(page.get_parent(), "fr")
    old = [page.get_url(), french.get_url()]
    client.force_login(editor)
    with django_capture_on_commit_callbacks(execute=True):
        assert send(client, page, slug="silicon-saxony", action__publish="1").status_code == 302
    french.refresh_from_db()
    page.refresh_from_db()
    assert french.slug == page.slug == "silicon-saxony"
    client.logout()
    for before, version in zip(old, (page, french), strict=True):
        response = client.get(before)
        assert (response.status_code, response["Location"]) == (301, version.get_url())
        assert client.get(version.get_url()).status_code == 200
    assert Redirect.objects.filter(automatically_created=True).count() >= 2
    assert country.slug in french.get_url()


@pytest.mark.parametrize("model", PAGE_TYPES, ids=lambda model: model.__name__)
def test_a_draft_may_lack_what_is_required_and_publishing_names_it(admin_client, model):
    page = full_page(model)
    data = form_of(admin_client, page)
    form = admin_client.get(edit_url(page)).context["form"]
    for name in set(form.fields) - {"title", "slug", "locale"}:
        field = model._meta.get_field(name) if name in names_of(model) else None
        if isinstance(field, RichTextField):
            data[name] = rich_text("")
        elif name in data and not (field and field.has_default()):
            data.setlist(name, [])
    for name in form.formsets:
        data[f"{name}-TOTAL_FORMS"] = data[f"{name}-INITIAL_FORMS"] = "0"
    saved = admin_client.post(edit_url(page), data)
    assert saved.status_code == 302, saved.context["form"].errors
    refused = admin_client.post(edit_url(page), data | {"action-publish": "1"})
    required = {name for name, field in form.fields.items() if field.required}
    said = set()
    if refused.status_code == 200:
        said = set(refused.context["form"].errors)
        required |= set(refused.context["form"].instance.required_to_publish())
    assert said == {name for name in required if not data.getlist(name)}
    page.refresh_from_db()
    draft = page.get_latest_revision_as_object()
    for mode, _label in page.preview_modes:
        assert draft.make_preview_request(preview_mode=mode).status_code == 200


def test_half_a_position_and_a_deadline_without_a_kind_may_be_kept_in_a_draft(admin_client):
    cluster = builders.cluster_page("Silicon Saxony", live=False)
    assert send(admin_client, cluster, latitude="51").status_code == 302
    refused = send(admin_client, cluster, latitude="51", action__publish="1")
    assert set(refused.context["form"].errors) == {"longitude"}
    news = builders.news_page("Soon", live=False, kind=[])
    assert send(admin_client, news, deadline="2031-01-01").status_code == 302
    refused = send(admin_client, news, deadline="2031-01-01", action__publish="1")
    assert set(refused.context["form"].errors) == {"kind", "summary"}


def test_the_bulk_action_publishes_nothing_while_one_page_is_unfinished(admin_client):
    section = builders.news_section("sector-news")
    ready = builders.news_page("Ready", live=False, section=section, summary="What it is about.")
    unfinished = builders.news_page("Unfinished", live=False, section=section, summary="")
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    for chosen, below in ((f"?id={ready.pk}&id={unfinished.pk}", ""), (f"?id={section.pk}", "on")):
        html = admin_client.post(bulk + chosen, {"include_descendants": below}, follow=True).content.decode()
        assert "“Unfinished” cannot be published yet; please check: summary." in html
        assert not type(ready).objects.filter(pk__in=[ready.pk, unfinished.pk], live=True).exists()
    admin_client.post(bulk + f"?id={ready.pk}", {"include_descendants": ""})
    ready.refresh_from_db()
    assert ready.live


def test_what_is_wrong_with_a_page_as_a_whole_is_said_beside_the_fields(admin_client, monkeypatch):
    def refuse(_page):
        raise ValidationError("Its kind does not fit its topic.")

    page = builders.news_page("Unfit", live=False, summary="")
    monkeypatch.setattr(NewsPage, "clean", refuse)
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    html = admin_client.post(f"{bulk}?id={page.pk}", follow=True).content.decode()
    assert "please check: summary, Its kind does not fit its topic. Nothing" in html
    page.refresh_from_db()
    assert not page.live


def test_an_unfinished_block_may_be_kept_in_a_draft_and_publishing_names_it():
    body = BodyBlock()
    empty = [
        {"type": name, "value": block.get_prep_value(block.get_default())}
        for name, block in body.child_blocks.items()
    ]
    without_caption = {"data": [["A cell"]], "table_caption": ""}
    value = body.to_python([*empty, {"type": "table", "value": without_caption}])
    body.defer_required_validation()
    assert len(body.clean(value)) == len(empty) + 1
    body.restore_deferred_validation()
    with pytest.raises(StreamBlockValidationError) as refused:
        body.clean(value)
    lacking = {value[number].block_type for number in refused.value.block_errors}
    assert lacking >= {"heading", "image", "quote", "table", "call_to_action", "embed", "language_section"}
