"""What was published without being translated carries the mark of the language it is in."""

import json
import re

import pytest
from defusedxml import ElementTree
from django.db import connection
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from portal.marked_texts import mark_texts
from portal.paths import language_less_path
from search.criteria import Criteria
from search.outbox import build_stale
from search.service import search
from tests import builders
from tests.translation.bodies import full_body
from translation.models import Baseline
from translation.publishing import publish, render

WHOLE, MIXED, DONE = (f"a0000000-0000-4000-8000-00000000000{n}" for n in (1, 2, 3))
BODY = [
    {"type": "heading", "id": WHOLE, "value": {"text": "Go there."}},
    {"type": "text", "id": MIXED, "value": "<p>Ten <b>missions</b> in 2025.</p><p>Who may come?</p>"},
    {"type": "heading", "id": DONE, "value": {"text": "Costs"}},
]
ATOM = "{http://www.w3.org/2005/Atom}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
GAPS = ["Missions", "Where to go.", "Go there.", "Who may come?"]


def marked(html):
    """What is marked as English, without tags."""
    found = re.findall(r'<(\w+)[^>]* lang="en"[^>]*>(.*?)</\1>', html, re.DOTALL)
    return {" ".join(re.sub("<[^>]+>", "", text).split()) for _tag, text in found} - {"English"}


def forget(texts):
    """Nobody has translated these. Returns the only translation."""
    rows = StringTranslation.objects.filter(translation_of__data__in=texts)
    assert rows.count() >= len(texts)
    rows.delete()
    return Translation.objects.get()


@pytest.mark.django_db
def test_what_is_untranslated_is_marked_until_it_is_translated(client, admin_user):
    page = builders.standard_page("Missions", summary="Where to go.", body=json.dumps(BODY))
    french = builders.translate(page, "fr")
    client.get(french.url)

    with CaptureQueriesContext(connection) as complete:
        html = client.get(french.url).content.decode()
    assert marked(html) == set()
    assert "fr: Costs" in html

    publish(forget(GAPS), admin_user, confirmed=True)
    with CaptureQueriesContext(connection) as half:
        html = client.get(french.url).content.decode()
    assert len(half) == len(complete)
    assert {*GAPS} < marked(html)
    assert not any("fr: " in text for text in marked(html))
    assert '<h1 lang="en">Missions</h1>' in html
    assert '<title lang="en">' in html
    assert '<p class="lead" lang="en">Where to go.</p>' in html
    assert '<li lang="en"><span aria-current="page">Missions</span>' in html
    assert '<li><a href="/fr/missions/" lang="en"' in html
    assert not re.search("<main[^>]*lang=", html)
    assert "<h1>Missions</h1>" in client.get(page.url).content.decode()

    builders.translate(page, "fr", live=False)
    publish(Translation.objects.get(), admin_user)
    assert marked(client.get(french.url).content.decode()) == set()


@pytest.mark.django_db
def test_a_title_that_stays_the_same_on_purpose_is_not_marked(client, admin_user):
    page = builders.standard_page("Missions", summary="Where to go.")
    french = builders.translate(page, "fr")
    StringTranslation.objects.filter(translation_of__data="Missions").update(data="Missions")
    publish(forget(["Where to go."]), admin_user, confirmed=True)
    html = client.get(french.url).content.decode()
    assert "<h1>Missions</h1>" in html
    assert marked(html) == {"Where to go."}


@pytest.mark.django_db
def test_lists_know_the_language_of_each_text(client, admin_user):
    page = builders.news_page("Missions", summary="Where to go.")
    builders.translate(page, "fr")
    publish(forget(["Missions"]), admin_user, confirmed=True)
    build_stale()
    (hit,) = search(Criteria.parse("news", {}, "fr")).hits
    assert (hit.language, hit.title_language, hit.summary_language) == ("fr", "en", "fr")


@pytest.mark.django_db
def test_the_marks_are_those_of_the_revision_that_is_public(client, admin_user):
    page = builders.standard_page("Missions", summary="Where to go.")
    french = builders.translate(page, "fr", live=False)

    def shown_in_english():
        return marked(client.get(french.url).content.decode())

    half = render(forget(["Where to go."]), admin_user)
    page.title = "Missions abroad"
    page.save_revision().publish()
    half.publish()
    assert shown_in_english() == {"Where to go."}

    builders.translate(page, "fr", live=False)
    whole = publish(Translation.objects.get(), admin_user)
    assert shown_in_english() == set()
    half.publish()
    assert shown_in_english() == {"Where to go."}
    whole.publish()
    assert shown_in_english() == set()

    page.summary = "Where to go next."
    page.save_revision().publish()
    publish(Translation.objects.get(), admin_user, confirmed=True)
    assert shown_in_english() == {"Where to go next."}
    whole.publish()
    assert shown_in_english() == set()


