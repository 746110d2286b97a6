"""The guard: nothing that nobody has translated gets on a translated page, unless somebody says so."""

from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page
from wagtail_localize.models import StringTranslation, Translation, TranslationLog, TranslationSource

from home.models import StandardPage
from news.models import NewsPage
from tests import builders
from tests.translation.board_rows import state
from tests.translation.full_pages import full_page
from translation.changes import changed_segments
from translation.check_results import max_length
from translation.desk import publish_hooks
from translation.permissions import ensure_translator_group
from translation.publishing import NotReady, blocking_problems, publish
from translation.texts import plain

pytestmark = pytest.mark.django_db

GAP = "Where to go next."


@pytest.fixture
def outdated(page, french):
    """The French translation, with one segment that nobody has translated."""
    page.summary = GAP
    page.save_revision().publish()
    return Translation.objects.get()


@pytest.fixture
def admin_client(client):
    client.force_login(builders.admin())
    return client


def fresh(page):
    return type(page).objects.get(pk=page.pk)


def say(translation, text, source=GAP, **fields):
    """Translate a segment."""
    segment = translation.source.stringsegment_set.get(string__data=source)
    StringTranslation.objects.update_or_create(
        translation_of=segment.string,
        context=segment.context,
        locale=translation.target_locale,
        defaults={"data": text, "translation_type": "manual"} | fields,
    )


def test_a_complete_translation_is_published_with_its_source_named_in_the_log(outdated, french):
    user = builders.admin()
    say(outdated, "Où aller ensuite.")
    revision = publish(outdated, user)
    assert fresh(french).summary == "Où aller ensuite."
    assert fresh(french).live_revision == revision
    assert revision.user == user
    assert TranslationLog.objects.latest("pk").revision == revision
    assert outdated.get_status_display() == "Up to date"


def test_what_nobody_has_translated_is_named_and_nothing_happens(outdated, french):
    with pytest.raises(NotReady) as refused:
        publish(outdated, builders.admin())
    [problem] = refused.value.problems
    assert (problem.source, problem.place, problem.blocks) == (GAP, "Summary", False)
    assert fresh(french).summary == "fr: Where to go."
    assert fresh(french).latest_revision == french.latest_revision


def test_somebody_may_decide_to_publish_it_nevertheless(page, outdated, french):
    user = builders.admin()
    publish(outdated, user, confirmed=True)
    assert fresh(french).summary == GAP
    assert state(page, "fr") == "changed"
    [change] = changed_segments(outdated)
    assert (change.old_source, change.old_translation) == ("Where to go.", "fr: Where to go.")
    say(outdated, "Où aller ensuite.")
    publish(outdated, user)
    assert state(page, "fr") == "done"
    assert changed_segments(outdated) == []


def test_an_error_blocks_whatever_somebody_says(outdated, french):
    say(outdated, "Où <b>aller.")
    with pytest.raises(NotReady) as refused:
        publish(outdated, builders.admin(), confirmed=True)
    assert [problem.blocks for problem in refused.value.problems] == [True]
    assert fresh(french).summary == "fr: Where to go."


def test_what_a_machine_has_translated_has_to_be_confirmed(outdated):
    say(outdated, "Où aller ensuite.", translation_type="machine")
    [problem] = blocking_problems(outdated)
    assert "machine" in problem.message
    assert not problem.blocks


def test_a_text_that_the_page_does_not_take_is_an_error_at_its_segment(outdated, french):
    say(outdated, "A" * 401)
    with pytest.raises(NotReady):
        publish(outdated, builders.admin(), confirmed=True)
    assert fresh(french).summary == "fr: Where to go."


