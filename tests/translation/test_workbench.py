"""The workbench: every segment of a page with what helps to translate it; nothing is lost or half-written."""

import html as entities
import json
import re
from datetime import timedelta
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from tests import builders
from translation.models import GlossaryTerm
from translation.permissions import ensure_translator_group
from translation.workbench.editing import fingerprint, from_editing, to_editing

pytestmark = pytest.mark.django_db


def body(*paragraphs):
    return json.dumps([{"type": "text", "value": text, "id": str(uuid4())} for text in paragraphs])


@pytest.fixture
def page():
    return builders.standard_page("Missions", summary="Where to go & why.")


@pytest.fixture
def french(page):
    """A French page without any translated text."""
    translated = builders.translate(page, "fr", live=False)
    StringTranslation.objects.all().delete()
    return translated


@pytest.fixture
def translation(french):
    return Translation.objects.get()


@pytest.fixture
def url(translation):
    return reverse("translation_workbench", args=[translation.pk])


@pytest.fixture
def translator(client, french):
    user = builders.user("translator-fr", ensure_translator_group(builders.locale("fr")))
    client.force_login(user)
    return user


def segment(path):
    return StringSegment.objects.get(context__path=path)


def translated(path):
    return StringTranslation.objects.filter(context__path=path).values_list("data", flat=True).first()


def form_of(response):
    """The fields of the workbench's form as a browser would send them."""
    html = response.content.decode()
    fields = dict(re.findall(r'name="(seen-\d+)"\s+value="([^"]*)"', html))
    for name, text in re.findall(r'<textarea[^>]*name="(text-\d+)"[^>]*>\n(.*?)</textarea>', html, re.S):
        fields[name] = entities.unescape(text)
    return fields


def rows_of(response):
    return dict(re.findall(r'data-segment="(\d+)"\s+data-state="(\w+)"', response.content.decode()))


def test_all_segments_are_listed_in_order_with_what_they_are(client, translator, url):
    response = client.get(url)
    assert response.status_code == 200
    assert [row.source for row in response.context["rows"]] == ["Missions", "Where to go &amp; why."]
    assert [row.place[0] for row in response.context["rows"]] == ["Title", "Summary"]
    assert set(rows_of(response).values()) == {"untranslated"}


def test_one_form_saves_everything_without_a_script(client, translator, url):
    form = form_of(client.get(url))
    form[f"text-{segment('title').pk}"] = "Missions (fr)"
    form[f"text-{segment('summary').pk}"] = "Où aller & pourquoi."
    response = client.post(url, form | {"action": "save"}, follow=True)
    assert "2 segments saved." in response.content.decode()
    assert translated("title") == "Missions (fr)"
    assert translated("summary") == "Où aller &amp; pourquoi."
    row = StringTranslation.objects.get(context__path="title")
    assert (row.translation_type, row.last_translated_by) == ("manual", translator)
    assert set(rows_of(response).values()) == {"translated"}


def test_sending_the_form_as_it_was_changes_nothing(client, translator, url, french):
    form = form_of(client.get(url))
    form[f"text-{segment('summary').pk}"] = "Line one.\r\nLine two."
    client.post(url, form)
    before = list(StringTranslation.objects.values())
    form = form_of(client.get(url))
    assert form[f"text-{segment('summary').pk}"] == "Line one.\nLine two."
    client.post(url, {name: value.replace("\n", "\r\n") for name, value in form.items()})
    assert list(StringTranslation.objects.values()) == before


def test_an_emptied_field_removes_the_translation(client, translator, url):
    form = form_of(client.get(url))
    client.post(url, form | {f"text-{segment('title').pk}": "Missions (fr)"})
    form = form_of(client.get(url))
    client.post(url, form | {f"text-{segment('title').pk}": " "})
    assert translated("title") is None


