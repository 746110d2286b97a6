"""What surrounds a page: language of the front door, links between languages, menus, breadcrumbs."""

import re

import pytest
from django.db import connection
from django.http import HttpResponse
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from wagtail.models import PageViewRestriction
from wagtail.url_routing import RouteResult

from home.models import StandardPage
from portal import navigation
from portal.context_processors import portal
from portal.counterparts import tree_roots
from portal.served import Served, set_served
from tests import builders
from translation import fallback

pytestmark = pytest.mark.django_db


def links(html, relation):
    return dict(re.findall(rf'<link rel="{relation}" hreflang="([^"]+)" href="([^"]+)"', html))


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("fr-CH, en;q=0.5", "fr"),
        ("pt-BR,pt;q=0.9", "pt"),
        ("pl, ru", "en"),
        ("", "en"),
        ("garbage;;q=x", "en"),
    ],
)
def test_the_front_door_leads_to_the_visitors_language(client, header, language):
    response = client.get("/", headers={"accept-language": header})
    assert (response.status_code, response["Location"]) == (302, f"/{language}/")
    assert "Accept-Language" in response["Vary"]


def test_the_front_door_keeps_the_query_and_refuses_to_be_written_to(client):
    assert client.get("/?from=mail").headers["Location"] == "/en/?from=mail"
    assert client.post("/").status_code == 405


def test_a_page_names_its_translations_to_search_engines(client):
    page = builders.standard_page("Missions")
    builders.translate(page, "fr")
    builders.translate(page, "de", live=False)
    page.copy_for_translation(builders.locale("it"), copy_parents=True, alias=True)
    alternates = links(client.get("/fr/missions/").content.decode(), "alternate")
    base = "http://127.0.0.1:8000"
    assert alternates == {
        "en": f"{base}/en/missions/",
        "fr": f"{base}/fr/missions/",
        "x-default": f"{base}/en/missions/",
    }


def test_the_language_switch_keeps_address_and_filters_and_knows_what_exists(rf):
    page = builders.cluster_page()
    builders.translate(page, "fr")
    request = rf.get("/fr/clusters/germany/example-cluster/?sector=health&sector=textiles")
    set_served(request, Served(page, "fr"))
    tree_roots()
    with translation.override("fr"), CaptureQueriesContext(connection) as queries:
        context = portal(request)
        portal(request)
    assert len(queries) == 1
    by_code = {link.code: link for link in context["language_links"]}
    assert by_code["de"].url == "/de/clusters/germany/example-cluster/?sector=health&sector=textiles"
    assert by_code["de"].name == "Deutsch"
    assert [code for code, link in by_code.items() if link.exists] == ["en", "fr"]
    assert [code for code, link in by_code.items() if link.current] == ["fr"]


def test_views_that_are_no_pages_link_to_themselves_without_a_query(rf):
    with translation.override("fr"), CaptureQueriesContext(connection) as queries:
        context = portal(rf.get("/fr/search/?q=sensor"))
    assert len(queries) == 0
    assert (context["canonical_url"], context["alternates"], context["untranslated_language"]) == ("", [], "")
    assert {link.url for link in context["language_links"]} >= {
        "/de/search/?q=sensor",
        "/en/search/?q=sensor",
    }


def test_addresses_outside_the_languages_link_to_the_front_pages(rf):
    assert portal(rf.get("/admin/pages/"))["language_links"][1].url == "/de/"


def test_a_page_not_found_links_to_the_same_address_in_other_languages(client):
    builders.home()
    html = client.get("/en/nowhere/").content.decode()
    assert 'href="/fr/nowhere/"' in html
    assert 'rel="canonical"' not in html


