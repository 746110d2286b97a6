"""The vocabularies in the admin, as the lead editor uses them."""

import pytest
from django.urls import reverse

from tests import builders
from vocabularies.models import Term

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(client):
    client.force_login(builders.admin())
    return client


def health() -> Term:
    return Term.objects.get(vocabulary="sector", code="health")


def form(**changes) -> dict[str, str]:
    return {"vocabulary": "sector", "code": "health", "sort_order": "5", "labels-en": "Health"} | changes


def test_there_is_one_input_for_each_language(lead):
    html = lead.get(reverse("vocabularies:edit", args=[health().pk])).content.decode()
    for language in ("en", "de", "fr", "pt", "es", "it"):
        assert f'name="labels-{language}"' in html


def test_a_label_is_changed_and_the_others_can_wait(lead):
    url = reverse("vocabularies:edit", args=[health().pk])
    lead.post(url, form(**{"labels-de": "Gesundheitswirtschaft"}))
    assert health().labels == {"en": "Health", "de": "Gesundheitswirtschaft"}


def test_the_default_languages_label_is_demanded(lead):
    before = health().labels
    response = lead.post(reverse("vocabularies:edit", args=[health().pk]), form(**{"labels-en": ""}))
    assert "Give at least the label in English" in response.content.decode()
    assert health().labels == before


def test_the_code_of_a_used_term_cannot_change_and_the_users_are_named(lead):
    builders.cluster_page("Example Health Cluster", sectors=["health"])
    response = lead.post(reverse("vocabularies:edit", args=[health().pk]), form(code="wellness"))
    assert "Example Health Cluster" in response.content.decode()
    assert health()


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_used_term_is_not_deleted_and_nobody_is_asked(lead, method):
    builders.cluster_page("Example Health Cluster", sectors=["health"])
    response = getattr(lead, method)(reverse("vocabularies:delete", args=[health().pk]), follow=True)
    assert "Example Health Cluster" in response.content.decode()
    assert health()


def test_a_term_that_only_a_draft_uses_is_kept(lead):
    page = builders.cluster_page("Example Health Cluster")
    page.sectors = ["health"]
    page.save_revision()
    lead.post(reverse("vocabularies:delete", args=[health().pk]))
    assert health()


def test_an_unused_term_is_deleted(lead):
    term = Term.objects.create(vocabulary="sector", code="unused", labels={"en": "Unused"})
    lead.post(reverse("vocabularies:delete", args=[term.pk]))
    assert not Term.objects.filter(code="unused").exists()
