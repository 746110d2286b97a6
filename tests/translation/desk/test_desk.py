"""The desk shows what waits, to those who may do it, with a number of queries that does not grow."""

import json
import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.shortcuts import resolve_url
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page
from wagtail_localize.models import (
    String,
    StringSegment,
    StringTranslation,
    TranslatableObject,
    Translation,
    TranslationContext,
    TranslationSource,
)

from home.models import StandardPage
from partners.permissions import ensure_lead_group, ensure_partner_group, ensure_permissions
from tests import builders
from tests.translation.board_rows import row, state
from translation.access import access_of
from translation.assigning import assign
from translation.board import load
from translation.desk.filtering import totals
from translation.models import Assignment
from translation.permissions import ensure_reviewer_group, ensure_translator_group

pytestmark = pytest.mark.django_db

DESK = "/admin/translations/"


@pytest.fixture
def french_home(page):
    return builders.home("fr")


@pytest.fixture
def translator(client, french_home):
    user = builders.user(
        "translator-fr", ensure_translator_group(builders.locale("fr")), email="fr@portal.example"
    )
    client.force_login(user)
    return user


@pytest.fixture
def lead(client, french_home):
    builders.home("de")
    user = builders.admin()
    client.force_login(user)
    return user


def marks(html):
    return dict(re.findall(r'data-translation="([^"]+)" data-state="([^"]+)"', html))


def shown(client, **query):
    return marks(client.get(DESK, query).content.decode())


def test_the_address_is_the_agreed_one():
    assert reverse("translation_desk:index") == DESK


def test_every_public_page_is_new_in_each_language_that_lacks_it(page, lead, client):
    draft = builders.standard_page("Draft", live=False)
    found = shown(client, state="new")
    assert found[f"fr:{page.pk}"] == "new"
    assert found[f"de:{page.pk}"] == "new"
    assert f"fr:{draft.pk}" not in found


def test_a_submitted_page_is_new_until_somebody_translates_a_segment(page, french_home):
    builders.submit(page, "fr").create_or_update_translation(
        builders.locale("fr"), publish=False, fallback=True
    )
    assert state(page, "fr") == "new"
    assert row(page, "fr").is_started


def test_a_page_written_in_two_languages_is_not_work(page):
    builders.standard_page("Missions", language="fr", translation_key=page.translation_key)
    assert state(page, "fr") == "done"


def test_a_stopped_translation_is_neither_done_nor_to_do(page, translator, client):
    def pages_and_done():
        [total] = totals(load(access_of(translator)))
        return total.pages, total.done_pages

    french = builders.translate(page, "fr")
    pages, done = pages_and_done()
    assert "state=stopped" not in client.get(DESK).content.decode()
    Translation.objects.update(enabled=False)
    mark = f"fr:{page.pk}"
    assert pages_and_done() == (pages - 1, done - 1)
    assert shown(client, state="stopped") == {mark: "stopped"}
    assert mark not in shown(client)
    assert "state=stopped" in client.get(DESK).content.decode()
    response = client.post(reverse("translation_desk:start"), {"start": mark}, follow=True)
    assert response.redirect_chain[-1][0] == reverse("wagtailadmin_pages:edit", args=[french.pk])
    html = response.content.decode()
    assert "The synchronisation of this translation was stopped" in html
    assert "it is not a translation" not in html


def test_a_translator_sees_their_language_and_no_other(page, translator, client):
    builders.home("de")
    assert {mark.partition(":")[0] for mark in shown(client, state="new")} == {"fr"}
    assert {mark.partition(":")[0] for mark in shown(client, state="new", language="de")} == {"fr"}


def test_the_desk_is_closed_to_people_without_any_language(client, french_home):
    user = builders.user("nobody")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    assert client.get(DESK).status_code == 302
    assert "Translations" not in client.get("/admin/").content.decode()


