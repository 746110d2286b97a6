"""The demo, loaded for real."""

import json
from collections import Counter
from datetime import date

import pytest
from django.conf import global_settings
from django.contrib.auth import authenticate, get_user_model
from django.core.management import call_command
from wagtail.models import Page
from wagtail_localize.models import StringTranslation, TranslationSource

from clusters.models import ClusterPage, CountryPage
from demo.publishing import translate
from demo.structure import finish_home
from events.models import EventPage
from home.models import HomePage, StandardPage
from news.models import NewsPage
from partners.models import PartnerPage
from search.models import SearchDocument
from translation.check_results import max_length
from translation.checks import check_segment
from translation.digest import send_digests
from translation.memory import forgotten
from translation.models import CheckResult, DigestSetting, GlossaryTerm, agreed_terms

pytestmark = pytest.mark.slow

# Names that are the same in every language, though there are ordinary words in them.
NAMES = {"Pôle de compétitivité", "Portal · SPI · clusters"}
COMPLETE = ("en", "de", "fr", "pt")
# Their only text is a name that the Unicode CLDR has in every language.
COUNTRIES = 29


def live(model, language: str) -> int:
    return model.objects.live().filter(locale__language_code=language, alias_of=None).count()


def test_it_loads_in_a_minute(demo):
    # A minute of a machine that does nothing else. Here other tests run beside it, and processors that share
    # a core count the seconds in which the other one works.
    assert demo < 60 * 3


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
    assert live(CountryPage, language) == COUNTRIES
    assert NewsPage.objects.live().filter(slug__contains="brussels", locale__language_code=language).exists()


@pytest.mark.parametrize("language", ["es", "it"])
def test_spanish_and_italian_are_there_in_part(demo, language):
    assert live(HomePage, language) == 1
    assert live(CountryPage, language) == COUNTRIES
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


def test_the_accounts_can_sign_in(demo, settings):
    settings.PASSWORD_HASHERS = global_settings.PASSWORD_HASHERS
    for name in ("admin", "lead", "editor-sez", "translator-fr", "reviewer-fr", "organiser"):
        assert authenticate(username=name, password="a-password-for-tests"), name


def test_people_of_the_demo_get_the_daily_mail_once_they_want_it(demo):
    assert send_digests(date(2031, 1, 1)) == 0
    DigestSetting.objects.filter(user__username="translator-fr").update(wanted=True)
    assert send_digests(date(2031, 1, 1)) == 1


def test_loading_again_changes_nothing(demo):
    def state() -> Counter:
        return Counter(Page.objects.values_list("url_path", "live", "latest_revision_id"))

    before = state()
    call_command("load_demo")
    assert state() == before


def test_the_front_pages_get_their_body_in_every_language_or_in_none(demo, monkeypatch):
    done = []

    def interrupted(*arguments):
        if done:
            raise KeyboardInterrupt
        done.append(translate(*arguments))

    home = HomePage.objects.get(locale__language_code="en")
    home.body = []
    home.save_revision().publish()
    monkeypatch.setattr("demo.structure.translate", interrupted)
    with pytest.raises(KeyboardInterrupt):
        finish_home()
    assert not HomePage.objects.get(pk=home.pk).body


def test_every_translated_text_passes_the_checks_and_is_remembered(demo):
    rows = StringTranslation.objects.select_related("translation_of__locale", "locale", "context")
    models = {
        source.object_id: source.specific_content_type.model_class()
        for source in TranslationSource.objects.select_related("specific_content_type")
    }
    terms: dict = {}
    found = []
    for row in rows:
        pair = (row.translation_of.locale_id, row.locale_id)
        if pair not in terms:
            terms[pair] = agreed_terms(*pair)
        problems = check_segment(
            row.translation_of.data,
            row.data,
            language_pair=(row.translation_of.locale.language_code, row.locale.language_code),
            kind=row.context.field_path,
            max_length=max_length(models[row.context.object_id], row.context.field_path),
            terms=terms[pair],
        )
        found += [
            (row.locale.language_code, problem.message, row.data)
            for problem in problems
            if problem.code != "same" or row.data not in NAMES
        ]
    assert len(rows) > 2000
    assert GlossaryTerm.objects.filter(do_not_translate=True).exists()
    assert found == []
    assert not CheckResult.objects.filter(errors__gt=0).exists()
    assert not forgotten().exists()


def test_a_statement_waits_for_the_lead_editor_and_its_author_cannot_publish_it(demo, client):
    page = NewsPage.objects.get(slug="example-statement-on-cluster-partnerships")
    assert (page.live, page.workflow_in_progress, page.owner.username) == (False, True, "editor-inno")
    assert not page.permissions_for_user(page.owner).can_publish()
    users = get_user_model().objects
    client.force_login(users.get(username="lead"))
    waiting = client.get("/admin/").content.decode().split('id="awaiting-review', 1)[1]
    assert page.title in waiting
    client.force_login(users.get(username="editor-sez"))
    assert page.title not in client.get("/admin/").content.decode()
