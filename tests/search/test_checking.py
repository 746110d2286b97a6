"""``check_search``: what it finds, and that it mends it. With a real Elasticsearch."""

import uuid
from collections.abc import Callable

import pytest
from django.core.management import CommandError, call_command
from elasticsearch import Elasticsearch

from clusters.models import ClusterPage
from search import checking
from search.backends.elasticsearch import alias_of
from search.backends.index import current_index
from search.checking import differences
from search.models import SearchDocument
from search.outbox import build_stale
from tests import builders

pytestmark = pytest.mark.django_db

Spoil = Callable[[Elasticsearch, ClusterPage], None]


@pytest.fixture
def server(elasticsearch: str) -> Elasticsearch:
    return Elasticsearch(elasticsearch, request_timeout=30)


@pytest.fixture
def cluster(server: Elasticsearch) -> ClusterPage:
    """A cluster among others, everywhere as it should be."""
    made = builders.cluster_page("Silicon Valley", sectors=["digital"])
    for number in range(3):
        builders.cluster_page(f"Cluster {number}")
    build_stale()
    # An index may be there from the test before, with its documents.
    call_command("check_search", repair=True, verbosity=0)
    return made


def lose_a_document(server: Elasticsearch, cluster: ClusterPage) -> None:
    server.delete(index=alias_of("cluster"), id=str(cluster.translation_key))


def haunt(server: Elasticsearch, cluster: ClusterPage) -> None:
    key = str(uuid.uuid4())
    server.index(index=alias_of("cluster"), id=key, document={"key": key})


def haunt_without_a_key(server: Elasticsearch, cluster: ClusterPage) -> None:
    server.index(index=alias_of("cluster"), id="nobody", document={})


def keep_what_was_unpublished(server: Elasticsearch, cluster: ClusterPage) -> None:
    cluster.unpublish()
    build_stale()
    SearchDocument.objects.update(indexed_version=1_000)


def lag(server: Elasticsearch, cluster: ClusterPage) -> None:
    cluster.title = "Silicon Hills"
    cluster.save_revision().publish()
    build_stale()


def change_the_content(server: Elasticsearch, cluster: ClusterPage) -> None:
    row = SearchDocument.objects.get(key=cluster.translation_key)
    document = {"key": str(row.key), "slug": "another"}
    version = {"version": row.built_version, "version_type": "external_gte"}
    server.index(index=alias_of("cluster"), id=str(row.key), document=document, **version)


def be_ahead(server: Elasticsearch, cluster: ClusterPage) -> None:
    key = str(cluster.translation_key)
    version = {"version": 5_000, "version_type": "external_gte"}
    server.index(index=alias_of("cluster"), id=key, document={"key": key}, **version)


def delete_the_index(server: Elasticsearch, cluster: ClusterPage) -> None:
    server.indices.delete(index=current_index("cluster") or "")


def lose_a_row(server: Elasticsearch, cluster: ClusterPage) -> None:
    SearchDocument.objects.filter(key=cluster.translation_key).delete()


def leave_it_unbuilt(server: Elasticsearch, cluster: ClusterPage) -> None:
    cluster.title = "Silicon Hills"
    cluster.save()


SPOILS = [
    (lose_a_document, {checking.MISSING}),
    (haunt, {checking.GHOST}),
    (haunt_without_a_key, {checking.GHOST}),
    (keep_what_was_unpublished, {checking.GHOST}),
    (lag, {checking.OUTDATED}),
    (change_the_content, {checking.OUTDATED}),
    (be_ahead, {checking.OUTDATED}),
    (delete_the_index, {checking.NO_INDEX}),
    (lose_a_row, {checking.NO_ROW, checking.GHOST}),
    (leave_it_unbuilt, {checking.STALE}),
]


@pytest.mark.parametrize(("spoil", "problems"), SPOILS, ids=lambda value: getattr(value, "__name__", ""))
def test_what_differs_is_found_and_mended(
    server: Elasticsearch,
    cluster: ClusterPage,
    capsys: pytest.CaptureFixture[str],
    spoil: Spoil,
    problems: set[str],
) -> None:
    spoil(server, cluster)
    assert {found.problem for found in differences()} == problems
    with pytest.raises(CommandError, match="--repair mends it"):
        call_command("check_search", verbosity=0)
    call_command("check_search", repair=True)
    printed = capsys.readouterr().out
    assert all(f"Mended: cluster {problem}" in printed or f" {problem}" in printed for problem in problems)
    assert "The search is as it should be." in printed
    assert list(differences(deep=True)) == []


def test_nothing_differs_when_all_is_well(
    cluster: ClusterPage, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # Several pages of each side.
    monkeypatch.setattr(checking, "_BATCH", 2)
    call_command("check_search", deep=True)
    printed = capsys.readouterr().out
    assert "Compared       [##############################] 8/8" in printed
    assert printed.endswith("The search is as it should be.\n")


def test_a_document_that_its_pages_do_not_say_is_found_by_building_all(
    cluster: ClusterPage, settings
) -> None:
    settings.ELASTICSEARCH_URL = ""
    row = SearchDocument.objects.get(key=cluster.translation_key)
    SearchDocument.objects.filter(pk=row.pk).update(document=row.content | {"slug": "another"})
    assert list(differences()) == []
    (found,) = differences(deep=True)
    assert (found.problem, found.key) == (checking.NOT_AS_BUILT, str(row.key))
    call_command("check_search", repair=True, deep=True, verbosity=0)
    assert SearchDocument.objects.get(pk=row.pk).content["slug"] == cluster.slug


def test_an_elasticsearch_that_is_away_is_named(cluster: ClusterPage, settings) -> None:
    # The discard port: nothing listens there.
    settings.ELASTICSEARCH_URL = "http://127.0.0.1:9"
    with pytest.raises(CommandError, match="does not answer"):
        call_command("check_search", verbosity=0)
