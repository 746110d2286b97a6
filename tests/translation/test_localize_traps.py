"""What wagtail-localize 1.14 does by itself, measured, and what this portal does instead.

An upgrade of wagtail-localize that changes one of these shows here.
"""

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import Page, TranslatableMixin
from wagtail_localize.models import Translation

from portal.pages import BasePage
from search.criteria import Criteria
from search.outbox import catch_up
from search.service import search
from tests import builders
from translation.changes import changed_segments
from translation.publishing import NotReady, publish

pytestmark = pytest.mark.django_db

PAGE_TYPES = [model for model in apps.get_models() if issubclass(model, BasePage)]


def republish(page, **fields):
    page = type(page).objects.get(pk=page.pk)
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return page


def translation_into(page, language):
    return Translation.objects.get(
        source__object_id=page.translation_key, target_locale__language_code=language
    )


def test_lists_of_codes_follow_even_when_emptied_because_no_page_has_a_many_to_many_field():
    """Trap 1: many-to-many fields are not synchronised; with an override they are, but not when cleared."""
    own = [field for model in PAGE_TYPES for field in model._meta.many_to_many]
    assert own == []
    page = builders.cluster_page(sectors=["health"], markets=["FR"])
    french = builders.translate(page, "fr")
    for sectors in (["textiles", "energy-renewables"], []):
        republish(page, sectors=sectors)
        assert type(french).objects.get(pk=french.pk).sectors == sectors


def test_no_page_points_at_a_row_that_would_have_to_be_translated_first(client):
    """Trap 2: a foreign key to a translatable row goes stale while the row has no translation."""
    for model in PAGE_TYPES:
        for field in model._meta.get_fields():
            if field.many_to_one and field.related_model:
                related = field.related_model
                assert issubclass(related, Page) or not issubclass(related, TranslatableMixin), field
    page = builders.cluster_page(sectors=["health"], summary="Sensors.")
    builders.translate(page, "fr")
    republish(page, sectors=["textiles"])
    html = client.get("/fr/clusters/germany/example-cluster/").content.decode()
    assert "Textiles" in html
    assert "Santé" not in html.partition("<main")[2]


def test_a_changed_source_is_seen_at_once_without_anybody_pressing_sync(client):
    """Trap 3: the status stays “up to date” until somebody synchronises."""
    page = builders.standard_page("Missions", summary="Where to go.")
    builders.translate(page, "fr")
    client.force_login(builders.admin())
    row = f'data-translation="fr:{page.pk}"'
    desk = reverse("translation_desk:index")

    def state():
        for name in ("new", "changed", "progress", "review", "failed", "done"):
            html = client.get(desk, {"language": "fr", "state": name}).content.decode()
            if row in html and f'data-state="{name}"' in html.partition(row)[2][:60]:
                return name
        return None

    assert state() == "done"
    republish(page, summary="Where to go next.")
    assert state() == "changed"


def test_one_changed_character_keeps_the_old_translation_and_publishes_no_foreign_text(client):
    """Trap 4: one character retires a segment; publishing puts the source's text on the translated page."""
    page = builders.standard_page("Missions", summary="Where to go.")
    french = builders.translate(page, "fr")
    republish(page, summary="Where to go!")
    assert "fr: Where to go." in client.get("/fr/missions/").content.decode()
    translation = translation_into(page, "fr")
    (changed,) = changed_segments(translation)
    assert (changed.old_source, changed.new_source) == ("Where to go.", "Where to go!")
    assert changed.suggestion == "fr: Where to go."
    with pytest.raises(NotReady) as refused:
        publish(translation, builders.admin())
    assert [problem.source for problem in refused.value.problems] == ["Where to go!"]
    assert type(french).objects.get(pk=french.pk).summary == "fr: Where to go."


def test_slugs_and_moves_of_aliases_follow_their_source():
    """Trap 5: the slug of an alias stays, and it does not move along."""
    page = builders.standard_page("Missions")
    parent = builders.standard_page("Archive")
    builders.home("fr")
    alias = page.copy_for_translation(builders.locale("fr"), alias=True)
    republish(page, slug="journeys")
    assert Page.objects.get(pk=alias.pk).slug == "journeys"
    Page.objects.get(pk=page.pk).move(Page.objects.get(pk=parent.pk), pos="last-child")
    moved = Page.objects.get(pk=alias.pk)
    assert moved.url_path.partition("/home-fr/")[2] == "archive/journeys/"


def test_an_alias_is_not_found_beside_the_page_it_stands_for():
    """Trap 6: aliases are indexed, the same text is found twice."""
    page = builders.cluster_page(summary="Photonic sensors.")
    builders.country_page("DE", "fr")
    page.copy_for_translation(builders.locale("fr"), alias=True)
    catch_up()
    for language in ("en", "fr"):
        found = search(Criteria.parse("cluster", {"q": "photonic"}, language))
        assert [hit.slug for hit in found.hits] == ["example-cluster"]
        assert found.total == 1


def test_a_po_file_without_the_header_is_answered_with_a_message(client):
    """Trap 7: it is an error 500."""
    page = builders.standard_page("Missions")
    builders.translate(page, "fr", live=False)
    client.force_login(builders.admin())
    address = reverse("wagtail_localize:upload_pofile", args=[translation_into(page, "fr").pk])
    response = client.post(
        address, {"file": SimpleUploadedFile("a.po", b'msgid "a"\nmsgstr "b"\n')}, follow=True
    )
    assert response.status_code == 200
    assert "header" in response.content.decode()


@pytest.mark.parametrize("live", [True, False])
def test_a_submitted_page_is_a_draft_whatever_its_source_is(client, live):
    """Trap 8: a draft gives a draft, but a public source a public page in the source's language."""
    page = builders.standard_page("Missions", summary="Where to go.", live=live)
    builders.home("fr")
    client.force_login(builders.admin())
    client.post(
        reverse("wagtail_localize:submit_page_translation", args=[page.pk]),
        {"locales": [builders.locale("fr").pk]},
    )
    french = page.get_translation(builders.locale("fr"))
    assert not french.live
    response = client.get("/fr/missions/")
    if live:
        assert 'data-notice="untranslated"' in response.content.decode()
    else:
        assert response.status_code == 404
