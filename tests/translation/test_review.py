"""A translator submits, a reviewer approves, and only then the page changes."""

import re

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from wagtail.models import Page, Workflow
from wagtail_localize.models import SegmentOverride, Translation

from tests import builders
from tests.translation.board_rows import state
from tests.translation.test_publishing import say
from translation.changes import changed_segments
from translation.desk.waiting import waiting
from translation.permissions import ensure_reviewer_group, ensure_translator_group
from translation.publishing import NotReady
from translation.review import NoWorkflow, decide, submit_for_review

pytestmark = pytest.mark.django_db

GAP = "Where to go next."


@pytest.fixture
def translator(french):
    return builders.user("translator-fr", ensure_translator_group(builders.locale("fr")))


@pytest.fixture
def reviewer(translator):
    return builders.user("reviewer-fr", ensure_reviewer_group(builders.locale("fr")))


@pytest.fixture
def outdated(page, french):
    page.summary = GAP
    page.save_revision().publish()
    return Translation.objects.get()


def fresh(page):
    return type(page).objects.get(pk=page.pk)


def test_translators_of_a_language_with_reviewers_do_not_publish(french, translator, reviewer):
    rights = fresh(french).permissions_for_user(translator)
    assert (rights.can_edit(), rights.can_publish()) == (True, False)
    ensure_translator_group(builders.locale("fr"))
    assert (
        not fresh(french).permissions_for_user(builders.user("other", *translator.groups.all())).can_publish()
    )
    assert fresh(french).permissions_for_user(reviewer).can_publish()


def test_setting_up_the_review_twice_changes_nothing(reviewer):
    ensure_reviewer_group(builders.locale("fr"))
    assert Workflow.objects.filter(name="Review: Français").count() == 1


def test_submitting_starts_the_workflow_and_leaves_the_public_page_alone(
    page, french, outdated, translator, reviewer, client
):
    before = client.get(french.url).content
    say(outdated, "Où aller ensuite.")
    running = submit_for_review(outdated, translator)
    assert running.workflow.name == "Review: Français"
    assert fresh(french).summary == "fr: Where to go."
    assert client.get(french.url).content == before
    assert fresh(french).get_latest_revision_as_object().summary == "Où aller ensuite."
    assert state(page, "fr") == "review"


def test_approval_publishes_and_every_list_agrees(page, french, outdated, translator, reviewer):
    say(outdated, "Où aller ensuite.")
    submit_for_review(outdated, translator)
    decide(outdated, reviewer, approves=True)
    assert fresh(french).summary == "Où aller ensuite."
    assert not fresh(french).has_unpublished_changes
    assert state(page, "fr") == "done"
    assert outdated.get_status_display() == "Up to date"


def test_what_the_reviewer_corrects_is_what_is_published(french, outdated, translator, reviewer):
    say(outdated, "Où aler ensuite.")
    submit_for_review(outdated, translator)
    say(outdated, "Où aller ensuite.", last_translated_by=reviewer)
    decide(outdated, reviewer, approves=True)
    assert fresh(french).summary == "Où aller ensuite."


def overridable(translation):
    """A segment of an image or a link: it may be another one in the translation."""
    source = translation.source
    return source.overridablesegment_set.create(
        context=source.stringsegment_set.get(string__data=GAP).context, order=1, data_json="1"
    )


@pytest.mark.parametrize("writer", ["translator", None])
def test_what_others_wrote_after_submitting_is_not_published_with_it(
    french, outdated, translator, reviewer, writer
):
    say(outdated, "Où aller ensuite.")
    submit_for_review(outdated, translator)
    say(outdated, "Nobody has read this.", last_translated_by=translator if writer else None)
    decide(outdated, reviewer, approves=True)
    assert fresh(french).summary == "Où aller ensuite."


def test_an_image_that_was_exchanged_after_submitting_is_not_published_with_it(
    french, outdated, translator, reviewer
):
    say(outdated, "Où aller ensuite.")
    submit_for_review(outdated, translator)
    SegmentOverride.objects.create(
        locale=outdated.target_locale,
        context=overridable(outdated).context,
        data_json="null",
        last_translated_by=translator,
    )
    before = fresh(french).latest_revision
    decide(outdated, reviewer, approves=True)
    assert fresh(french).live_revision == before


