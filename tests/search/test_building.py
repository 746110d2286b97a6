"""What is built on commit, and what the document says."""

import uuid
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings
from wagtail.models import Page, PageViewRestriction

from clusters.models import ClusterPage, CountryPage
from search import building, marking, outbox
from search.building import public_pages
from search.criteria import Criteria
from search.kinds import get_kind
from search.models import FacetEntry, SearchDocument, SortKey
from search.results import Hit
from search.service import search
from tests import builders
from vocabularies.models import Term

pytestmark = pytest.mark.django_db


@pytest.fixture
def committed(django_capture_on_commit_callbacks: Any) -> Any:
    """What happens inside is committed at its end."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def page(committed: Any) -> ClusterPage:
    with committed():
        return builders.cluster_page("Silicon Valley", sectors=["digital"], country="DE", members=7)


def hits(language: str = "en", text: str = "") -> list[Hit]:
    return search(Criteria(kind="cluster", language=language, text=text)).hits


def paths() -> list[str]:
    return [hit.url for hit in hits()]


def test_a_published_page_is_found_after_the_commit(page: ClusterPage) -> None:
    (hit,) = hits()
    assert hit.url == "/en/clusters/germany/silicon-valley/"
    assert hit.facets["country"] == ["DE"]
    assert hit.data["members"] == 7


def test_an_edit_an_unpublication_and_a_deletion_are_seen_after_the_commit(
    page: ClusterPage, committed: Any
) -> None:
    with committed():
        page.summary = "About chips"
        page.save_revision().publish()
    assert hits(text="chips")
    with committed():
        page.unpublish()
    assert hits() == []
    with committed():
        page.get_latest_revision().publish()
    assert hits(text="chips")
    with committed():
        page.delete()
    assert hits() == []
    assert not FacetEntry.objects.exists()
    assert not SortKey.objects.exists()
    row = SearchDocument.objects.get(kind="cluster")
    assert (row.public, row.document, row.path) == (False, None, "")
    assert row.version == row.built_version


def test_a_draft_is_not_found(committed: Any) -> None:
    with committed():
        builders.cluster_page("Draft", live=False)
    assert hits() == []


def test_a_move_and_a_new_slug_of_the_country_reach_the_clusters_below(
    page: ClusterPage, committed: Any
) -> None:
    with committed():
        country = CountryPage.objects.parent_of(page).get()
        country.slug = "deutschland"
        country.save_revision().publish()
    assert paths() == ["/en/clusters/deutschland/silicon-valley/"]
    with committed():
        Page.objects.get(pk=page.pk).move(builders.country_page("PT"), pos="last-child")
    (hit,) = hits()
    assert hit.url == "/en/clusters/portugal/silicon-valley/"
    assert hit.facets["country"] == ["PT"]


@pytest.mark.parametrize("above", [False, True], ids=["its own", "that of a page above"])
def test_a_view_restriction_hides_and_its_end_shows(page: ClusterPage, committed: Any, above: bool) -> None:
    restricted = builders.cluster_index() if above else page
    with committed():
        restriction = PageViewRestriction.objects.create(page=restricted, restriction_type="login")
    assert hits() == []
    with committed():
        restriction.delete()
    assert len(hits()) == 1


def test_what_stands_below_an_alias_of_a_private_page_is_hidden_too(
    page: ClusterPage, committed: Any, client: Client
) -> None:
    with committed():
        french = builders.translate(page, "fr")
    country = Page.objects.parent_of(page).get()
    assert Page.objects.parent_of(french).get().alias_of_id == country.pk
    assert len(hits("fr")) == 1
    assert french.url in client.get("/sitemap-fr.xml").content.decode()
    with committed():
        restriction = PageViewRestriction.objects.create(page=country, restriction_type="login")
    assert hits("fr") == []
    assert french.url not in client.get("/sitemap-fr.xml").content.decode()
    with committed():
        restriction.delete()
    assert len(hits("fr")) == 1


def test_only_public_contacts_get_into_the_document(committed: Any) -> None:
    people = {"Ada": "public", "Bob": "participants", "Cleo": "private"}
    with committed():
        page = builders.cluster_page(
            "Cluster",
            contacts=[
                {"name": name, "visibility": who, "email": f"{name}@example.org"}
                for name, who in people.items()
            ],
        )
    stored = str(SearchDocument.objects.get(key=page.translation_key).document)
    assert "Ada" in stored
    assert "Bob" not in stored
    assert "Cleo" not in stored
    with committed():
        contact = page.contacts.model.objects.get(name="Ada")
        contact.visibility = "private"
        contact.save()
    assert "Ada" not in str(SearchDocument.objects.get(key=page.translation_key).document)


def test_every_language_is_in_one_document_and_aliases_are_not(page: ClusterPage, committed: Any) -> None:
    with committed():
        page.summary = "Chips"
        page.save_revision().publish()
        builders.translate(page, "fr")
        page.copy_for_translation(builders.locale("de"), copy_parents=True, alias=True)
    assert SearchDocument.objects.filter(kind="cluster").count() == 1
    (hit,) = hits("fr")
    assert (hit.language, hit.summary, hit.languages) == ("fr", "fr: Chips", ["en", "fr"])
    (hit,) = hits("de")
    assert (hit.language, hit.url) == ("en", "/de/clusters/germany/silicon-valley/")
    with committed():
        PageViewRestriction.objects.create(page=page, restriction_type="login")
    # What is private in the language it was written in is private in every language.
    assert not hits("de")


def test_the_language_written_first_is_the_source(committed: Any) -> None:
    with committed():
        builders.home("en")
        page = builders.cluster_page("Ein Cluster", language="de")
        builders.translate(page, "en")
    assert list(public_pages(page.translation_key)) == ["de", "en"]
    assert hits("es")[0].language == "de"


def test_a_changed_label_is_found_after_the_commit(page: ClusterPage, committed: Any) -> None:
    term = Term.objects.get(vocabulary="sector", code="digital")
    with committed():
        term.labels = term.labels | {"pt": "Zukunftswort"}
        term.save()
    assert len(hits(text="zukunftswort")) == 1


def test_a_publication_builds_the_document_once(
    page: ClusterPage, committed: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    built = []
    original = building.build
    monkeypatch.setattr(building, "build", lambda key: built.append(key) or original(key))
    with committed():
        page.summary = "Once"
        page.save_revision().publish()
        page.save()
    assert built == [page.translation_key]


def test_a_document_that_cannot_be_built_never_stops_the_editor(
    page: ClusterPage, committed: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    kind = get_kind("cluster")

    def broken(*_args: object) -> None:
        raise RuntimeError("out of order")

    monkeypatch.setattr(ClusterPage, "public_contacts", broken)
    with committed():
        page.summary = "Repaired"
        page.save_revision().publish()
    page.refresh_from_db()
    assert page.summary == "Repaired"
    assert f"The search document of the {kind.name}" in caplog.text
    row = SearchDocument.objects.get(key=page.translation_key)
    assert row.built_version < row.version
    assert (row.failures, row.public) == (1, True)
    # Its turn comes later, not at once.
    assert outbox.build_stale() == 0
    monkeypatch.undo()
    outbox.catch_up()
    row.refresh_from_db()
    assert (row.failures, row.next_attempt) == (0, None)
    assert hits(text="repaired")


def test_what_changes_while_it_is_built_is_built_again(page: ClusterPage) -> None:
    marking.mark_page_stale(page)
    row = SearchDocument.objects.get(key=page.translation_key)
    _kind, content = building.build(page.translation_key)
    marking.mark_page_stale(page)
    assert not building.store(row, "cluster", content)
    row.refresh_from_db()
    assert row.built_version < row.version
    assert outbox.build_stale() == 1


def test_many_changes_are_left_to_the_worker(committed: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marking, "BUILT_ON_COMMIT", 2)
    with committed():
        country = builders.country_page("DE")
        for number in range(4):
            builders.cluster_page(f"Cluster {number}")
    outbox.catch_up()
    with committed():
        country.slug = "deutschland"
        country.save()
    assert len([url for url in paths() if "deutschland" in url]) == 0
    assert outbox.build_stale() == 4
    assert len([url for url in paths() if "deutschland" in url]) == 4


def test_a_load_can_leave_building_for_its_end(committed: Any) -> None:
    with committed(), marking.building_left_for_later():
        builders.cluster_page("Loaded")
    assert hits() == []
    outbox.catch_up()
    assert len(hits()) == 1


def test_rows_that_are_missing_are_added_by_a_rebuild(page: ClusterPage) -> None:
    builders.news_page("Old news")
    SearchDocument.objects.all().delete()
    assert hits() == []
    call_command("rebuild_search", verbosity=0)
    assert paths() == ["/en/clusters/germany/silicon-valley/"]
    assert SearchDocument.objects.filter(kind="news", public=True).count() == 1


def test_a_rebuild_if_missing_does_nothing_when_everything_is_there(
    page: ClusterPage, capsys: pytest.CaptureFixture[str]
) -> None:
    outbox.catch_up()
    call_command("rebuild_search", if_missing=True)
    assert capsys.readouterr().out == ""
    SearchDocument.objects.all().delete()
    call_command("rebuild_search", if_missing=True)
    assert "Documents" in capsys.readouterr().out
    assert len(hits()) == 1


def test_a_search_takes_three_queries_whatever_is_chosen(page: ClusterPage) -> None:
    # As many as a text needs to be searched for as it was typed.
    builders.cluster_page("Another valley", sectors=["digital"], country="PT")
    builders.cluster_page("A third valley", sectors=["digital"], country="PT")
    outbox.catch_up()
    for criteria in (
        Criteria(kind="cluster", language="de"),
        Criteria(
            kind="cluster",
            language="de",
            text="valley",
            filters={"sector": ("digital",), "country": ("DE", "PT")},
        ),
    ):
        search(criteria)
        with CaptureQueriesContext(connection) as queries:
            search(criteria)
        assert len([query for query in queries if "vocabularies_term" not in query["sql"]]) <= 3


def test_what_was_rolled_back_takes_no_place_of_what_is_committed(
    committed: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(marking, "BUILT_ON_COMMIT", 2)
    with committed():
        kept = builders.cluster_page("Kept")
    with committed():
        marking.mark_page_stale(kept)
        with transaction.atomic():
            for number in range(5):
                builders.cluster_page(f"Rolled back {number}")
            transaction.set_rollback(True)
        kept.summary = "Committed"
        kept.save()
    assert len(hits(text="committed")) == 1


def test_what_cannot_be_built_waits_twice_as_long_each_time_an_hour_at_most(db: None) -> None:
    row = SearchDocument.objects.create(kind="cluster", key=uuid.uuid4())
    pauses = []
    for _time in range(14):
        before = timezone.now()
        building.note_failure(row)
        row.refresh_from_db()
        assert row.next_attempt is not None
        pauses.append(round((row.next_attempt - before).total_seconds()))
    assert pauses == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 3600, 3600]


def test_the_worker_pauses_longer_each_time_that_elasticsearch_is_away(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Reserved: nothing listens there.
    settings.ELASTICSEARCH_URL = "http://127.0.0.1:1"
    worker = outbox.Outbox()
    pauses = []
    for _time in range(6):
        monkeypatch.setattr(worker, "_resume_at", 0.0)
        worker.step()
        pauses.append(worker._pause)
    assert pauses == [1, 2, 4, 8, 10, 10]
