"""A change of a page marks its document in the transaction of the change, whatever way it comes."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.actions.convert_alias import ConvertAliasPageAction
from wagtail.models import Page, PageViewRestriction
from wagtail_localize.models import Translation

from clusters.models import ClusterPage, CountryPage
from search import outbox
from search.models import SearchDocument
from tests import builders
from vocabularies.models import Term

pytestmark = pytest.mark.django_db


def edit(page: ClusterPage) -> None:
    page.summary = "Edited"
    page.save()


def publish_revision(page: ClusterPage) -> None:
    page.summary = "Published"
    page.save_revision().publish()


def unpublish(page: ClusterPage) -> None:
    page.unpublish()


def delete(page: ClusterPage) -> None:
    page.delete()


def delete_by_queryset(page: ClusterPage) -> None:
    Page.objects.filter(pk=page.pk).delete()


def bulk(action: str, **data: Any) -> Callable[[ClusterPage], None]:
    def act(page: ClusterPage) -> None:
        client = Client()
        client.force_login(builders.admin())
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
        response = client.post(f"{url}?id={page.pk}", data)
        assert response.status_code == 302, response.content

    act.__name__ = f"bulk_{action}"
    return act


def bulk_move(page: ClusterPage) -> None:
    bulk("move", chooser=builders.country_page("PT").pk)(page)


def scheduled_publication(page: ClusterPage) -> None:
    page.go_live_at = timezone.now() + timedelta(hours=1)
    page.summary = "Later"
    revision = page.save_revision()
    revision.publish()
    # Time passes.
    due = timezone.now() - timedelta(minutes=1)
    revision.content["go_live_at"] = due.isoformat()
    revision.approved_go_live_at = due
    revision.save()
    call_command("publish_scheduled")
    page.refresh_from_db()
    assert page.summary == "Later"


def scheduled_expiry(page: ClusterPage) -> None:
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
    call_command("publish_scheduled")


def move(page: ClusterPage) -> None:
    page.move(builders.country_page("PT"), pos="last-child")


def change_slug(page: ClusterPage) -> None:
    page.slug = "another-name"
    page.save()


def change_country_slug(page: ClusterPage) -> None:
    country = CountryPage.objects.parent_of(page).get()
    country.slug = "deutschland"
    country.save_revision().publish()


def move_country(page: ClusterPage) -> None:
    home = builders.home()
    parent = home.add_child(instance=Page(title="Elsewhere", slug="elsewhere"))
    Page.objects.parent_of(page).get().move(parent, pos="last-child")


def make_private(page: ClusterPage) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type="login")


def make_ancestor_private(page: ClusterPage) -> None:
    PageViewRestriction.objects.create(page=builders.cluster_index(), restriction_type="login")


def delete_country(page: ClusterPage) -> None:
    Page.objects.parent_of(page).get().delete()


def save_a_contact_alone(page: ClusterPage) -> None:
    contact = page.contacts.model.objects.get(page=page)
    contact.visibility = "private"
    contact.save()


def translate(page: ClusterPage) -> None:
    builders.translate(page, "de")


def change_a_label(page: ClusterPage) -> None:
    term = Term.objects.get(vocabulary="sector", code="digital")
    term.labels = term.labels | {"de": "Digitales"}
    term.save()


def convert_an_alias(page: ClusterPage) -> None:
    alias = page.copy_for_translation(builders.locale("fr"), copy_parents=True, alias=True)
    ConvertAliasPageAction(alias, user=builders.admin()).execute()


def delete_the_pages_of_a_language(page: ClusterPage) -> None:
    builders.translate(page, "pt")
    builders.home("pt").delete()


def make_country_private(page: ClusterPage) -> None:
    country = Page.objects.parent_of(page).get()
    PageViewRestriction.objects.create(page=country, restriction_type="login")


def publish_from_localize(page: ClusterPage) -> None:
    """As its editor does."""
    builders.translate(page, "it", live=False)
    Translation.objects.get(
        target_locale__language_code="it", source__object=page.translation_key
    ).save_target(user=builders.admin())


CHANGES = [
    edit,
    publish_revision,
    unpublish,
    delete,
    delete_by_queryset,
    bulk("unpublish"),
    bulk("publish"),
    bulk("delete"),
    bulk_move,
    scheduled_publication,
    scheduled_expiry,
    move,
    change_slug,
    change_country_slug,
    move_country,
    make_private,
    make_ancestor_private,
    make_country_private,
    delete_country,
    convert_an_alias,
    delete_the_pages_of_a_language,
    publish_from_localize,
    save_a_contact_alone,
    translate,
    change_a_label,
]


@pytest.fixture
def page() -> ClusterPage:
    """A public cluster whose document is built, beside others."""
    made = builders.cluster_page(
        "Silicon Valley", sectors=["digital"], contacts=[{"name": "Ada", "visibility": "public"}]
    )
    builders.cluster_page("Bystander", country="FR")
    outbox.catch_up()
    return made


def version(page: Page) -> int:
    return SearchDocument.objects.get(key=page.translation_key).version


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_a_change_marks_the_document_in_its_own_transaction(page: ClusterPage, change: Any) -> None:
    bystander = ClusterPage.objects.get(slug="bystander")
    before, other = version(page), version(bystander)
    with transaction.atomic():
        change(page)
        assert version(page) > before
        # A hidden search page hides everybody.
        assert version(bystander) == other or change is make_ancestor_private
        transaction.set_rollback(True)
    assert version(page) == before


def test_saving_a_draft_or_a_lock_marks_nothing(page: ClusterPage) -> None:
    before = version(page)
    page.summary = "Not yet"
    page.save_revision()
    page.locked = True
    page.save(update_fields=["locked"])
    assert version(page) == before


def test_a_page_that_is_not_searchable_has_no_row(page: ClusterPage) -> None:
    keys = [builders.country_page("DE").translation_key, builders.home().translation_key]
    assert not SearchDocument.objects.filter(key__in=keys).exists()


def test_a_change_of_a_page_above_is_one_update_for_everything_below(page: ClusterPage) -> None:
    for number in range(3):
        builders.cluster_page(f"Cluster {number}")
    country = CountryPage.objects.parent_of(page).get()
    with CaptureQueriesContext(connection) as queries:
        country.slug = "deutschland"
        country.save()
    updates = [query["sql"] for query in queries if query["sql"].startswith('UPDATE "search_searchdocument"')]
    assert len(updates) == 1


def test_a_changed_label_is_one_update(page: ClusterPage) -> None:
    with CaptureQueriesContext(connection) as queries:
        change_a_label(page)
    updates = [query["sql"] for query in queries if query["sql"].startswith('UPDATE "search_searchdocument"')]
    assert len(updates) == 1


def test_pages_of_other_languages_mark_the_same_document(page: ClusterPage) -> None:
    translation = builders.translate(page, "fr")
    before = version(page)
    translation.unpublish()
    assert version(page) > before
    assert SearchDocument.objects.filter(kind="cluster").count() == 2


def test_what_a_document_says_of_the_page_above_follows_that_page(page: ClusterPage) -> None:
    event = builders.event_page()
    before, clusters = version(event), version(page)
    series = Page.objects.parent_of(event).get().specific
    series.title = "Missions of the spring"
    series.save_revision().publish()
    assert version(event) > before
    outbox.catch_up()
    assert "missions" in SearchDocument.objects.get(key=event.translation_key).content["folded"]["rest"]
    country = CountryPage.objects.parent_of(page).get()
    country.save_revision().publish()
    assert version(page) > clusters
