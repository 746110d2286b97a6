"""What was published without being translated carries the mark of the language it is in."""

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail_localize.models import StringTranslation, Translation

from portal.marked_texts import mark_texts
from search.criteria import Criteria
from search.outbox import build_stale
from search.service import search
from tests import builders
from translation.publishing import publish

WHOLE, MIXED, DONE = (f"a0000000-0000-4000-8000-00000000000{n}" for n in (1, 2, 3))
BODY = [
    {"type": "heading", "id": WHOLE, "value": {"text": "Go there."}},
    {"type": "text", "id": MIXED, "value": "<p>Ten <b>missions</b> in 2025.</p><p>Who may come?</p>"},
    {"type": "heading", "id": DONE, "value": {"text": "Costs"}},
]
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


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>One</p><p>Two</p>", '<p lang="en">One</p><p>Two</p>'),
        ("<p>O<b>n</b>e &amp;  so</p>", "<p>O<b>n</b>e &amp;  so</p>"),
        ("<p>\n One </p>", '<p lang="en">\n One </p>'),
        ("<p>One <b>Deux</b></p>", '<p><span lang="en">One </span><b>Deux</b></p>'),
        ("<h2><a href='#x'>One</a></h2>", '<h2 lang="en"><a href="#x">One</a></h2>'),
    ],
)
def test_a_mark_stands_at_what_says_the_text_and_nothing_else(html, expected):
    assert mark_texts(html, ["One"], "en") == expected
