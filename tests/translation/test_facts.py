"""Facts follow from the source to every translation, prose never moves."""

from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from clusters.models import ClusterContact, ClusterPage, CountryPage
from tests import builders
from tests.translation.bodies import full_body
from translation.facts import fact_names, fact_values

pytestmark = pytest.mark.django_db


def publish(page):
    page.save_revision().publish()


def fresh(page):
    return type(page).objects.get(pk=page.pk)


@pytest.fixture
def source():
    return builders.cluster_page(
        summary="Sensors.",
        body=full_body(),
        sectors=["health", "electronics"],
        markets=["FR"],
        members=40,
        member_counts={"sme": 30},
        label=["gold"],
        label_expires=date(2031, 1, 1),
        logo=builders.image(),
        contacts=[{"name": "Ann", "email": "ann@example.org"}, {"name": "Bob", "visibility": "public"}],
    )


@pytest.fixture
def french(source):
    return builders.translate(source, "fr")


def test_facts_are_everything_declared_and_no_prose():
    assert set(fact_names(ClusterPage)) == set(ClusterPage.facts)
    assert "title" in fact_names(ClusterPage)
    assert not {"summary", "body", "slug", "sector_keywords"} & set(fact_names(ClusterPage))


def test_changed_facts_follow_to_the_published_translation_at_once(source, french):
    source.title = "Renamed Cluster"
    source.sectors = ["textiles"]
    source.members = 41
    source.member_counts = {"sme": 31, "research": 1}
    source.label_expires = date(2032, 1, 1)
    source.contacts = [ClusterContact(name="Cleo", email="cleo@example.org", visibility="public")]
    publish(source)
    now = fresh(french)
    assert fact_values(now) == fact_values(fresh(source))
    assert (now.title, now.draft_title) == ("Renamed Cluster", "Renamed Cluster")
    assert [contact.name for contact in now.contacts.all()] == ["Cleo"]
    assert now.summary == "fr: Sensors."
    assert now.live


def test_emptied_facts_follow_too(source, french):
    source.sectors = []
    source.markets = []
    source.members = None
    source.member_counts = {}
    source.label_expires = None
    source.label = []
    source.logo = None
    source.contacts = []
    publish(source)
    now = fresh(french)
    assert fact_values(now) == fact_values(fresh(source))
    assert (now.sectors, now.members, now.logo, list(now.contacts.all())) == ([], None, None, [])


def test_the_contacts_of_the_source_stay_its_own(source, french):
    source.contacts = [ClusterContact(name="Cleo"), ClusterContact(name="Dora")]
    publish(source)
    publish(fresh(french))
    assert [contact.name for contact in fresh(source).contacts.all()] == ["Cleo", "Dora"]
    assert [contact.name for contact in fresh(french).contacts.all()] == ["Cleo", "Dora"]
    assert ClusterContact.objects.count() == 4


def test_a_draft_of_the_translation_gets_the_facts_and_keeps_its_prose(source, french):
    french.summary = "Un meilleur résumé."
    french.save_revision()
    source.sectors = ["textiles"]
    source.contacts = [ClusterContact(name="Cleo")]
    publish(source)
    now = fresh(french)
    draft = now.get_latest_revision_as_object()
    assert now.summary == "fr: Sensors."
    assert draft.summary == "Un meilleur résumé."
    assert draft.sectors == ["textiles"]
    assert [contact.name for contact in draft.contacts.all()] == ["Cleo"]
    assert now.has_unpublished_changes
    publish(draft)
    assert [contact.name for contact in fresh(french).contacts.all()] == ["Cleo"]
    assert [contact.name for contact in fresh(source).contacts.all()] == ["Cleo"]


def test_the_translated_body_is_untouched(source, french):
    before = french.body.get_prep_value()
    source.members = 99
    publish(source)
    assert fresh(french).body.get_prep_value() == before


def test_changed_prose_of_the_source_does_not_follow(source, french):
    source.summary = "Photonics."
    source.members = 99
    publish(source)
    now = fresh(french)
    assert (now.summary, now.members) == ("fr: Sensors.", 99)


def test_a_translation_that_was_never_published_gets_the_facts_and_stays_a_draft(source):
    french = builders.translate(source, "fr", live=False)
    source.members = 99
    publish(source)
    now = fresh(french)
    assert (now.live, now.members, now.get_latest_revision_as_object().members) == (False, 99, 99)


def test_a_draft_of_the_source_changes_nothing_yet(source, french):
    source.members = 99
    source.save_revision()
    assert fresh(french).members == 40


