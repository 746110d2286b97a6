"""A language is added by one line in the list of languages and one command."""

import sys
from io import StringIO

import pytest
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils.translation import override, trans_real
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation

from clusters.models import CountryPage
from portal import navigation
from portal.settings.languages import PORTAL_LANGUAGES, Language
from search.criteria import Criteria
from search.outbox import catch_up
from search.service import search
from tests import builders
from translation.new_language import add_language
from translation.permissions import ensure_translator_group

pytestmark = pytest.mark.django_db

OURS = {"portal", "search", "vocabularies", "translation", "partners", "clusters", "news", "events", "home"}


@pytest.fixture
def two_more(settings, monkeypatch):
    """Polish, which has no analyser, and Greek, as if they were two more lines in the list."""
    together = (*PORTAL_LANGUAGES, Language("pl", "Polski", None), Language("el", "Ελληνικά", "greek"))
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] in OURS and hasattr(module, "PORTAL_LANGUAGES"):
            monkeypatch.setattr(module, "PORTAL_LANGUAGES", together)
    settings.PORTAL_LANGUAGES = together
    settings.LANGUAGES = [(language.code, language.name) for language in together]
    settings.WAGTAIL_CONTENT_LANGUAGES = settings.LANGUAGES


def add(code):
    output = StringIO()
    call_command("add_language", code, stdout=output)
    return output.getvalue()


def tree(code):
    pages = Page.objects.filter(locale__language_code=code).order_by("path")
    return [page.url_path.lstrip("/").partition("/")[2] for page in pages]


@pytest.fixture
def content():
    partner = builders.partner("spi")
    builders.country_page("PL", partner=partner)
    builders.cluster_page("Example Cluster", country="PL", summary="Sensors for mines.")
    builders.news_page("Example news")
    builders.standard_page("About us")
    builders.news_section("nur-deutsch", language="de")
    builders.news_page(
        "Nachricht", section=builders.news_section("nur-deutsch", language="de"), language="de"
    )


def test_a_code_that_is_not_in_the_list_is_refused_by_name():
    builders.home()
    with pytest.raises(CommandError, match="“pl” is not a language of the portal"):
        call_command("add_language", "pl")


@pytest.mark.parametrize(
    ("code", "name", "poland"), [("pl", "Polski", "Polska"), ("el", "Ελληνικά", "Πολωνία")]
)
def test_a_language_gets_its_tree_translators_and_a_list_of_labels_to_fill(
    two_more, content, code, name, poland
):
    report = add(code)
    assert tree(code) == [
        "",
        "clusters/",
        "clusters/poland/",
        "news/",
        "news/example-partner/",
        "news/nur-deutsch/",
    ]
    # A country says nothing but its name, which is known.
    country = CountryPage.objects.get(locale__language_code=code)
    assert (country.title, country.alias_of_id, country.live) == (poland, None, True)
    aliases = Page.objects.filter(locale__language_code=code).exclude(pk=country.pk)
    assert all(page.alias_of_id and page.live for page in aliases)
    assert f"The group “Translators: {name}”" in report
    assert "Vocabulary sector: 14 labels to fill" in report
    assert Page.find_problems() == ([], [], [], [], [])


def test_adding_a_language_twice_changes_nothing(two_more, content):
    add("pl")
    before = list(Page.objects.order_by("path").values("pk", "path", "numchild"))
    report = add("pl")
    assert "0 pages made" in report
    assert list(Page.objects.order_by("path").values("pk", "path", "numchild")) == before
    assert Locale.objects.filter(language_code="pl").count() == 1


def test_its_report_is_in_the_language_of_whoever_asks(content):
    with override("fr"):
        report = "\n".join(add_language("de"))
    assert "Le groupe «\N{NO-BREAK SPACE}Translators: Deutsch\N{NO-BREAK SPACE}» a ses droits." in report
    assert "ont leurs droits dans chaque arborescence" in report