@pytest.mark.parametrize("method", ["put", "delete"])
def test_who_submitted_writes_nothing_more_until_it_is_decided(
    french, outdated, translator, reviewer, client, method
):
    say(outdated, "Où aller ensuite.")
    string = outdated.source.stringsegment_set.get(string__data=GAP)
    override = overridable(outdated)
    addresses = [
        reverse("wagtail_localize:edit_string_translation", args=[outdated.pk, string.pk]),
        reverse("wagtail_localize:edit_override", args=[outdated.pk, override.pk]),
    ]
    body = {"data": "value=Trop+tard.", "content_type": "application/x-www-form-urlencoded"}
    submit_for_review(outdated, translator)
    client.force_login(translator)
    assert [getattr(client, method)(address, **body).status_code for address in addresses] == [403, 403]
    client.force_login(reviewer)
    assert getattr(client, method)(addresses[0], **body).status_code == 200


def test_nor_does_the_machine(outdated, translator, reviewer, client):
    say(outdated, "Où aller ensuite.")
    submit_for_review(outdated, translator)
    client.force_login(translator)
    address = reverse("wagtail_localize:machine_translate", args=[outdated.pk])
    assert client.post(address)["Location"] == reverse("wagtailadmin_home")


def test_an_approved_text_is_published_as_it_was_when_the_source_has_changed_meanwhile(
    page, french, outdated, translator, reviewer
):
    say(outdated, "Où aller ensuite.")
    submit_for_review(outdated, translator)
    page.summary = "Somewhere else."
    page.save_revision().publish()
    decide(outdated, reviewer, approves=True)
    assert fresh(french).summary == "Où aller ensuite."
    assert state(page, "fr") == "changed"


def test_a_reviewer_may_ask_for_changes_and_gets_it_again(page, french, outdated, translator, reviewer):
    say(outdated, "Ou aller.")
    submit_for_review(outdated, translator)
    decide(outdated, reviewer, approves=False, comment="An accent is missing.")
    assert state(page, "fr") == "progress"
    assert [row.page_id for row in waiting(translator).mine] == [page.pk]
    say(outdated, "Où aller ensuite.")
    submit_for_review(outdated, translator)
    assert state(page, "fr") == "review"
    decide(outdated, reviewer, approves=True)
    assert fresh(french).summary == "Où aller ensuite."


def test_reviewers_get_nothing_with_gaps(outdated, translator, reviewer):
    with pytest.raises(NotReady) as refused:
        submit_for_review(outdated, translator)
    assert [problem.source for problem in refused.value.problems] == [GAP]


def test_only_reviewers_decide(outdated, translator, reviewer):
    say(outdated, "Où aller ensuite.")
    submit_for_review(outdated, translator)
    with pytest.raises(PermissionDenied):
        decide(outdated, translator, approves=True)


def test_without_anybody_to_review_it_says_so(outdated, translator):
    Workflow.objects.all().delete()
    say(outdated, "Où aller ensuite.")
    with pytest.raises(NoWorkflow):
        submit_for_review(outdated, translator)


def test_another_languages_translator_submits_nothing(outdated, reviewer):
    builders.home("de")
    german = builders.user("translator-de", ensure_translator_group(builders.locale("de")))
    say(outdated, "Où aller ensuite.")
    with pytest.raises(PermissionDenied):
        submit_for_review(outdated, german)


def test_wagtails_own_approval_publishes_the_translation_too(french, outdated, translator, reviewer, client):
    say(outdated, "Où aller ensuite.")
    submit_for_review(outdated, translator)
    task = fresh(french).current_workflow_task_state
    client.force_login(reviewer)
    client.post(reverse("wagtailadmin_pages:workflow_action", args=[french.pk, "approve", task.pk]))
    assert fresh(french).summary == "Où aller ensuite."


def test_any_other_page_is_approved_as_wagtail_does_it(reviewer):
    page = builders.standard_page("Bonjour", language="fr", live=False)
    page.get_workflow().start(page, reviewer)
    task = fresh(page).current_workflow_task_state
    task.task.specific.on_action(task, reviewer, "approve")
    assert Page.objects.get(pk=page.pk).live