def test_the_desk_is_a_translators_first_menu_item_and_its_help_is_in_the_admin(translator, client):
    html = client.get("/admin/").content.decode()
    addresses = re.findall(r'"url": "(/admin/[^"]+)"', html)
    assert addresses.index(DESK) < addresses.index("/admin/images/")
    help_page = reverse("translation_exchange:help")
    assert help_page in addresses
    assert "Translating a page" in client.get(help_page).content.decode()


def test_the_lead_editor_sees_every_language(page, french_home, client):
    builders.home("de")
    client.force_login(builders.user("lead", ensure_lead_group()))
    assert {mark.partition(":")[0] for mark in shown(client, state="new")} >= {"de", "fr"}


def test_starting_a_page_from_the_desk_opens_it_as_a_draft(page, translator, client):
    response = client.post(reverse("translation_desk:start"), {"start": f"fr:{page.pk}"})
    translation = Translation.objects.get()
    assert response["Location"] == reverse("translation_workbench", args=[translation.pk])
    french = page.get_translation(builders.locale("fr"))
    assert (french.live, french.alias_of_id) == (False, None)
    assert client.get(response["Location"]).status_code == 200


def test_nobody_starts_a_page_in_a_language_that_is_not_theirs(page, translator, client):
    builders.home("de")
    for mark in (f"de:{page.pk}", "fr:999999", "nonsense", ""):
        assert client.post(reverse("translation_desk:start"), {"start": mark}).status_code == 302
    assert not Translation.objects.exists()


def test_an_alias_that_is_started_is_not_public_before_it_is_translated(page, translator, client):
    page.copy_for_translation(builders.locale("fr"), alias=True)
    client.post(reverse("translation_desk:start"), {"start": f"fr:{page.pk}"})
    assert not page.get_translation(builders.locale("fr")).live
    html = client.get("/fr/missions/").content.decode()
    assert 'data-notice="untranslated"' in html


def test_pages_started_last_to_first_stand_in_the_order_of_their_source(translator, client):
    section, *others = (builders.standard_page(name) for name in ("Section", "Second", "Third"))
    below = [builders.standard_page(f"Below {n}", parent=section) for n in range(3)]
    for page in [*reversed(others), *reversed(below)]:
        client.post(reverse("translation_desk:start"), {"start": f"fr:{page.pk}"})
    for slug in ("home", "section"):
        pages = Page.objects.filter(slug__in=[slug, f"{slug}-en", f"{slug}-fr"]).order_by("path")
        english, french = (list(page.get_children().values_list("slug", flat=True)) for page in pages)
        assert french == [slug for slug in english if slug != "missions"]
        assert len(french) == 3
    assert Page.find_problems() == ([], [], [], [], [])


def test_starting_is_as_cheap_for_a_long_page_as_for_a_short_one(translator, client):
    text = "".join(f"<p>Paragraph {n}.</p>" for n in range(80))
    short = builders.standard_page(
        "Short", body=json.dumps([{"type": "text", "id": str(uuid4()), "value": "<p>A</p>"}])
    )
    long = builders.standard_page(
        "Long", body=json.dumps([{"type": "text", "id": str(uuid4()), "value": text}])
    )
    counts = []
    for page in (short, long):
        with CaptureQueriesContext(connection) as queries:
            client.post(reverse("translation_desk:start"), {"start": f"fr:{page.pk}"})
        counts.append(len(queries))
    assert counts[1] - counts[0] < 20


def test_totals_count_pages_words_and_segments(page, french_home):
    french = builders.translate(page, "fr")
    assert french.live
    found = row(page, "fr")
    assert (found.segments, found.translated_segments) == (2, 2)
    assert (found.words, found.translated_words, found.percent) == (4, 4, 100)
    unsubmitted = row(builders.standard_page("About us all", summary="One two three."), "fr")
    assert (unsubmitted.segments, unsubmitted.words, unsubmitted.translated_words) == (2, 6, 0)