def test_countries_without_clusters_come_along_in_the_order_of_the_original_but_no_text_of_an_editor(
    two_more, content
):
    builders.country_page("AT", language="fr")
    builders.country_page("CZ", summary="Written by somebody.")
    builders.country_page("SK")
    report = add("pl")
    assert "3 country pages published." in report
    countries = CountryPage.objects.filter(locale__language_code="pl").order_by("path")
    assert [page.title for page in countries] == ["Polska", "Słowacja", "Austria"]
    assert countries[0].partner == builders.partner("spi")
    assert "0 country pages published." in add("pl")


def test_a_country_page_that_was_deleted_comes_back_and_follows_its_original_again(two_more, content):
    for _time in range(2):
        add("pl")
        country = CountryPage.objects.get(locale__language_code="pl")
        translation = Translation.objects.get(
            source__object_id=country.translation_key, target_locale__language_code="pl"
        )
        assert (translation.enabled, country.live) == (True, True)
        country.delete()


def test_what_is_new_since_is_added_the_next_time(two_more, content):
    add("pl")
    builders.event_page()
    assert "2 pages made" in add("pl")
    assert "events/example-series/" in tree("pl")


def test_a_visitor_of_the_new_language_gets_the_originals_with_a_notice(two_more, content, client: Client):
    for prepare in (lambda: None, lambda: add("pl")):
        prepare()
        for path, text in [
            ("", "Clusters of Europe"),
            ("clusters/poland/example-cluster/", "Sensors for mines."),
        ]:
            html = client.get(f"/pl/{path}").content.decode()
            assert '<html lang="pl"' in html
            assert text in html
            assert 'data-notice="untranslated"' in html
        # Offered in the switcher, which says that the page is not translated: so it has no hreflang.
        assert f'<a href="/el/{path}"><span lang="el">' in html
        assert 'hreflang="el"' not in html
    assert client.get("/", headers={"accept-language": "pl"})["Location"] == "/pl/"


def test_the_new_language_has_the_same_menu_and_finds_nothing_twice(two_more, content, rf):
    request = rf.get("/pl/")
    builders.event_index(show_in_menus=True)
    for page in (builders.cluster_index(), builders.news_index()):
        page.show_in_menus = True
        page.save_revision().publish()
    before = [(link.title, link.url) for link in navigation.main_menu(request, "pl")]
    assert len(before) == 3
    add("pl")
    assert [(link.title, link.url) for link in navigation.main_menu(request, "pl")] == before
    catch_up()
    assert [hit.slug for hit in search(Criteria.parse("cluster", {}, "pl")).hits] == ["example-cluster"]
    assert [hit.slug for hit in search(Criteria.parse("news", {}, "pl")).hits] == [
        hit.slug for hit in search(Criteria.parse("news", {}, "en")).hits
    ]


def test_what_is_translated_into_the_new_language_is_shown_and_found_in_it(two_more, content, client):
    add("pl")
    cluster = Page.objects.get(slug="example-cluster").specific
    builders.translate(cluster, "pl", prefix="Łódzkie czujniki: ")
    html = client.get("/pl/clusters/poland/example-cluster/").content.decode()
    assert "Łódzkie czujniki: Sensors for mines." in html
    assert 'data-notice="untranslated"' not in html
    catch_up()
    for words in ("Łódzkie", "lodzkie", "CZUJNIKI"):
        hits = search(Criteria.parse("cluster", {"q": words}, "pl")).hits
        assert [(hit.slug, hit.language) for hit in hits] == [("example-cluster", "pl")], words


def test_translators_of_the_new_language_can_begin_at_once(two_more, content, client):
    add("el")
    group = ensure_translator_group(Locale.objects.get(language_code="el"))
    client.force_login(builders.user("translator-el", group))
    cluster = Page.objects.get(slug="example-cluster").specific
    greek = builders.translate(cluster, "el", live=False)
    assert client.get(f"/admin/pages/{greek.pk}/edit/").status_code == 200
    assert client.get(f"/admin/pages/{cluster.pk}/edit/").status_code == 302


def test_the_list_is_back_to_what_it_was():
    assert len(django_settings.LANGUAGES) == len(PORTAL_LANGUAGES)
    assert trans_real.get_languages() == dict(django_settings.LANGUAGES)