def test_a_change_by_somebody_else_is_not_overwritten_unseen(client, translator, url, translation):
    form = form_of(client.get(url))
    title = segment("title")
    StringTranslation.objects.create(
        translation_of=title.string, context=title.context, locale=translation.target_locale, data="Theirs"
    )
    form |= {f"text-{title.pk}": "Mine", f"text-{segment('summary').pk}": "Où aller."}
    response = client.post(url, form)
    assert response.status_code == 422
    assert "It says now: “Theirs”" in response.content.decode()
    assert translated("title") == "Theirs"
    assert translated("summary") == "Où aller."
    again = form_of(response)
    assert again[f"text-{title.pk}"] == "Mine"
    assert client.post(url, again).status_code == 302
    assert translated("title") == "Mine"


def test_who_else_has_the_page_open_is_shown_as_in_wagtails_editor(client, translator, url, french):
    client.get(url)
    other = Client()
    other.force_login(builders.user("reviewer-fr", ensure_translator_group(builders.locale("fr"))))
    html = other.get(url).content.decode()
    ping = re.search(r'data-w-swap-src-value="(/admin/editing-sessions/[^"]+)"', html)[1]
    answer = other.post(ping).json()
    assert [each["user"] for each in answer["other_sessions"]] == ["translator-fr"]
    assert "Currently viewing" in answer["html"]
    assert str(french.pk) in ping


def test_a_script_is_told_what_others_have_saved_since(client, translator, url, translation):
    since = client.get(url).context["since"]

    def written(moment):
        answer = client.get(url, {"since": moment}, headers={"accept": "application/json"})
        assert answer.status_code == 200
        return answer.json()["rows"]

    assert written(since) == []
    title = segment("title")
    row = StringTranslation.objects.create(
        translation_of=title.string,
        context=title.context,
        locale=translation.target_locale,
        data="Theirs &amp; mine",
        last_translated_by=builders.user("other"),
    )
    (told,) = written(since)
    assert (told["segment"], told["text"]) == (title.pk, "Theirs & mine")
    assert told["told"] == "other has saved this meanwhile."
    assert "It says now: “Theirs &amp; mine”." in told["warning"]
    assert written((row.updated_at + timedelta(seconds=1)).isoformat()) == []
    for nonsense in ("", "yesterday", "2026-99-99T00:00:00Z", "2026-01-01T00:00:00"):
        assert written(nonsense) == []


def test_with_one_broken_segment_nothing_is_written_and_it_is_named(client, translator, page):
    page.body = body("<p>Meet <b>small</b> firms.</p>")
    page.save_revision().publish()
    builders.translate(page, "fr", live=False)
    StringTranslation.objects.all().delete()
    url = reverse("translation_workbench", args=[Translation.objects.get().pk])
    form = form_of(client.get(url))
    rich = StringSegment.objects.get(string__data__contains="<b>")
    form |= {
        f"text-{rich.pk}": "Rencontrez <h2>de petites</h2> firmes.",
        f"text-{segment('title').pk}": "Titre",
    }
    response = client.post(url, form)
    assert response.status_code == 422
    assert "Meet small firms." in response.content.decode()
    assert "&lt;h2&gt; is not a tag" in response.content.decode()
    assert not StringTranslation.objects.exists()
    assert form_of(response) == form


def test_problems_stand_beside_the_segment_but_do_not_prevent_saving(client, translator, url):
    form = form_of(client.get(url))
    response = client.post(
        url, form | {f"text-{segment('summary').pk}": "Missions " + "x" * 400}, follow=True
    )
    assert 'data-problem="length"' in response.content.decode()
    assert translated("summary")
    assert "1 with an error" in response.content.decode()
    assert rows_of(response)[str(segment("summary").pk)] == "wrong"
    assert "0 of 2 segments" in response.content.decode()


def test_a_title_stays_on_one_line(client, translator, url):
    form = form_of(client.get(url))
    response = client.post(url, form | {f"text-{segment('title').pk}": "Two\nlines"}, follow=True)
    assert "has to fit on one line" in response.content.decode()
    assert translated("title") is None