def test_a_segment_that_fails_a_check_shows_in_the_list(page, lead, client):
    builders.translate(page, "fr")
    StringTranslation.objects.get(data="fr: Where to go.").delete()
    segment = StringSegment.objects.get(string__data="Where to go.")
    StringTranslation.objects.create(
        translation_of=segment.string,
        context=segment.context,
        locale=builders.locale("fr"),
        data="<b>Où",
        translation_type="manual",
    )
    assert shown(client, state="failed", language="fr") == {f"fr:{page.pk}": "failed"}


def test_filters_by_kind_part_person_and_due_date(page, lead, client):
    cluster = builders.cluster_page(country="DE")
    other = builders.cluster_page("Other", country="AT")
    user = builders.user("someone", ensure_translator_group(builders.locale("fr")))
    french = builders.locale("fr")
    today = timezone.localdate()
    assign([(cluster.translation_key, french)], user, today - timedelta(days=1))
    assign([(other.translation_key, french)], None, today + timedelta(days=3))

    def pages(**query):
        return {int(mark.partition(":")[2]) for mark in shown(client, language="fr", **query)}

    country = builders.country_page("DE")
    assert pages(kind="clusters.clusterpage") == {cluster.pk, other.pk}
    assert pages(part=str(country.translation_key)) == {country.pk, cluster.pk}
    assert pages(assignee=str(user.pk)) == {cluster.pk}
    assert cluster.pk not in pages(assignee="none")
    assert pages(due="late") == {cluster.pk}
    assert pages(due="week") == {other.pk}
    assert not {cluster.pk, other.pk} & pages(due="none")
    assert page.pk in pages(kind="nonsense", part="nonsense", assignee="12345", due="x", p="99")


def test_whoever_has_no_right_on_a_section_filters_by_it_all_the_same(french_home, client):
    editor = builders.user("editor-inno", ensure_partner_group("inno", "inno TSD").group)
    section = builders.news_section("inno-tsd", partner=builders.partner("inno"))
    article = builders.news_page("Guide", section=section)
    builders.news_page("Other")
    assign([(article.translation_key, builders.locale("fr"))])
    builders.translate(section, "fr")
    ensure_permissions()
    client.force_login(editor)
    html = client.get(DESK, {"language": "fr"}).content.decode()
    news = builders.news_index()
    assert f'value="{news.translation_key}"' in html
    assert f"fr:{article.pk}" in shown(client, language="fr", part=str(news.translation_key))


@pytest.mark.parametrize(
    ("who", "screen"), [("translator", DESK), ("lead", "/admin/"), ("nobody", "/admin/")]
)
def test_translators_land_at_the_desk_when_they_sign_in(client, french_home, settings, who, screen):
    groups = {
        "translator": lambda: [ensure_translator_group(builders.locale("fr"))],
        "lead": lambda: [ensure_lead_group()],
        "nobody": lambda: [Group.objects.get(name="Moderators")],
    }
    client.force_login(builders.user(who, *groups[who]()))
    assert client.get(resolve_url(settings.LOGIN_REDIRECT_URL))["Location"] == screen


def test_what_is_due_comes_first(page, lead, client):
    about = builders.standard_page("About")
    assign([(about.translation_key, builders.locale("fr"))], None, date(2031, 1, 1))
    assert next(iter(shown(client, language="fr"))) == f"fr:{about.pk}"


def test_several_pages_are_assigned_at_once(page, lead, client):
    user = builders.user("someone", ensure_translator_group(builders.locale("fr")))
    data = {
        "row": [f"fr:{page.pk}", f"de:{page.pk}"],
        "assign-assignee": user.pk,
        "assign-due": "2031-05-04",
        "assign-note": "Before the fair",
    }
    asked = client.post(reverse("translation_desk:assign"), {"row": data["row"]}).content.decode()
    assert "Missions" in asked
    assert not Assignment.objects.exists()
    html = client.post(reverse("translation_desk:assign"), data, follow=True).content.decode()
    assert "1 translation assigned." in html
    assert "may not translate everything" in html
    assignment = Assignment.objects.get()
    assert (assignment.assignee, assignment.due, assignment.note) == (
        user,
        date(2031, 5, 4),
        "Before the fair",
    )
    assert row(page, "fr").assignee == "someone"