@pytest.mark.django_db
def test_every_text_of_every_kind_of_block_is_known_to_be_untranslated(admin_user):
    page = builders.standard_page("Missions", summary="One & two.\nThree.", body=full_body())
    builders.translate(page, "fr")
    publish(forget(["Missions"]), admin_user, confirmed=True)
    assert Baseline.objects.get().untranslated == {"title": ["Missions"]}
    StringTranslation.objects.all().delete()
    publish(Translation.objects.get(), admin_user, confirmed=True)
    texts = Baseline.objects.get().untranslated
    assert texts["summary"] == ["One & two.\nThree."]
    segments = StringSegment.objects.values_list("context__path", flat=True)
    assert sorted(path for path, each in texts.items() for _text in each) == sorted(segments)


@pytest.mark.django_db
def test_texts_of_other_pages_are_marked_where_they_are_shown(client, admin_user):
    def in_french(page, *texts):
        """Published although nobody translated these."""
        builders.translate(page, "fr")
        rows = StringTranslation.objects.filter(context__object_id=page.translation_key)
        assert rows.filter(translation_of__data__in=texts).delete()[0] == len(texts)
        translation = Translation.objects.get(source__object_id=page.translation_key)
        publish(translation, admin_user, confirmed=True)

    def shown_in_english(page):
        return marked(client.get(f"/fr/{language_less_path(page)}").content.decode())

    home = builders.home()
    home.lead = "Found by what they do."
    home.save_revision().publish()
    in_french(home, "Clusters of Europe", "Found by what they do.")
    programme = '<p>At <a href="https://example.org/">nine</a> we begin.</p><p>At ten we go.</p>'
    in_french(builders.partners_index())
    partner = builders.partner_page("Partner One", summary="Looks after.", partner=builders.partner())
    in_french(partner, "Partner One", "Looks after.")
    country = builders.country_page("DE", partner=partner.partner)
    in_french(country)
    parent = builders.standard_page("Parent")
    in_french(parent)
    in_french(builders.standard_page("Child of it", parent=parent), "Child of it")
    in_french(builders.event_index())
    series = builders.event_series()
    in_french(series, "Example-Series")
    event = builders.event_page(series=series, programme=programme)
    in_french(event, "At ten we go.")
    build_stale()

    assert shown_in_english(home) >= {
        "Clusters of Europe",
        "Found by what they do.",
        "Partner One",
        "Looks after.",
    }
    html = client.get("/fr/").content.decode()
    assert '<title lang="en">Clusters of Europe' in html
    assert '<meta name="description" lang="en" content="Found' in html
    assert shown_in_english(partner.get_parent()) >= {"Partner One", "Looks after."}
    assert shown_in_english(country) >= {"Partner One"}
    assert shown_in_english(parent) >= {"Child of it"}
    assert shown_in_english(event) >= {"Example-Series", "At ten we go."}
    assert shown_in_english(builders.event_index()) >= {"Example-Series"}


@pytest.mark.django_db
def test_machines_are_told_the_language_of_each_text(client, admin_user):
    page = builders.event_page("Missions", summary="Where to go.")
    french = builders.translate(page, "fr")
    publish(forget(["Missions"]), admin_user, confirmed=True)
    build_stale()
    record = client.get("/api/v1/events?lang=fr").json()["results"][0]
    assert (record["name_language"], record["summary_language"]) == ("en", "fr")
    (event,) = Calendar.from_ical(client.get(f"{french.url}event.ics").content).walk("VEVENT")
    assert (event["SUMMARY"].params["LANGUAGE"], event["DESCRIPTION"].params["LANGUAGE"]) == ("en", "fr")
    entry = ElementTree.fromstring(client.get("/fr/events/feed/").content).find(f"{ATOM}entry")
    assert (entry.get(LANGUAGE), entry.find(f"{ATOM}summary").get(LANGUAGE)) == ("en", "fr")
    html = client.get(french.url).content.decode()
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)[1])
    event = next(thing for thing in data["@graph"] if thing["@type"] == "Event")
    assert event["name"] == {"@value": "Missions", "@language": "en"}
    assert (event["description"], event["inLanguage"]) == ("fr: Where to go.", "fr")


@pytest.mark.django_db
def test_a_title_that_is_shown_in_the_place_of_a_translation_is_marked(client):
    page = builders.standard_page("Missions", summary="Where to go.")
    html = client.get(f"/fr/{language_less_path(page)}").content.decode()
    assert '<title lang="en">Missions' in html
    assert '<meta name="description" lang="en"' in html


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>One</p><p>Two</p>", '<p lang="en">One</p><p>Two</p>'),
        ("<p>O<b>n</b>e &amp;  so</p>", "<p>O<b>n</b>e &amp;  so</p>"),
        ("<p>\n One </p>", '<p lang="en">\n One </p>'),
        ("<p>One <b>Deux</b></p>", '<p><span lang="en">One </span><b>Deux</b></p>'),
        ("<h2><a href='#x'>One</a></h2>", '<h2 lang="en"><a href="#x">One</a></h2>'),
        ("<p>Or<br>two</p><p>Or<br/>Deux</p>", '<p lang="en">Or<br/>two</p><p>Or<br/>Deux</p>'),
        ('<p><img alt="One"/>Deux</p>', '<p><img alt="One" lang="en"/>Deux</p>'),
    ],
)
def test_a_mark_stands_at_what_says_the_text_and_nothing_else(html, expected):
    assert mark_texts(html, ["One", "Or\ntwo"], "en") == expected