def test_menus_show_translations_and_the_originals_of_what_is_not_translated(rf):
    english = builders.home()
    builders.cluster_index(show_in_menus=True)
    news = builders.news_index(show_in_menus=True)
    builders.translate(news, "fr")
    builders.standard_page("Missions", show_in_menus=True, live=False)
    about = builders.standard_page("About")
    builders.translate(about, "fr")
    builders.standard_page("Nur deutsch", language="de")
    private = builders.standard_page("Members", parent=english, show_in_menus=True)
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    request = rf.get("/fr/news/spi/")
    main = navigation.main_menu(request, "fr")
    assert [(link.title, link.url, link.language) for link in main] == [
        ("Clusters", "/fr/clusters/", "en"),
        ("fr: News", "/fr/news/", "fr"),
    ]
    assert [(link.current, link.exact) for link in main] == [(False, False), (True, False)]
    footer = navigation.footer_menu(request, "fr")
    assert [(link.title, link.language) for link in footer] == [("fr: About", "fr"), ("Nur deutsch", "de")]


def test_a_translator_may_leave_a_page_out_of_the_menu_of_their_language(rf):
    french = builders.translate(builders.news_index(show_in_menus=True), "fr")
    french.show_in_menus = False
    french.save_revision().publish()
    assert navigation.main_menu(rf.get("/fr/"), "fr") == []
    assert [link.title for link in navigation.main_menu(rf.get("/de/"), "de")] == ["News"]


def test_menus_and_breadcrumbs_cost_the_same_however_many_pages_there_are(rf):
    page = builders.cluster_page()
    navigation.footer_menu(rf.get("/en/"), "en")
    tree_roots()

    def cost():
        request = rf.get("/en/")
        set_served(request, Served(page, "en"))
        with CaptureQueriesContext(connection) as queries:
            navigation.main_menu(request, "en")
            navigation.footer_menu(request, "en")
            navigation.breadcrumbs(request, page, "en", "en")
        return len(queries)

    cost()
    assert cost() == 1
    for n in range(5):
        builders.standard_page(f"Page {n}", show_in_menus=True)
        builders.translate(builders.standard_page(f"Other {n}"), "fr")
    cost()
    assert cost() == 1


def test_breadcrumbs_lead_home_in_the_visitors_language_where_it_exists(rf):
    page = builders.cluster_page("Example Cluster")
    builders.translate(page.get_parent().specific, "fr")
    request = rf.get("/fr/")
    set_served(request, Served(page, "en"))
    crumbs = navigation.breadcrumbs(request, page, "en", "fr")
    assert [(crumb.title, crumb.url, crumb.language) for crumb in crumbs] == [
        ("Home fr", "/fr/", "fr"),
        ("Clusters", "/fr/clusters/", "en"),
        ("fr: Germany", "/fr/clusters/germany/", "fr"),
        ("Example Cluster", "", "en"),
    ]
    assert navigation.breadcrumbs(request, builders.home(), "en", "en") == []


def test_links_to_pages_stay_in_the_visitors_language():
    page = builders.standard_page("Missions")
    template = Template("{% load portal_tags %}{% localized_url page %}|{% localized_url nothing %}")
    with translation.override("it"):
        assert template.render(Context({"page": page})) == "/it/missions/|"


def test_a_part_of_the_address_that_the_original_resolves_itself_works_too(client, monkeypatch):
    page = builders.standard_page("Missions")
    builders.home("fr")
    monkeypatch.setattr(fallback, "RoutablePageMixin", StandardPage)
    ordinary = StandardPage.route

    def route(self, request, rest):
        return (
            RouteResult(self, kwargs={"year": rest[0]}) if len(rest) == 1 else ordinary(self, request, rest)
        )

    monkeypatch.setattr(StandardPage, "route", route)
    monkeypatch.setattr(
        StandardPage,
        "serve",
        lambda self, request, year: HttpResponse(f"{self.pk} {year} {request.LANGUAGE_CODE}"),
    )
    assert client.get("/fr/missions/2014/").content.decode() == f"{page.pk} 2014 fr"
    assert client.get("/fr/missions/2014/brussels/").status_code == 404


def test_titles_in_another_language_are_marked_in_menus_and_breadcrumbs(client):
    builders.home("fr")
    builders.news_index(show_in_menus=True)
    builders.standard_page("About us")
    html = client.get("/fr/about-us/").content.decode()
    assert '<a href="/fr/news/" lang="en">News</a>' in html
    assert html.count('<a href="/fr/about-us/" lang="en">About us</a>') == 1
    assert '<a href="/fr/" lang' not in html
