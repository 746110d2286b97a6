"""The demo, loaded for real."""

import json
import time
from collections import Counter

import pytest
from django.contrib.auth import authenticate
from django.core.management import call_command
from wagtail.models import Page

from clusters.models import ClusterPage, CountryPage
from events.models import EventPage
from home.models import HomePage, StandardPage
from news.models import NewsPage
from partners.models import PartnerPage
from search.models import SearchDocument

pytestmark = pytest.mark.slow

COMPLETE = ("en", "de", "fr", "pt")


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """The demo in the test database, rolled back after the module."""
    from django.db import transaction

    class Undo(Exception):
        pass

    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setenv("DEMO_PASSWORD", "a-password-for-tests")
        try:
            with transaction.atomic():
                # Seconds of work, not of waiting: other tests run beside this one.
                started = time.process_time()
                # Translations are published on commit, which never comes here.
                patch.setattr(transaction, "on_commit", lambda function, *args, **kwargs: function())
                call_command("load_demo")
                yield time.process_time() - started
                raise Undo
        except Undo:
            pass


def live(model, language: str) -> int:
    return model.objects.live().filter(locale__language_code=language, alias_of=None).count()


def test_it_loads_in_a_minute(demo):
    assert demo < 60


def test_the_79_real_and_24_invented_clusters_are_there(demo):
    slugs = set(ClusterPage.objects.live().values_list("slug", flat=True))
    assert len([slug for slug in slugs if not slug.startswith("example-")]) == 79
    assert len([slug for slug in slugs if slug.startswith("example-")]) == 24


@pytest.mark.parametrize("language", COMPLETE)
def test_what_must_be_complete_is_there_in_four_languages(demo, language):
    assert live(HomePage, language) == 1
    assert live(PartnerPage, language) == 3
    assert live(StandardPage, language) == 7
    assert live(ClusterPage, language) >= 20
    assert live(CountryPage, language) >= 29
    assert NewsPage.objects.live().filter(slug__contains="brussels", locale__language_code=language).exists()


@pytest.mark.parametrize("language", ["es", "it"])
def test_spanish_and_italian_are_there_in_part(demo, language):
    assert live(HomePage, language) == 1
    assert 0 < live(ClusterPage, language) < 24


def test_invented_things_say_so_and_real_clusters_have_no_invented_wishes(demo):
    for page in ClusterPage.objects.live():
        if page.slug.startswith("example-"):
            assert page.title.startswith("Example ")
            assert page.value_chain
            assert page.offers
            assert page.needs
            assert page.markets
        else:
            wishes = [*page.offers, *page.needs, *page.markets, *page.value_chain]
            assert not wishes


def test_every_english_cluster_has_exactly_one_document_without_hidden_contacts(demo):
    documents = SearchDocument.objects.filter(kind="cluster", public=True)
    assert documents.count() == 103
    text = json.dumps([document.document for document in documents])
    hidden = [
        contact.email
        for page in ClusterPage.objects.all()
        for contact in page.contacts.all()
        if contact.visibility != "public" and contact.email
    ]
    assert hidden
    public = {
        contact.email
        for page in ClusterPage.objects.all()
        for contact in page.contacts.all()
        if contact.visibility == "public"
    }
    assert not [email for email in hidden if email not in public and email in text]


def test_the_missions_and_three_coming_events_are_there(demo):
    english = EventPage.objects.live().filter(locale__language_code="en")
    assert english.filter(start__year=2014).count() == 4
    assert english.filter(start__year=2015).count() >= 2
    coming = [page for page in english if page.slug.startswith("example-")]
    assert len(coming) == 3
    assert ["matchmaking"] in [page.event_type for page in coming]


def test_the_accounts_can_sign_in(demo):
    for name in ("admin", "lead", "editor-sez", "translator-fr", "reviewer-fr", "organiser"):
        assert authenticate(username=name, password="a-password-for-tests"), name


def test_loading_again_changes_nothing(demo):
    def state() -> Counter:
        return Counter(Page.objects.values_list("url_path", "live", "latest_revision_id"))

    before = state()
    call_command("load_demo")
    assert state() == before