def test_whatever_does_not_fit_its_field_is_named_and_nothing_is_written(admin_client):
    """Titles, descriptions, captions in a body: every text of a field or block that has a limit."""
    page = full_page(NewsPage)
    french = builders.translate(page, "fr")
    translation = Translation.objects.get(source__object_id=page.translation_key, target_locale=french.locale)
    limits = {
        segment: limit
        for segment in translation.source.stringsegment_set.select_related("string", "context")
        if (limit := max_length(NewsPage, segment.context.field_path))
    }
    assert {"title", "seo_title"} < {segment.context.path for segment in limits}
    assert any("." in segment.context.path for segment in limits)
    for segment, limit in limits.items():
        # As it was stored before there was a check: without a signal.
        StringTranslation.objects.filter(
            translation_of=segment.string_id, context=segment.context_id, locale=french.locale
        ).update(data="x" * (limit + 1))
    revisions = french.revisions.count()
    for address in ("wagtailadmin_pages:edit", "translation_desk:publish"):
        pk = french.pk if "edit" in address else translation.pk
        response = admin_client.post(
            reverse(address, args=[pk]), {"action": "publish", "confirmed": "on"}, follow=True
        )
        assert response.status_code == 200
        assert {(problem.source, problem.message) for problem in response.context["errors"]} == {
            (plain(segment.string.data), f"{limit + 1} characters, at most {limit} fit.")
            for segment, limit in limits.items()
        }
    assert fresh(french).title == "fr: " + page.title
    assert french.revisions.count() == revisions
    preview = reverse("wagtail_localize:preview_translation", args=[translation.pk])
    assert admin_client.get(preview).status_code == 200


def test_nobody_publishes_in_a_language_that_is_not_theirs(outdated):
    builders.home("de")
    german = builders.user("translator-de", ensure_translator_group(builders.locale("de")))
    say(outdated, "Où aller ensuite.")
    with pytest.raises(PermissionDenied):
        publish(outdated, german)


def test_a_translation_is_not_published_before_its_source(page, outdated):
    say(outdated, "Où aller ensuite.")
    fresh(page).unpublish()
    with pytest.raises(NotReady) as refused:
        publish(outdated, builders.admin(), confirmed=True)
    assert "not published in English" in str(refused.value)


def test_wagtail_localizes_editor_asks_first(outdated, french, admin_client):
    response = admin_client.post(
        reverse("wagtailadmin_pages:edit", args=[french.pk]), {"action": "publish"}, follow=True
    )
    assert GAP in response.content.decode()
    assert "Publish nevertheless" in response.content.decode()
    assert fresh(french).summary == "fr: Where to go."


def test_wagtail_localizes_editor_publishes_what_is_complete(outdated, french, admin_client):
    say(outdated, "Où aller ensuite.")
    admin_client.post(reverse("wagtailadmin_pages:edit", args=[french.pk]), {"action": "publish"})
    assert fresh(french).summary == "Où aller ensuite."


def test_the_answer_is_no_until_somebody_ticks_yes(outdated, french, admin_client):
    url = reverse("translation_desk:publish", args=[outdated.pk])
    html = admin_client.get(url).content.decode()
    assert GAP in html
    assert "checked" not in html.partition('name="confirmed"')[2].partition(">")[0]
    admin_client.post(url, {})
    assert fresh(french).summary == "fr: Where to go."
    admin_client.post(url, {"confirmed": "on"})
    assert fresh(french).summary == GAP


def test_synchronising_publishes_only_what_is_complete_and_names_the_rest(
    page, outdated, french, admin_client
):
    german = builders.translate(fresh(page), "de")
    url = reverse("wagtail_localize:update_translations", args=[TranslationSource.objects.get().pk])
    response = admin_client.post(url, {"publish_translations": "on"}, follow=True)
    assert "Not published in Français: 1 text is missing or wrong." in response.content.decode()
    assert fresh(french).summary == "fr: Where to go."
    assert fresh(german).summary == f"de: {GAP}"


def test_the_bulk_action_publishes_nothing_while_one_translation_is_incomplete(
    outdated, french, admin_client
):
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + f"?id={french.pk}"
    html = admin_client.post(url, {"include_descendants": ""}, follow=True).content.decode()
    assert "is not completely translated into Français" in html
    assert fresh(french).summary == "fr: Where to go."
    say(outdated, "Où aller ensuite.")
    admin_client.post(url, {"include_descendants": ""})
    assert fresh(french).summary == "Où aller ensuite."


