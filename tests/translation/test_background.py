"""Pages are submitted in the background, step by step."""

import json
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page
from wagtail_localize.models import (
    OverridableSegment,
    StringSegment,
    TemplateSegment,
    Translation,
    TranslationContext,
    TranslationSource,
)

from partners.permissions import ensure_lead_group, ensure_partner_group
from portal.jobs import MOST_ATTEMPTS, work
from tests import builders
from tests.translation.bodies import full_body
from translation.background import start
from translation.models import Assignment, TranslationJob
from translation.submitting import ensure_submission, submit, submit_step

pytestmark = pytest.mark.django_db


def long_body(blocks):
    return json.dumps(
        [
            {"type": "text", "value": f"<p>Paragraph {n} of <b>many</b>.</p>", "id": str(uuid.uuid4())}
            for n in range(blocks)
        ]
    )


def plain(content):
    """A page as it was submitted; PostgreSQL gives the keys of a body back in another order."""
    values = json.loads(content)
    return values | {"body": json.loads(values["body"])}


def segments(source):
    names = ("context__path", "context__field_path", "order")
    rows = [
        *StringSegment.objects.filter(source=source).values_list("string__data", "attrs", *names),
        *TemplateSegment.objects.filter(source=source).values_list("template__template", *names),
        *OverridableSegment.objects.filter(source=source).values_list("data_json", *names),
    ]
    return sorted(map(str, rows))


@pytest.fixture
def editor(client):
    user = builders.admin()
    client.force_login(user)
    return user


def test_the_segments_are_those_that_wagtail_localize_would_write():
    page = builders.standard_page("Missions", summary="Where to go.", body=full_body())
    ours = ensure_submission(page)
    rows, content = segments(ours), ours.content_json
    ours.delete()
    TranslationContext.objects.all().delete()
    theirs, created = TranslationSource.get_or_create_from_instance(page)
    assert created
    assert segments(theirs) == rows
    assert len(rows) > 30
    assert plain(theirs.content_json) == plain(content)


def test_a_submission_shows_its_progress_and_what_it_made(client, editor):
    page = builders.standard_page("Missions", summary="Where to go.")
    for language in ("fr", "de"):
        builders.home(language)
    response = client.post(
        reverse("wagtail_localize:submit_page_translation", args=[page.pk]),
        {"locales": [builders.locale("fr").pk, builders.locale("de").pk], "next": "/admin/pages/"},
    )
    job = TranslationJob.objects.get()
    address = reverse("translation_jobs:job", args=[job.pk])
    assert response["Location"] == f"{address}?next=%2Fadmin%2Fpages%2F"
    assert (job.user, job.done, job.finished_at is None) == (editor, 3, False)
    html = client.get(response["Location"]).content.decode()
    assert "data-finished" in html
    for language in ("fr", "de"):
        translated = page.get_translation(builders.locale(language))
        assert not translated.live
        assert reverse("wagtailadmin_pages:edit", args=[translated.pk]) in html


