"""Publishing a changed source makes every translation outdated at once, and changes none of them."""

import json

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page
from wagtail_localize.models import (
    OverridableSegment,
    StringSegment,
    StringTranslation,
    TemplateSegment,
    Translation,
    TranslationSource,
)

from home.models import StandardPage
from tests import builders
from tests.translation.board_rows import state
from tests.translation.bodies import full_body
from translation.changes import changed_segments, mark_differences
from translation.publishing import publish

pytestmark = pytest.mark.django_db

FIRST, SECOND, THIRD = (f"a0000000-0000-4000-8000-00000000000{n}" for n in (1, 2, 3))
BODY = [
    {"type": "text", "id": FIRST, "value": "<p>Ten missions in 2025.</p><p>Who may come?</p>"},
    {"type": "heading", "id": SECOND, "value": {"text": "Go there."}},
]


@pytest.fixture
def page():
    return builders.standard_page("Missions", summary="Where to go.", body=json.dumps(BODY))


@pytest.fixture
def german(page):
    return builders.translate(page, "de")


def change(page, **fields):
    page = type(page).objects.get(pk=page.pk)
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()


def translation(language):
    return Translation.objects.get(target_locale__language_code=language)


def test_every_translation_is_outdated_the_moment_its_source_is_published(page, french, german):
    assert (state(page, "fr"), state(page, "de")) == ("done", "done")
    change(page, summary="Where to go next.")
    assert (state(page, "fr"), state(page, "de")) == ("changed", "changed")


def test_it_happens_in_the_transaction_that_publishes(page, french):
    with transaction.atomic():
        change(page, summary="Where to go next.")
        assert state(page, "fr") == "changed"
        transaction.set_rollback(True)
    assert state(page, "fr") == "done"


def test_the_public_translation_is_not_altered_by_a_single_byte(page, german, client):
    before = client.get(german.url).content
    row = Page.objects.filter(pk=german.pk).values().get()
    change(page, summary="Where to go next.")
    assert Page.objects.filter(pk=german.pk).values().get() == row
    assert client.get(german.url).content == before
    assert b"de: Where to go." in before


def test_a_draft_of_the_source_makes_nothing_outdated(page, french):
    page.summary = "Where to go next."
    page.save_revision()
    assert state(page, "fr") == "done"


def test_facts_make_nothing_outdated():
    page = builders.cluster_page(summary="Sensors.")
    builders.translate(page, "fr")
    change(page, founded=1999)
    assert state(page, "fr") == "done"


def test_a_change_that_is_taken_back_is_none(page, french):
    change(page, summary="Where to go next.")
    change(page, summary="Where to go.")
    assert state(page, "fr") == "done"


def test_saving_in_the_editor_without_a_change_makes_nothing_outdated(client):
    page = builders.standard_page("Missions", summary="One.\nTwo.")
    builders.translate(page, "fr")
    client.force_login(builders.admin())
    # A browser's line break, and a control character that came along when the text was pasted.
    data = {"title": "Missions", "slug": "missions", "summary": "One.\r\nTwo.\x07", "body-count": 0}
    data |= {f"comments-{name}": 0 for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data | {"action-publish": "1"})
    assert type(page).objects.get(pk=page.pk).live_revision_id != page.live_revision_id
    assert state(page, "fr") == "done"


def test_the_keys_that_the_editor_gives_to_paragraphs_are_no_change(page, french):
    keyed = BODY[0]["value"].replace("<p>", '<p data-block-key="a1b2c">')
    change(page, body=json.dumps([BODY[0] | {"value": keyed}, BODY[1]]))
    assert state(page, "fr") == "done"


def test_another_structure_alone_makes_a_translation_outdated(page, french):
    change(page, body=json.dumps(BODY[::-1]))
    assert state(page, "fr") == "changed"
    assert changed_segments(translation("fr")) == []


def test_it_says_which_segments_changed_with_the_old_source_and_the_old_translation(page, french):
    body = json.loads(json.dumps(BODY))
    body[0]["value"] = "<p>Ten missions in 2026.</p><p>Who may come?</p>"
    change(page, summary="An entirely different sentence.", body=json.dumps(body))
    found = {each.new_source: each for each in changed_segments(translation("fr"))}
    assert set(found) == {"An entirely different sentence.", "Ten missions in 2026."}
    number = found["Ten missions in 2026."]
    assert (number.old_source, number.old_translation) == (
        "Ten missions in 2025.",
        "fr: Ten missions in 2025.",
    )
    assert number.suggestion == "fr: Ten missions in 2025."
    assert number.place == "Body"
    sentence = found["An entirely different sentence."]
    assert (sentence.old_source, sentence.suggestion) == ("Where to go.", "")
    assert sentence.old_translation == "fr: Where to go."