def test_the_bulk_action_looks_at_many_pages_as_cheaply_as_at_one(french, rf, monkeypatch):
    told = []
    monkeypatch.setattr(publish_hooks.messages, "error", lambda request, text: told.append(text))
    action = SimpleNamespace(cleaned_form=SimpleNamespace(cleaned_data={"include_descendants": True}))

    def cost():
        StringTranslation.objects.all().delete()
        pages = list(Page.objects.filter(locale=french.locale, depth=3))
        told.clear()
        with CaptureQueriesContext(connection) as queries:
            publish_hooks.guard_bulk(rf.post("/"), "publish", pages, action)
        assert len(told) == len(pages)
        return len(queries)

    one = cost()
    for number in range(3):
        builders.translate(builders.standard_page(f"Page {number}"), "fr")
    assert cost() == one
    assert len(told) == 4


def test_the_bulk_action_looks_at_the_drafts_below_too(page, french, admin_client):
    below = builders.standard_page("Brussels", parent=page)
    builders.submit(below, "fr").create_or_update_translation(
        builders.locale("fr"), publish=False, fallback=True
    )
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + f"?id={french.pk}"
    html = admin_client.post(url, {"include_descendants": "on"}, follow=True).content.decode()
    assert "“Brussels” is not completely translated" in html
    assert not below.get_translation(builders.locale("fr")).live


def test_an_alias_is_not_made_a_page_that_passes_for_translated(page, admin_client):
    builders.home("fr")
    alias = page.copy_for_translation(builders.locale("fr"), alias=True)
    url = reverse("wagtailadmin_pages:convert_alias", args=[alias.pk])
    html = admin_client.post(url, follow=True).content.decode()
    assert "Start the translation of this page on the desk" in html
    assert Page.objects.get(pk=alias.pk).alias_of_id == page.pk


def test_who_publishes_a_page_again_is_told_that_its_translations_are_offline(page, french, admin_client):
    page.unpublish()
    assert not fresh(french).live
    form = {"title": page.title, "slug": page.slug, "summary": page.summary, "body-count": "0"}
    form |= {f"comments-{name}_FORMS": "0" for name in ("TOTAL", "INITIAL")}
    form |= {"action-publish": "1"}
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    html = admin_client.post(address, form, follow=True).content.decode()
    assert fresh(page).live
    assert "1 translation of this page is offline" in html


def test_nothing_is_published_while_somebody_has_locked_the_page(outdated, french, admin_client):
    say(outdated, "Où aller ensuite.")
    french.locked, french.locked_by = True, builders.user("somebody else")
    french.locked_at = timezone.now()
    french.save()
    for address, form in [
        (reverse("translation_desk:publish", args=[outdated.pk]), {"confirmed": "on"}),
        (reverse("wagtailadmin_pages:edit", args=[french.pk]), {"action": "publish"}),
    ]:
        assert (
            "Somebody has locked this page" in admin_client.post(address, form, follow=True).content.decode()
        )
    assert fresh(french).summary == "fr: Where to go."


def test_what_the_page_itself_refuses_is_named_and_marked(outdated, french, admin_client, monkeypatch):
    say(outdated, "Où aller ensuite.")

    def clean(self):
        raise ValidationError({"summary": "No such summary.", "slug": "Taken."})

    monkeypatch.setattr(StandardPage, "clean", clean)
    address = reverse("translation_desk:publish", args=[outdated.pk])
    html = admin_client.post(address, follow=True).content.decode()
    assert "Taken." in html
    assert "No such summary." in html
    assert StringTranslation.objects.get(has_error=True).data == "Où aller ensuite."
    assert fresh(french).summary == "fr: Where to go."


def test_a_source_that_is_published_while_somebody_publishes_its_translation_is_not_overlooked(
    page, outdated
):
    say(outdated, "Où aller ensuite.")
    held = Translation.objects.select_related("source").get()
    assert held.source.content_json
    page.refresh_from_db()
    page.seo_title = "Missions of clusters"
    page.save_revision().publish()
    revision = publish(held, builders.admin(), confirmed=True)
    assert revision.as_object().seo_title == "Missions of clusters"


def test_the_bulk_action_leaves_alone_what_somebody_has_locked(page, admin_client):
    page.summary = "Not yet."
    page.save_revision()
    Page.objects.filter(pk=page.pk).update(locked=True, locked_by=builders.user("somebody else"))
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    html = admin_client.post(f"{address}?id={page.pk}&next=/admin/", follow=True).content.decode()
    assert "is locked or in review. Nothing was published." in html
    assert fresh(page).summary == "Where to go."