def test_facts_follow_a_scheduled_publication(source, french):
    source.members = 99
    source.go_live_at = timezone.now() + timezone.timedelta(hours=1)
    publish(source)
    assert fresh(french).members == 40
    revision = fresh(source).get_latest_revision()
    soon = timezone.now() - timezone.timedelta(minutes=1)
    revision.content["go_live_at"] = soon.isoformat()
    revision.approved_go_live_at = soon
    revision.save()
    call_command("publish_scheduled")
    assert fresh(french).members == 99


def test_an_old_draft_with_other_facts_is_corrected_when_it_is_published(source, french):
    old = french.save_revision()
    source.members = 99
    source.contacts = [ClusterContact(name="Cleo")]
    publish(source)
    french.refresh_from_db()
    newer = fresh(french).save_revision()
    assert old.pk != newer.pk
    type(old).objects.get(pk=old.pk).publish()
    now = fresh(french)
    assert now.members == 99
    assert [contact.name for contact in now.contacts.all()] == ["Cleo"]


def test_publishing_in_the_translators_editor_brings_no_stale_facts(
    source, french, django_capture_on_commit_callbacks
):
    source.members = 99
    source.contacts = [ClusterContact(name="Cleo")]
    publish(source)
    submission = builders.submit(fresh(source))
    with django_capture_on_commit_callbacks(execute=True):
        submission.translations.get().save_target(publish=True)
    now = fresh(french)
    assert (now.members, now.summary) == (99, "fr: Sensors.")
    assert [contact.name for contact in now.contacts.all()] == ["Cleo"]


def test_any_language_can_be_the_source():
    german = builders.cluster_page("Beispiel", language="de", members=5)
    builders.country_page("DE")
    english = builders.translate(german, "en")
    german.members = 6
    publish(german)
    assert fresh(english).members == 6
    english = fresh(english)
    english.members = 7
    publish(english)
    assert fresh(english).members == 6
    assert fresh(german).members == 6


def test_pages_without_a_submission_are_independent():
    page = builders.cluster_page(members=5)
    builders.country_page("DE", "fr")
    copy = page.copy_for_translation(builders.locale("fr"))
    page.members = 6
    publish(page)
    assert fresh(copy).members == 5


def test_a_changed_slug_follows_with_everything_below(source, french):
    builders.home("de")
    country = source.get_parent().specific
    country.copy_for_translation(builders.locale("de"), copy_parents=True, alias=True)
    source.copy_for_translation(builders.locale("de"), alias=True)
    builders.submit(country, "fr")
    country.slug = "deutschland"
    publish(country)
    assert set(CountryPage.objects.values_list("slug", flat=True)) == {"deutschland"}
    paths = {page.url_path.partition("/clusters/")[2] for page in ClusterPage.objects.all()}
    assert paths == {"deutschland/example-cluster/"}
    source = fresh(source)
    source.slug = "sensors"
    publish(source)
    assert {page.slug for page in Page.objects.filter(translation_key=source.translation_key)} == {"sensors"}
    assert fresh(french).get_latest_revision_as_object().slug == "sensors"


def test_a_taken_slug_gets_a_number_and_stays_stable():
    page = builders.standard_page("Missions")
    french = builders.translate(page, "fr")
    builders.standard_page("Voyages", language="fr")
    page.slug = "voyages"
    page.save_revision(clean=False).publish()
    assert fresh(french).slug == "voyages-1"
    fresh(page).save_revision(clean=False).publish()
    assert fresh(french).slug == "voyages-1"


def test_front_pages_keep_their_own_slugs():
    home = builders.home()
    french = builders.home("fr")
    builders.submit(home, "fr")
    publish(home)
    assert {fresh(home).slug, fresh(french).slug} == {"home-en", "home-fr"}


def test_the_search_document_learns_of_the_change(source, french):
    from search.models import SearchDocument

    before = SearchDocument.objects.get(key=source.translation_key).version
    source.members = 99
    publish(source)
    assert SearchDocument.objects.get(key=source.translation_key).version > before


def test_publishing_a_page_without_translations_costs_one_query_and_each_translation_as_much(source):
    from translation.lifecycle import carry_facts

    def cost(members):
        page = fresh(source)
        page.members = members
        revision = page.save_revision()
        page.save()
        with CaptureQueriesContext(connection) as queries:
            carry_facts(instance=page, revision=revision)
        return len(queries)

    assert cost(50) == 1
    costs = []
    for n, language in enumerate(["fr", "de", "pt"]):
        builders.translate(source, language)
        costs.append(cost(60 + n))
    assert costs[2] - costs[1] == costs[1] - costs[0]
    assert costs[1] - costs[0] <= 60