def written(html, segment, text, action):
    """What the workbench's form sends when a text was written."""
    seen = re.search(rf'name="seen-{segment.pk}" value="([^"]*)"', html)[1]
    return {"action": action, f"text-{segment.pk}": text, f"seen-{segment.pk}": seen}


def test_from_the_workbench_to_the_public_page(french, outdated, translator, reviewer, client):
    workbench = reverse("translation_workbench", args=[outdated.pk])
    segment = outdated.source.stringsegment_set.get(string__data=GAP)
    client.force_login(translator)
    html = client.get(workbench).content.decode()
    assert "Submit for review" in html
    assert 'value="publish"' not in html
    assert "<ins>" in html
    client.post(workbench, written(html, segment, "Où aller ensuite.", "review"))
    html = client.get(workbench).content.decode()
    assert "is in review" in html
    client.post(workbench, written(html, segment, "Trop tard.", "save"))
    client.force_login(reviewer)
    review = reverse("translation_desk:review", args=[outdated.pk])
    html = client.get(review).content.decode()
    assert "Où aller ensuite." in html
    assert "Trop tard" not in html
    response = client.post(review, {"decision": "approve", "comment": ""}, follow=True)
    assert "is approved and published" in response.content.decode()
    assert fresh(french).summary == "Où aller ensuite."


def test_reviewers_see_where_a_text_stands_and_what_the_checks_say_to_it(
    outdated, translator, reviewer, client
):
    say(outdated, "Où aller 3 fois.")
    submit_for_review(outdated, translator)
    client.force_login(reviewer)
    html = client.get(reverse("translation_desk:review", args=[outdated.pk])).content
    changed = BeautifulSoup(html, "html.parser").select_one("tr.desk-changed")
    assert changed.select_one(".workbench-place").get_text(strip=True) == "Summary"
    assert "next" in changed.ins.get_text()
    problem = changed.select_one('[lang="fr"] [data-problem="numbers"]')
    assert problem.parent["lang"] == "en"


def test_signs_are_shown_as_they_are_written_on_every_screen(page, french, translator, reviewer, client):
    page.title = "R&D <now>"
    page.save_revision().publish()
    translation = Translation.objects.get()
    say(translation, "R&amp;D &lt;mieux&gt;", source="R&amp;D &lt;now&gt;")
    assert fresh(french).draft_title == "R&D <mieux>"
    client.force_login(reviewer)
    for name in ("translation_workbench", "translation_desk:publish", "translation_desk:review"):
        html = client.get(reverse(name, args=[translation.pk])).content.decode()
        assert "R&amp;D &lt;mieux&gt;" in html
        assert "&amp;amp;" not in html
        assert "&amp;lt;" not in html


def test_who_may_not_publish_is_told_so_and_what_to_do(outdated, translator, reviewer, client):
    client.force_login(translator)
    html = client.get(reverse("translation_desk:publish", args=[outdated.pk])).content.decode()
    assert 'data-notice="no-right"' in html
    assert "submit it for review" in html
    client.force_login(reviewer)
    html = client.get(reverse("translation_desk:publish", args=[outdated.pk])).content.decode()
    assert 'data-notice="no-right"' not in html


def test_a_first_publication_of_an_older_text_is_out_of_date_at_once(translator, reviewer):
    page = builders.standard_page("Guide", summary="Chapter 1.")
    builders.translate(page, "fr", live=False)
    translation = Translation.objects.get(source__object_id=page.translation_key)
    submit_for_review(translation, translator)
    page.summary = "Chapter 2."
    page.save_revision().publish()
    decide(translation, reviewer, approves=True)
    assert page.get_translation(builders.locale("fr")).live
    assert state(page, "fr") == "changed"
    [change] = changed_segments(translation)
    assert (change.old_source, change.new_source) == ("Chapter 1.", "Chapter 2.")


def test_whoever_asks_for_changes_says_which(french, outdated, translator, reviewer, client):
    say(outdated, "Ou aller.")
    submit_for_review(outdated, translator)
    client.force_login(reviewer)
    address = reverse("translation_desk:review", args=[outdated.pk])
    html = client.post(address, {"decision": "reject", "comment": " "}).content.decode()
    assert "Say what should be changed." in html
    assert fresh(french).workflow_in_progress
    client.post(address, {"decision": "reject", "comment": "An accent is missing."})
    assert not fresh(french).workflow_in_progress