def test_what_the_source_dropped_is_listed(page, french):
    change(page, body=json.dumps(BODY[:1]))
    dropped = [(each.segment, each.old_source) for each in changed_segments(translation("fr"))]
    assert sorted(text for segment, text in dropped if segment is None) == ["Go there."]


def test_a_change_before_the_first_publication_is_found_too(page):
    builders.translate(page, "fr", live=False)
    change(page, summary="Where to go!")
    [only] = changed_segments(translation("fr"))
    assert (only.old_source, only.suggestion) == ("Where to go.", "fr: Where to go.")
    assert state(page, "fr") == "progress"


def test_content_that_cannot_be_taken_apart_can_be_saved_nevertheless(page, caplog):
    change(page, body=json.dumps([{"type": "quote", "id": FIRST, "value": {}}]))
    assert "cannot be taken apart" in caplog.text
    assert type(page).objects.get(pk=page.pk).body[0].block_type == "quote"


def test_differences_are_marked_word_by_word_and_everything_else_is_escaped():
    old, new = mark_differences("<b>Ten</b> missions & 2025.", "<b>Ten</b> trips & 2025!")
    assert old == (
        "&lt;b&gt;Ten&lt;/b&gt; "
        '<del><span class="w-sr-only">Removed: </span>missions</del> &amp; 2025'
        '<del><span class="w-sr-only">Removed: </span>.</del>'
    )
    assert '<ins><span class="w-sr-only">Added: </span>trips</ins>' in new
    assert mark_differences("", "<i>") == ("", "&lt;i&gt;")


def dump(source):
    place = ("context__path", "context__field_path", "order")
    return [
        sorted(model.objects.filter(source=source).values_list(*place, *fields))
        for model, fields in [
            (StringSegment, ("string__data", "attrs")),
            (TemplateSegment, ("template__template",)),
            (OverridableSegment, ("data_json",)),
        ]
    ]


def test_segments_are_written_in_bulk_just_as_wagtail_localize_writes_them(page, french):
    body = json.loads(json.dumps(BODY))
    paragraphs = "".join(
        f'<p>Paragraph {n}, <a href="https://example.org/{n}">link</a>.</p>' for n in range(60)
    )
    body.insert(0, {"type": "text", "id": THIRD, "value": paragraphs})
    with CaptureQueriesContext(
        connection,
    ) as long:
        change(page, body=json.dumps(body))
    source = TranslationSource.objects.get()
    ours = dump(source)
    source.update_from_db()
    assert dump(source) == ours
    assert len(ours[0]) > 60
    with CaptureQueriesContext(connection) as short:
        change(page, summary="Where to go next.")
    assert len(long) - len(short) < 12


def test_translations_of_segments_that_stay_are_kept(page, french):
    kept = set(StringTranslation.objects.values_list("pk", flat=True))
    change(page, summary="Where to go next.")
    assert set(StringTranslation.objects.values_list("pk", flat=True)) == kept
    segments = StringSegment.objects.annotate_translation(builders.locale("fr"))
    assert [each.string.data for each in segments if not each.translation] == ["Where to go next."]


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("language_section", lambda value: value["content"][0]["value"].update(text="Testo nuovo")),
        ("language_section", lambda value: value.update(language="es")),
        ("table", lambda value: value.update(table_header_choice="column")),
        ("image", lambda value: value.update(decorative=True)),
    ],
)
def test_what_a_block_holds_besides_its_texts_makes_a_translation_out_of_date_too(kind, change):
    page = builders.standard_page("Missions", body=full_body())
    builders.translate(page, "fr")
    assert state(page, "fr") == "done"
    page = StandardPage.objects.get(pk=page.pk)
    blocks = json.loads(json.dumps(list(page.body.raw_data)))
    change(next(block["value"] for block in blocks if block["type"] == kind))
    page.body = json.dumps(blocks)
    page.save_revision().publish()
    assert state(page, "fr") == "changed"
    publish(Translation.objects.get(source__object_id=page.translation_key), builders.admin(), confirmed=True)
    bodies = [json.loads(json.dumps(list(each.body.raw_data))) for each in (page, french_of(page))]
    source, french = ([block["value"] for block in body if block["type"] == kind] for body in bodies)
    names = ("language", "table_header_choice", "decorative")
    assert [{n: v.get(n) for n in names} for v in source] == [{n: v.get(n) for n in names} for v in french]
    assert kind != "language_section" or source[0]["content"] == french[0]["content"]
    assert state(page, "fr") == "done"


def french_of(page):
    return StandardPage.objects.get(translation_key=page.translation_key, locale=builders.locale("fr"))
