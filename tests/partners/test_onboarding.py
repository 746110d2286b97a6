"""A partner comes with all it needs, or not at all; one that goes leaves its pages and its history."""

import json
from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.urls import reverse
from wagtail.models import Collection, Page, PageLogEntry
from wagtail_localize.models import TranslationSource

from news.models import NewsSectionPage
from partners.approval import ensure_workflow, require_approval
from partners.models import Partner
from partners.onboarding import offboard, onboard
from partners.permissions import ensure_lead_group, ensure_permissions
from tests import builders
from tests.partners.trees import build_part

pytestmark = pytest.mark.django_db


@pytest.fixture
def trees():
    """Two languages with the pages that hold sections."""
    for language in ("en", "fr"):
        builders.home(language)
        builders.news_index(language)
        builders.event_index(language)
        builders.partners_index(language)


def approved(code):
    """Whether the lead editors approve the news of a partner, in every language."""
    sections = NewsSectionPage.objects.filter(slug=code)
    workflow = ensure_workflow(ensure_lead_group())
    return sections.count() == 2 and all(section.get_workflow() == workflow for section in sections)


def counted():
    return [model.objects.count() for model in (Page, Partner, Group, Collection, get_user_model())]


def test_a_new_partner_works_at_once_in_every_language(client, trees, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        arrival = onboard("acc", "Alpine Cluster Council", approval=True)
        # Within its transaction, not after it.
        assert Page.objects.filter(slug="acc", live=True).count() == 6
    assert arrival.languages == ["en", "fr"]
    pages = Page.objects.filter(slug="acc")
    assert {(page.specific_class.__name__, page.locale.language_code, page.live) for page in pages} == {
        (name, language, True)
        for name in ("NewsSectionPage", "EventSeriesPage", "PartnerPage")
        for language in ("en", "fr")
    }
    client.force_login(builders.user("editor", arrival.partner.group))
    for page in pages:
        assert client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200
        section = page.specific_class.__name__ != "PartnerPage"
        rights = page.permissions_for_user(get_user_model().objects.get(username="editor"))
        assert rights.can_publish() is not section
    assert client.get("/fr/news/acc/").status_code == 200
    assert client.get(reverse("wagtailimages:add")).status_code == 200


@pytest.mark.parametrize(
    ("code", "name", "said"),
    [
        ("", "Name", "short name"),
        ("a b", "Name", "letters, digits"),
        ("x" * 21, "Name", "1 to 20"),
        ("spi", "Name", "already a partner with the code"),
        ("taken", "Name", "already a page"),
        ("pris", "Name", "already a page “pris” below: Nouvelles"),
        ("calendar", "Name", "uses the address “calendar” below: Events"),
        ("new", "", "full name"),
        ("new", "Partner spi", "already a partner of this name"),
    ],
)
def test_bad_input_is_named_and_nothing_is_made(code, name, said, trees):
    builders.partner("spi")
    builders.news_section("taken")
    french = builders.news_index("fr")
    french.title, french.translation_key = "Nouvelles", builders.news_index().translation_key
    french.save()
    french.add_child(instance=NewsSectionPage(title="Pris", slug="pris", locale=french.locale))
    before = counted()
    with pytest.raises(ValidationError, match=said):
        onboard(code, name)
    with pytest.raises(CommandError, match=said):
        call_command("onboard_partner", code, name)
    assert counted() == before


def test_a_failure_half_way_leaves_nothing(trees, monkeypatch):
    before = counted()
    monkeypatch.setattr("partners.onboarding.publish_titles", lambda *args: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        onboard("acc", "Alpine Cluster Council")
    assert counted() == before


def test_the_command_says_what_it_made(trees):
    out = StringIO()
    call_command("onboard_partner", "acc", "Alpine Cluster Council", "--approval", stdout=out)
    assert "NewsSectionPage: " in out.getvalue()
    assert "Languages: en, fr." in out.getvalue()
    assert approved("acc")


def test_the_lead_editor_onboards_in_the_admin(client, trees):
    client.force_login(builders.user("lead", ensure_lead_group()))
    add = reverse("partners:add")
    wrong = client.post(add, {"code": "a b", "name": ""})
    assert set(wrong.context["form"].errors) == {"code", "name"}
    answer = client.post(add, {"code": "acc", "name": "Alpine Cluster Council"}, follow=True)
    assert "3 sections in English, French" in answer.content.decode()
    assert Page.objects.filter(slug="acc").count() == 6
    assert not approved("acc")
    client.post(add, {"code": "bcc", "name": "Baltic Cluster Council", "approval": "on"})
    assert approved("bcc")
    again = client.post(add, {"code": "ACC", "name": "Another"})
    assert set(again.context["form"].errors) == {"code"}
    other = builders.partner("spi")
    edit = reverse("partners:edit", args=[other.pk])
    renamed = client.post(edit, {"code": "ACC", "name": "Partner spi"})
    assert set(renamed.context["form"].errors) == {"code"}


def test_a_partner_that_goes_hands_over_pages_drafts_and_files(client):
    spi, inno = build_part("spi", "PT"), build_part("inno", "FR")
    section = spi.english[2]
    section.partner = spi.partner
    section.title = "A draft"
    section.save_revision(user=spi.editor)
    submitted = TranslationSource.objects.get(object_id=section.translation_key)
    assert json.loads(submitted.content_json)["partner"] == spi.partner.pk
    both = builders.user("both", spi.partner.group, inno.partner.group)
    history = PageLogEntry.objects.count()
    accounts = get_user_model().objects.count()
    client.force_login(builders.admin())
    answer = client.post(
        reverse("partners:offboard", args=[spi.partner.pk]), {"successor": inno.partner.pk}, follow=True
    )
    html = answer.content.decode()
    assert "8 pages were handed over. Accounts closed: editor-spi." in html
    assert f'<a href="{reverse("wagtailadmin_pages:edit", args=[spi.english[-1].pk])}"' in html
    collections = inno.partner.group.collection_permissions.values_list("collection__name", flat=True)
    assert set(collections) == {"Partner spi", "Partner inno"}
    assert not spi.partner.group.collection_permissions.exists()
    owned = [page for page in spi.pages if hasattr(page, "partner_id")]
    for page in owned:
        page = type(page).objects.get(pk=page.pk)
        assert page.partner == inno.partner
        assert page.get_latest_revision_as_object().partner == inno.partner
        assert page.permissions_for_user(inno.editor).can_publish()
        assert not page.permissions_for_user(spi.editor).can_edit()
    # A language that is started later gets its page from what was submitted.
    submitted.refresh_from_db()
    assert json.loads(submitted.content_json)["partner"] == inno.partner.pk
    assert PageLogEntry.objects.count() >= history
    assert get_user_model().objects.count() == accounts + 1
    spi.editor.refresh_from_db()
    both.refresh_from_db()
    assert (spi.editor.is_active, both.is_active) == (False, True)
    assert not spi.partner.group.user_set.exists()


def test_what_needed_approval_still_does_and_who_left_stays_without_rights():
    spi, inno = build_part("spi", "PT"), build_part("inno", "FR")
    section = next(page for page in spi.english if isinstance(page, NewsSectionPage))
    require_approval(section, ensure_lead_group())
    offboard(spi.partner, inno.partner)
    section.refresh_from_db()
    assert section.permissions_for_user(inno.editor).can_edit()
    assert not section.permissions_for_user(inno.editor).can_publish()
    ensure_permissions()
    group = spi.partner.group
    assert not group.permissions.exists()
    assert not group.page_permissions.exists()
    assert not group.collection_permissions.exists()


def test_the_command_hands_over_and_says_so():
    section = builders.news_section("spi", partner=builders.partner("spi"))
    builders.user("editor", section.partner.group)
    inno = builders.partner("inno")
    out = StringIO()
    call_command("offboard_partner", "spi", "inno", stdout=out)
    assert out.getvalue() == "1 pages: now of Partner inno.\nAccounts closed: editor.\n"
    section.refresh_from_db()
    assert section.partner == inno


def test_who_hands_over_is_not_closed():
    spi, inno = builders.partner("spi"), builders.partner("inno")
    last = builders.user("last", spi.group)
    builders.user("other", spi.group)
    assert offboard(spi, inno, user=last).accounts == ["other"]
    last.refresh_from_db()
    assert last.is_active
    assert not last.groups.exists()


def test_nobody_takes_over_from_themselves():
    partner = builders.partner("spi")
    with pytest.raises(ValidationError, match="itself"):
        offboard(partner, partner)
    with pytest.raises(CommandError, match=r"no partner with the code “x”. There are: spi\."):
        call_command("offboard_partner", "spi", "x")
