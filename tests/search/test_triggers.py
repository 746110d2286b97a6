"""Every change that concerns the public arrives in Elasticsearch, through the commit and the worker."""

from typing import Any

import pytest
from django.core.management import call_command

from clusters.models import ClusterPage
from search.backends.delivery import patient_client
from search.backends.elasticsearch import alias_of
from search.checking import differences
from search.criteria import Criteria
from search.models import SearchDocument
from search.outbox import Outbox, build_stale
from search.service import breaker, search
from tests import builders
from tests.search.test_marking import CHANGES

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(elasticsearch: str) -> ClusterPage:
    """A cluster that is found with Elasticsearch; others beside it."""
    breaker.reset()
    made = builders.cluster_page(
        "Silicon Valley", sectors=["digital"], contacts=[{"name": "Ada", "visibility": "public"}]
    )
    builders.cluster_page("Bystander", country="FR")
    builders.news_page("News of the valley", clusters=[made])
    builders.event_page("Meeting in the valley", clusters=[made])
    build_stale()
    # An index may be there from the test before, with its documents.
    call_command("check_search", repair=True, verbosity=0)
    assert found() == ["bystander", "silicon-valley"]
    return made


def found() -> list[str]:
    """Slugs of the clusters that Elasticsearch finds."""
    patient_client().indices.refresh(index=alias_of("cluster"))
    results = search(Criteria(kind="cluster", language="en", sort="name"))
    assert (results.engine, results.degraded) == ("elasticsearch", False)
    return sorted(hit.slug for hit in results.hits)


# What is found afterwards, where it is not the same two.
GONE = ["bystander"]
AFTER = {
    "unpublish": GONE,
    "delete": GONE,
    "delete_by_queryset": GONE,
    "bulk_unpublish": GONE,
    "bulk_delete": GONE,
    "scheduled_expiry": GONE,
    "make_private": GONE,
    "make_ancestor_private": [],
    "make_country_private": GONE,
    "delete_country": GONE,
    "change_slug": ["another-name", "bystander"],
}


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_a_change_arrives(page: ClusterPage, django_capture_on_commit_callbacks: Any, change: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        change(page)
    Outbox().step()
    assert not SearchDocument.objects.filter(failures__gt=0).exists()
    assert found() == AFTER.get(change.__name__, ["bystander", "silicon-valley"])
    # Not only what is found: every document says what its pages say now.
    assert list(differences(deep=True)) == []
