"""Every page type, with all fields and every block, is submitted, translated and published."""

import pytest
from django.apps import apps
from django.urls import reverse
from wagtail_localize.models import StringSegment
from wagtail_localize.segments import OverridableSegmentValue, StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from portal.pages import BasePage
from tests import builders
from tests.translation.bodies import full_body
from tests.translation.full_pages import BUILDERS, full_page
from translation.facts import fact_values

pytestmark = pytest.mark.django_db

PAGE_TYPES = [model for model in apps.get_models() if issubclass(model, BasePage)]


def texts(page):
    """Every translatable string of a page by the path of its segment, rich text in its order."""
    found = {}
    for segment in extract_segments(page):
        if isinstance(segment, StringSegmentValue) and not segment.is_empty():
            found.setdefault(segment.path, []).append(segment.string.data)
    return found


def without_texts(value):
    """A stored body with its prose blanked: structure, ids and facts remain."""
    prose = {
        "text",
        "attribution",
        "name",
        "role",
        "organisation",
        "description",
        "table_caption",
        "question",
    }
    prose |= {"answer", "label", "title", "caption", "alt_text"}
    if isinstance(value, dict):
        if value.get("type") == "language_section":
            return value
        if "data" in value and "table_caption" in value:
            shape = [[bool(cell) for cell in row] for row in value["data"]]
            return {**value, "data": shape, "table_caption": bool(value["table_caption"])}
        if value.get("type") == "text":
            return {**value, "value": bool(value["value"])}
        return {
            key: bool(each) if key in prose and isinstance(each, str) else without_texts(each)
            for key, each in value.items()
        }
    if isinstance(value, list):
        return [without_texts(each) for each in value]
    return value


def test_every_page_type_has_a_full_page():
    assert {model._meta.label for model in PAGE_TYPES} == set(BUILDERS)


@pytest.mark.parametrize(("source_language", "language"), [("en", "fr"), ("de", "en")])
@pytest.mark.parametrize("model", PAGE_TYPES, ids=lambda model: model.__name__)
def test_a_page_is_translated_completely_and_keeps_its_facts(model, source_language, language):
    page = full_page(model, source_language)
    translated = builders.translate(page, language)
    assert translated.live
    assert translated.locale.language_code == language
    if translated.depth > 2:
        assert translated.slug == page.slug

    wanted = {path: [f"{language}: {text}" for text in found] for path, found in texts(page).items()}
    assert texts(translated) == wanted
    assert fact_values(translated) == fact_values(page)
    if hasattr(page, "body"):
        before, after = page.body.get_prep_value(), translated.body.get_prep_value()
        assert without_texts(after) == without_texts(before)
        assert [block["value"] for block in after if block["type"] == "language_section"] == [
            block["value"] for block in before if block["type"] == "language_section"
        ]


@pytest.mark.parametrize("model", PAGE_TYPES, ids=lambda model: model.__name__)
def test_translators_see_no_fact_and_no_slug(model):
    page = full_page(model)
    changeable = {
        segment.path.partition(".")[0]
        for segment in extract_segments(page)
        if isinstance(segment, StringSegmentValue | OverridableSegmentValue)
    }
    assert not changeable & {"slug", *model.facts}


def test_a_table_is_translated_cell_by_cell():
    page = builders.standard_page(body=full_body())
    translated = builders.translate(page, "fr")
    table = next(block.value for block in translated.body if block.block_type == "table")
    assert table["data"] == [
        ["fr: Event", "fr: Clusters"],
        ["fr: Brussels", "fr: 80"],
        ["fr: Naples", None],
    ]
    assert table["table_caption"] == "fr: Taking part"
    assert table["first_row_is_table_header"]


def test_an_editor_submits_and_a_translator_translates_and_publishes(
    client, django_capture_on_commit_callbacks
):
    page = builders.standard_page("Missions", summary="Where to go.")
    builders.home("fr")
    client.force_login(builders.admin())
    client.post(
        reverse("wagtail_localize:submit_page_translation", args=[page.pk]),
        {"locales": [builders.locale("fr").pk]},
    )
    french = page.get_translation(builders.locale("fr"))
    assert not french.live
    edit = reverse("wagtailadmin_pages:edit", args=[french.pk])
    assert client.get(edit).status_code == 200
    submission = builders.submit(page)
    for segment in StringSegment.objects.filter(source=submission).select_related("string"):
        response = client.put(
            reverse(
                "wagtail_localize:edit_string_translation",
                args=[submission.translations.get().pk, segment.pk],
            ),
            f"value=fr+{segment.string.data}",
            content_type="application/x-www-form-urlencoded",
        )
        assert response.status_code in (200, 201)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(edit, {"action": "publish"})
    html = client.get("/fr/missions/").content.decode()
    assert "fr Where to go." in html
    assert "data-notice" not in html