def test_work_is_offered_and_given_to_those_alone_who_may_do_it(page, lead, client):
    builders.user("translator-de", ensure_translator_group(builders.locale("de")))
    builders.user("translator-fr", ensure_translator_group(builders.locale("fr")))
    editor = builders.user("editor-inno", ensure_partner_group("inno", "inno TSD").group)
    section = builders.news_section("inno-tsd", partner=builders.partner("inno"))
    article = builders.news_page("Guide", section=section)
    builders.translate(section, "fr")
    ensure_permissions()

    def offered(response):
        names = re.findall(r'<option value="\d+"[^>]*>\s*([^<]+?)\s*<', response.content.decode())
        return {name for name in names if name != lead.username}

    def given(chosen, person):
        data = {"row": [f"fr:{chosen.pk}"], "assign-assignee": person.pk, "assign-note": ""}
        client.post(reverse("translation_desk:assign"), data)
        return Assignment.objects.filter(translation_key=chosen.translation_key, assignee=person).exists()

    def ask(*rows):
        return client.post(reverse("translation_desk:assign"), {"row": rows})

    def submission(chosen):
        return client.get(reverse("wagtail_localize:submit_page_translation", args=[chosen.pk]))

    assert offered(ask(f"fr:{page.pk}")) == {"translator-fr"}
    assert offered(ask(f"fr:{page.pk}", f"de:{page.pk}")) == {"translator-fr", "translator-de"}
    assert offered(ask(f"fr:{article.pk}")) == {"translator-fr", "editor-inno"}
    assert offered(submission(page)) == {"translator-fr", "translator-de"}
    assert "editor-inno" in offered(submission(article))
    source = builders.submit(section)
    synchronising = client.get(reverse("wagtail_localize:update_translations", args=[source.pk]))
    assert "editor-inno" in offered(synchronising)
    assert (given(page, editor), given(article, editor)) == (False, True)
    # Whoever calls without a form.
    french = builders.locale("fr")
    assert assign([(page.translation_key, french), (article.translation_key, french)], editor) == 1


def test_nobody_assigns_what_they_may_not_do(page, translator, client):
    builders.home("de")
    client.post(
        reverse("translation_desk:assign"),
        {"row": [f"de:{page.pk}"], "assign-assignee": translator.pk, "assign-note": ""},
    )
    assert not Assignment.objects.exists()


def test_a_page_is_assigned_when_it_is_submitted(page, lead, client):
    user = builders.user("someone", ensure_translator_group(builders.locale("fr")))
    prefix = "component-translation_assignment"
    client.post(
        reverse("wagtail_localize:submit_page_translation", args=[page.pk]),
        {
            "locales": [builders.locale("fr").pk, builders.locale("de").pk],
            f"{prefix}-enabled": "on",
            f"{prefix}-assignee": user.pk,
            f"{prefix}-due": "2031-05-04",
            f"{prefix}-note": "",
        },
    )
    assignment = Assignment.objects.get()
    assert (assignment.locale, assignment.assignee) == (builders.locale("fr"), user)


def test_wagtail_localizes_report_leads_to_the_desk(translator, client):
    response = client.get(reverse("wagtail_localize:translations_report"))
    assert response["Location"] == DESK
    assert "/reports/translations/" not in client.get("/admin/").content.decode()


def test_the_dashboard_says_what_waits(page, translator, client):
    assign([(page.translation_key, builders.locale("fr"))], translator)
    html = client.get("/admin/").content.decode()
    assert "Translations that wait for you" in html
    assert marks(html) == {f"fr:{page.pk}": "new"}