TITLES_NO_DATABASE_TAKES = {"x" * 256: "256 characters, at most 255 fit.", "a\0b": "(NUL)"}


@pytest.mark.parametrize(("title", "told"), TITLES_NO_DATABASE_TAKES.items(), ids=["long", "NUL"])
def test_a_title_that_no_page_takes_is_not_saved(client, translator, url, title, told):
    form = form_of(client.get(url))
    response = client.post(url, form | {f"text-{segment('title').pk}": title}, follow=True)
    assert told in response.content.decode()
    assert translated("title") is None


@pytest.mark.parametrize(("title", "told"), TITLES_NO_DATABASE_TAKES.items(), ids=["long", "NUL"])
def test_nor_is_it_by_wagtail_localizes_editor(client, translator, translation, french, title, told):
    """It writes titles to the page at once; PostgreSQL refuses that with an error 500, SQLite keeps it."""
    address = reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment("title").pk])
    response = client.put(
        address, urlencode({"value": title}), content_type="application/x-www-form-urlencoded"
    )
    assert response.status_code == 400
    assert "“Missions”: " in response.json()["detail"]
    assert told in response.json()["detail"]
    assert translated("title") is None
    assert type(french).objects.get(pk=french.pk).draft_title == french.draft_title


def test_a_script_saves_one_segment_and_gets_what_to_show(client, translator, url):
    form = form_of(client.get(url))
    title = segment("title").pk
    form |= {f"text-{title}": "Missions (fr)", f"text-{segment('summary').pk}": "elsewhere"}
    answer = client.post(url, form | {"action": f"save:{title}"}, headers={"accept": "application/json"})
    assert answer.json()["state"] == "translated"
    assert "1 of 2 segments translated" in answer.json()["progress"]
    assert translated("summary") is None
    # With the token that came back the next change is no conflict.
    form |= {f"text-{title}": "Missions bis", f"seen-{title}": answer.json()["token"]}
    answer = client.post(url, form | {"action": f"save:{title}"}, headers={"accept": "application/json"})
    assert (answer.status_code, translated("title")) == (200, "Missions bis")


def test_a_script_is_told_of_conflicts_and_of_segments_that_are_gone(client, translator, url, translation):
    form = form_of(client.get(url))
    title = segment("title")
    StringTranslation.objects.create(
        translation_of=title.string, context=title.context, locale=translation.target_locale, data="Theirs"
    )
    post = {**form, f"text-{title.pk}": "Mine", "action": f"save:{title.pk}"}
    answer = client.post(url, post, headers={"accept": "application/json"})
    assert answer.status_code == 422
    assert "Theirs" in answer.json()["problems"]
    gone = {"action": "save:999999"}
    assert client.post(url, gone, headers={"accept": "application/json"}, follow=True).status_code == 404


def test_a_machine_translation_is_marked_until_somebody_confirms_it(client, translator, url, translation):
    title = segment("title")
    StringTranslation.objects.create(
        translation_of=title.string,
        context=title.context,
        locale=translation.target_locale,
        data="Missions",
        translation_type="machine",
        tool_name="LibreTranslate",
    )
    response = client.get(url)
    assert rows_of(response)[str(title.pk)] == "machine"
    assert "LibreTranslate" in response.content.decode()
    client.post(url, form_of(response))
    assert StringTranslation.objects.get(context=title.context).translation_type == "machine"
    client.post(url, form_of(response) | {"action": f"confirm:{title.pk}"})
    row = StringTranslation.objects.get(context=title.context)
    assert (row.translation_type, row.tool_name, row.last_translated_by) == ("manual", "", translator)