def test_the_request_that_submits_a_long_page_only_notes_what_is_to_be_done(client, editor, settings):
    """Three hundred blocks into five languages: all the rest is the worker's."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    page = builders.standard_page("Long", body=long_body(300))
    locales = [builders.home(code).locale.pk for code in ("de", "fr", "pt", "es", "it")]
    address = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        client.post(address, {"locales": locales})
    job = TranslationJob.objects.get()
    assert (job.done, job.total, job.finished_at) == (0, 6, None)
    assert not TranslationSource.objects.exists()
    assert len(queries) < 60


def test_how_far_a_job_is_is_followed_until_it_is_finished(client, editor):
    job = TranslationJob.objects.create(kind="submit", title="Missions", steps=[[1, 2], [1, 3]], done=1)
    address = reverse("translation_jobs:job", args=[job.pk])
    html = client.get(address).content.decode()
    assert "data-follow" in html
    assert "portal/js/follow.js" in html
    assert 'data-done="1"' in html
    assert 'max="2" value="1">' in html
    assert "1 of 2 steps" in html
    TranslationJob.objects.update(done=2, finished_at=timezone.now())
    assert "data-follow" not in client.get(address).content.decode()


def test_a_job_is_shown_to_whoever_started_it_and_to_who_adds_languages(client, editor):
    job = TranslationJob.objects.create(kind="submit", title="Missions", user=editor)
    address = reverse("translation_jobs:job", args=[job.pk])
    assert client.get(address).status_code == 200
    assert "Missions" in client.get(reverse("translation_jobs:index")).content.decode()
    builders.home("fr")
    from translation.permissions import ensure_translator_group

    client.force_login(builders.user("translator", ensure_translator_group(builders.locale("fr"))))
    assert client.get(address, follow=True).status_code == 404
    assert "Missions" not in client.get(reverse("translation_jobs:index")).content.decode()


def test_the_lead_editor_starts_languages_and_checks_and_nobody_else_does(client):
    addresses = [reverse(f"translation_languages:{name}") for name in ("index", "start", "check")]
    client.force_login(builders.user("lead", ensure_lead_group()))
    assert client.get(addresses[0]).status_code == 200
    assert addresses[0] in client.get("/admin/").content.decode()
    client.post(addresses[1], {"language": "de"})
    assert builders.locale("de").pk
    client.post(addresses[2])
    kinds = TranslationJob.objects.order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["language", "check"]
    client.force_login(builders.user("editor", ensure_partner_group("spi", "SPI").group))
    assert addresses[0] not in client.get("/admin/").content.decode()
    refused = [client.get(addresses[0]), *(client.post(each, {"language": "it"}) for each in addresses[1:])]
    assert {response["Location"] for response in refused} == {reverse("wagtailadmin_home")}
    assert TranslationJob.objects.count() == 2


def test_a_check_that_finds_nothing_says_so(client, editor):
    job = TranslationJob.objects.create(
        kind="check", title="all", steps=[1], done=1, finished_at=timezone.now()
    )
    address = reverse("translation_jobs:job", args=[job.pk])
    assert "Everything follows its source." in client.get(address).content.decode()
    TranslationJob.objects.update(report=["A page has drifted."])
    assert "Everything follows its source." not in client.get(address).content.decode()


def test_a_language_that_is_being_started_is_not_started_twice(client, editor):
    german = builders.locale("de")
    running = TranslationJob.objects.create(
        kind="language", title="Deutsch", steps=[1, 2], options={"locale": german.pk, "language": "fr"}
    )
    start_address = reverse("translation_languages:start")
    response = client.post(start_address, {"language": "de"})
    assert response["Location"] == reverse("translation_jobs:job", args=[running.pk])
    TranslationJob.objects.update(finished_at=timezone.now())
    client.post(start_address, {"language": "de"})
    assert TranslationJob.objects.count() == 2


def test_what_is_done_is_not_done_again():
    page = builders.standard_page("Missions")
    builders.home("fr")
    submit(page, [builders.locale("fr")])
    french = page.get_translation(builders.locale("fr"))
    before = (french.latest_revision_id, Translation.objects.count(), Page.objects.count())
    job = TranslationJob.objects.get()
    work.call("translation.TranslationJob", job.pk)
    submit_step(job, [page.pk, builders.locale("fr").pk])
    french.refresh_from_db()
    assert (french.latest_revision_id, Translation.objects.count(), Page.objects.count()) == before


def test_a_job_goes_on_where_it_was():
    pages = [builders.standard_page(f"Page {n}") for n in range(4)]
    builders.home("fr")
    french = builders.locale("fr")
    job = TranslationJob.objects.create(
        kind="submit", title="x", steps=[[page.pk, french.pk] for page in pages], done=2
    )
    work.call("translation.TranslationJob", job.pk)
    job.refresh_from_db()
    assert (job.done, job.finished_at is None) == (4, False)
    made = [page.has_translation(french) for page in pages]
    assert made == [False, False, True, True]


def test_a_step_that_fails_is_reported_and_undone_and_the_rest_goes_on(monkeypatch):
    pages = [builders.standard_page(f"Page {n}") for n in range(3)]
    builders.home("fr")
    french = builders.locale("fr")
    bad = pages[1].pk

    def failing(job, step):
        submit_step(job, step)
        if step[0] == bad:
            raise RuntimeError("no")
        return []

    monkeypatch.setattr("translation.submitting.submit_step", failing)
    job = start(TranslationJob.Kind.SUBMIT, "x", [[page.pk, french.pk] for page in pages])
    assert (job.done, job.report) == (3, ["Step 2 failed; the log has the reason."])
    assert [page.has_translation(french) for page in pages] == [True, False, True]


def test_a_step_that_ends_its_worker_every_time_fails_at_last_and_the_rest_goes_on(monkeypatch):
    class Killed(BaseException):
        pass

    def dies(job, step):
        begun.append(step)
        if step == "bad":
            raise Killed
        return []

    begun = []
    monkeypatch.setattr(TranslationJob, "do_step", dies)
    job = TranslationJob.objects.create(kind=TranslationJob.Kind.SUBMIT, title="t", steps=["bad", "good"])
    for _attempt in range(MOST_ATTEMPTS):
        with pytest.raises(Killed):
            work.call("translation.TranslationJob", job.pk)
    work.call("translation.TranslationJob", job.pk)
    job.refresh_from_db()
    assert begun == ["bad"] * MOST_ATTEMPTS + ["good"]
    assert (job.done, job.attempts, job.report) == (2, 0, ["Step 1 failed; the log has the reason."])


def test_the_step_of_a_page_that_is_gone_is_nothing():
    job = start(TranslationJob.Kind.SUBMIT, "x", [[999999, builders.locale("fr").pk]])
    assert (job.done, job.report) == (1, [])


def test_the_assignment_reaches_every_page_of_a_tree(client, editor):
    page = builders.standard_page("Missions")
    below = builders.standard_page("Brussels", parent=page)
    builders.home("fr")
    client.post(
        reverse("wagtail_localize:submit_page_translation", args=[page.pk]),
        {
            "locales": [builders.locale("fr").pk],
            "include_subtree": "on",
            "component-translation_assignment-enabled": "on",
            "component-translation_assignment-due": "2031-05-04",
            "component-translation_assignment-note": "Soon",
        },
    )
    assert TranslationJob.objects.get().report == []
    found = Assignment.objects.values_list("translation_key", "note")
    assert sorted(found) == sorted((each.translation_key, "Soon") for each in (page, below))


def test_pages_made_late_take_the_place_they_have_among_their_siblings():
    pages = [builders.standard_page(name) for name in ("One", "Two", "Three")]
    french = builders.home("fr")
    for page in (pages[2], pages[0], pages[1]):
        submit(page, [builders.locale("fr")])
    assert [page.title for page in Page.objects.child_of(french)] == ["One", "Two", "Three"]
    assert Page.find_problems() == ([], [], [], [], [])


def test_a_long_page_costs_no_more_queries_than_a_short_one():
    def cost(blocks):
        page = builders.standard_page(f"With {blocks}", body=long_body(blocks))
        with CaptureQueriesContext(connection) as queries:
            ensure_submission(page)
        return len(queries)

    assert cost(300) <= cost(20) + 10


def test_five_languages_of_a_long_page_take_no_more_queries_than_wagtail_localize_for_one():
    page = builders.standard_page("Long", body=long_body(60))
    languages = [builders.locale(code) for code in ("de", "fr", "pt", "es", "it")]
    for locale in languages:
        builders.home(locale.language_code)
    with CaptureQueriesContext(connection) as ours:
        job = submit(page, languages)
    assert (job.report, len(page.get_translations())) == ([], 5)
    from wagtail_localize.operations import translate_object

    other = builders.standard_page("Other", body=long_body(60).replace("Paragraph", "Passage"))
    with CaptureQueriesContext(connection) as theirs:
        translate_object(other, languages[:1])
    assert len(ours) < len(theirs)


def test_a_translation_that_is_submitted_is_translated_from_its_original(client, editor):
    german = builders.standard_page("Über uns", language="de", summary="Wohin?")
    english = builders.translate(german, "en")
    builders.home("fr")
    submit(english, [builders.locale("fr")])
    sources = TranslationSource.objects.filter(object_id=german.translation_key)
    assert [source.locale.language_code for source in sources] == ["de"]
    french = german.get_translation(builders.locale("fr"))
    assert (french.live, french.alias_of_id) == (False, None)


def test_a_translation_taken_up_again_in_the_place_of_an_alias_is_not_public(client, editor):
    page = builders.standard_page("Missions", summary="Where to go.")
    builders.translate(page, "fr").delete()
    page.copy_for_translation(builders.locale("fr"), alias=True)
    assert page.get_translation(builders.locale("fr")).live
    client.post(reverse("translation_desk:start"), {"start": f"fr:{page.pk}"})
    french = page.get_translation(builders.locale("fr"))
    assert (french.live, french.alias_of_id) == (False, None)