def test_a_stopped_translation_may_be_in_review_too(page, client, french):
    Translation.objects.update(enabled=False)
    translators = ensure_translator_group(builders.locale("fr"))
    reviewer = builders.user("reviewer-fr", ensure_reviewer_group(builders.locale("fr")))
    french.save_revision()
    french.get_workflow().start(french, builders.user("translator-fr", translators))
    client.force_login(reviewer)
    for address in (DESK, "/admin/"):
        html = client.get(address).content.decode()
        assert marks(html) == {f"fr:{page.pk}": "review"}
        assert reverse("wagtailadmin_pages:edit", args=[french.pk]) in html


def many(count):
    """So many pages translated into French, with four segments each, written straight into the tables."""
    now = timezone.now()
    kind, base = (ContentType.objects.get_for_model(model) for model in (StandardPage, Page))
    english, french = builders.home("en"), builders.home("fr")
    keys = [uuid4() for _ in range(count)]
    for parent in (english, french):
        # Only what all pages have: the desk reads nothing else.
        Page.objects.bulk_create(
            Page(
                title=f"Page {n}",
                draft_title=f"Page {n}",
                slug=f"page-{n}",
                content_type=kind,
                translation_key=key,
                locale_id=parent.locale_id,
                path=f"{parent.path}{n + 5000:04d}",
                depth=parent.depth + 1,
                url_path=f"{parent.url_path}page-{n}/",
                live=True,
                first_published_at=now,
            )
            for n, key in enumerate(keys)
        )
    objects = TranslatableObject.objects.bulk_create(
        TranslatableObject(translation_key=key, content_type=base) for key in keys
    )
    submitted = {"specific_content_type": kind, "locale": english.locale, "content_json": "{}"}
    sources = TranslationSource.objects.bulk_create(
        TranslationSource(object=each, last_updated_at=now, **submitted) for each in objects
    )
    Translation.objects.bulk_create(
        Translation(source=source, target_locale=french.locale) for source in sources
    )
    strings = String.objects.bulk_create(
        String(locale=english.locale, data=f"Text {n}", data_hash=uuid4()) for n in range(4)
    )
    places = [(source, n) for source in sources for n in range(4)]
    contexts = TranslationContext.objects.bulk_create(
        TranslationContext(object_id=source.object_id, path=f"p{n}", path_id=uuid4()) for source, n in places
    )
    StringSegment.objects.bulk_create(
        StringSegment(source=source, context=context, string=strings[n], order=n)
        for (source, n), context in zip(places, contexts, strict=True)
    )
    StringTranslation.objects.bulk_create(
        StringTranslation(translation_of=strings[n], context=context, locale=french.locale, data="Texte")
        for number, ((_source, n), context) in enumerate(zip(places, contexts, strict=True))
        if number % 3
    )


@pytest.mark.parametrize("count", [50, 5000])
def test_the_desk_takes_at_most_fifteen_queries_whatever_the_number_of_translations(
    count, translator, client
):
    many(count)
    # The first request of a session, and then one in a while, also notes when it was used last.
    client.get(reverse("wagtailadmin_account"))
    ContentType.objects.clear_cache()
    with CaptureQueriesContext(connection) as queries:
        html = client.get(DESK, {"language": "fr"}).content.decode()
    assert len(marks(html)) == 50
    assert len(queries) <= 15, "\n".join(query["sql"][:160] for query in queries)


def test_an_empty_or_a_machines_text_is_no_translated_one_and_touches_no_other_language():
    page = builders.standard_page("Missions", summary="Where to go.")
    for language in ("fr", "de"):
        builders.translate(page, language)
    assert (state(page, "fr"), state(page, "de")) == ("done", "done")
    french = StringTranslation.objects.filter(locale=builders.locale("fr"), data="fr: Where to go.")
    french.update(translation_type="machine")
    assert state(page, "fr") == "progress"
    french.update(translation_type="manual", data="")
    assert (state(page, "fr"), state(page, "de")) == ("progress", "done")