class TestMemory:
    @pytest.fixture
    def elsewhere(self, french):
        page = builders.standard_page("Missions", slug="missions-2", summary="Where to go & how.")
        builders.translate(page, "fr", prefix="ailleurs: ")

    def test_suggestions_carry_their_percentage_and_one_click_takes_them_over(
        self, client, translator, url, elsewhere
    ):
        response = client.get(url)
        summary = segment_of(url, "summary")
        assert 'data-score="75"' in response.content.decode()
        form = form_of(response) | {f"take-{summary.pk}": "ailleurs: Where to go & how."}
        response = client.post(url, form)
        assert form_of(response)[f"text-{summary.pk}"] == "ailleurs: Where to go & how."
        # It stands in the field, not in the database.
        assert rows_of(response)[str(summary.pk)] == "untranslated"
        client.post(url, form_of(response))
        assert translated_in(summary) == "ailleurs: Where to go &amp; how."

    def test_the_same_words_are_filled_in_to_be_confirmed(self, client, translator, url, elsewhere):
        title = segment_of(url, "title")
        response = client.get(url)
        assert rows_of(response)[str(title.pk)] == "confirm"
        assert form_of(response)[f"text-{title.pk}"] == "ailleurs: Missions"
        client.post(url, form_of(response))
        assert translated_in(title) is None
        client.post(url, form_of(response) | {"action": f"confirm:{title.pk}"})
        assert translated_in(title) == "ailleurs: Missions"

    def test_all_exact_matches_are_filled_at_once(self, client, translator, url, elsewhere):
        response = client.get(url)
        assert "Fill 1 exact match" in response.content.decode()
        response = client.post(url, form_of(response) | {"action": "fill"}, follow=True)
        assert "1 segment filled from the memory." in response.content.decode()
        title = segment_of(url, "title")
        assert translated_in(title) == "ailleurs: Missions"
        assert (
            StringTranslation.objects.get(context=title.context, translation_of=title.string).tool_name
            == "Translation memory"
        )

    def test_what_does_not_fit_into_a_title_is_not_filled_in(self, client, translator, url, elsewhere):
        StringTranslation.objects.update(data="x" * 300)
        response = client.post(url, form_of(client.get(url)) | {"action": "fill"}, follow=True)
        assert response.status_code == 200
        assert translated_in(segment_of(url, "title")) is None


class TestChangedSource:
    @pytest.fixture
    def published(self, page):
        page.summary = "The network supports small firms in Bavaria and Saxony."
        page.save_revision().publish()
        builders.translate(page, "fr", prefix="fr: ")
        return page

    def change(self, page, summary):
        page.summary = summary
        page.save_revision().publish()
        return reverse("translation_workbench", args=[Translation.objects.get().pk])

    def test_the_difference_and_the_old_translation_are_shown(self, client, published):
        url = self.change(published, "The network supports small firms in Bavaria and Hesse.")
        client.force_login(builders.admin())
        html = client.get(url).content.decode()
        assert re.search(r"<del>.*Saxony</del>", html)
        assert re.search(r"<ins>.*Hesse</ins>", html)
        assert "It was translated as:" in html
        assert 'data-score="88"' in html
        assert rows_of(client.get(url))[str(segment_of(url, "summary").pk)] == "changed"

    def test_a_small_change_keeps_the_translation_to_be_confirmed(self, client, published):
        url = self.change(published, "The network supports small firms in Bavaria and Saxony!")
        client.force_login(builders.admin())
        response = client.get(url)
        summary = segment_of(url, "summary")
        assert rows_of(response)[str(summary.pk)] == "confirm"
        assert form_of(response)[f"text-{summary.pk}"].startswith("fr: The network")
        assert translated_in(summary) is None
        client.post(url, form_of(response) | {"action": f"confirm:{summary.pk}"})
        assert translated_in(summary) == "fr: The network supports small firms in Bavaria and Saxony."

    def test_where_only_letters_changed_the_old_translation_is_offered_too(self, client, published):
        published.title = "Missionen"
        published.save_revision().publish()
        url = reverse("translation_workbench", args=[Translation.objects.get().pk])
        client.force_login(builders.admin())
        row = next(row for row in client.get(url).context["rows"] if row.place[0] == "Title")
        assert [(offer.text, offer.suggestion.score) for offer in row.offers] == [("fr: Missions", 82)]


def segment_of(url, path):
    source = Translation.objects.get(pk=url.rstrip("/").rpartition("/")[2]).source
    return StringSegment.objects.get(source=source, context__path=path)


def translated_in(segment):
    return (
        StringTranslation.objects.filter(context=segment.context, translation_of=segment.string)
        .values_list("data", flat=True)
        .first()
    )


def test_agreed_terms_are_marked_with_translation_and_note(client, translator, url):
    GlossaryTerm.objects.create(
        source_locale=builders.locale("en"),
        target_locale=builders.locale("fr"),
        source="mission",
        target="expédition",
        note="Not the diplomatic one.",
    )
    html = client.get(url).content.decode()
    assert '<mark class="workbench-term">Missions</mark>' in html
    assert "expédition" in html
    assert "Not the diplomatic one." in html
    form = form_of(client.get(url)) | {f"text-{segment('title').pk}": "Missions"}
    assert 'data-problem="glossary"' in client.post(url, form, follow=True).content.decode()


def test_the_list_can_be_limited_to_a_state(client, translator, url):
    form = form_of(client.get(url))
    client.post(url, form | {f"text-{segment('title').pk}": "Missions (fr)"})
    assert list(rows_of(client.get(url + "?state=translated"))) == [str(segment("title").pk)]
    assert list(rows_of(client.get(url + "?state=untranslated"))) == [str(segment("summary").pk)]
    assert len(rows_of(client.get(url + "?state=nonsense"))) == 2


def test_only_who_may_edit_the_translated_page_gets_in(client, url, french, page):
    german = builders.user("de", ensure_translator_group(builders.locale("de")))
    for someone in (german, builders.user("nobody")):
        client.force_login(someone)
        assert client.get(url).status_code == 302
        assert client.post(url, {"action": "save"}).status_code == 302
    client.force_login(builders.admin())
    assert client.get(url).status_code == 200
    assert client.get(reverse("translation_workbench", args=[99999]), follow=True).status_code == 404


def test_three_hundred_segments_take_no_more_than_thirty_queries(client, page, django_assert_max_num_queries):
    page.body = body(*[f"<p>Paragraph {n} of the <b>cluster</b> guide.</p>" for n in range(300)])
    page.save_revision().publish()
    builders.translate(page, "fr", live=False)
    StringTranslation.objects.filter(pk__gt=StringTranslation.objects.first().pk + 150).delete()
    client.force_login(builders.admin())
    url = reverse("translation_workbench", args=[Translation.objects.get().pk])
    client.get(url)
    with django_assert_max_num_queries(30):
        response = client.get(url)
    assert len(rows_of(response)) == 302


@pytest.mark.parametrize(
    "text", ["", "plain", "a < b & c", "two\nlines", "&amp; written out", "\nleading", "  spaces  "]
)
def test_plain_text_survives_editing(text):
    assert to_editing(from_editing(text, False, "x"), False) == text


def test_rich_text_keeps_its_tags_exactly():
    data = 'Meet <b>small</b> firms &amp; <a id="a1">regions</a>.<br/>More'
    assert from_editing(to_editing(data, True), True, data) == data


def test_a_link_that_the_source_lacks_is_refused():
    with pytest.raises(ValueError, match="a2"):
        from_editing('<a id="a2">x</a>', True, '<a id="a1">x</a>')


@pytest.mark.parametrize(
    "text",
    ["<!-- hidden -->", "<?php ?>", "<![CDATA[x]]>", "<h2>x</h2>", "<b onclick='x'>y</b>", "<b>" * 3000],
)
def test_what_no_text_may_have_is_refused(text):
    with pytest.raises(ValueError, match=r"."):
        from_editing(text, True, "x")


def test_the_end_of_a_line_is_no_edit():
    assert fingerprint("a\r\nb") == fingerprint("a\nb") != fingerprint("a b")
