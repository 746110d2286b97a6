import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from wagtail.models import Page, PageViewRestriction
from wagtail_localize.models import TranslationSource

from portal.counterparts import Version, best
from tests import builders
from translation.fallback import choose, find_original, split_points

pytestmark = pytest.mark.django_db


def version(language, path="news/", source=None, **fields):
    defaults = {
        "pk": 1,
        "key": "k",
        "title": language,
        "position": "0001",
        "content_type_id": 1,
        "show_in_menus": False,
        "is_section": True,
        "is_private": False,
    }
    return Version(language=language, path=path, source_language=source, **(defaults | fields))


def test_an_address_is_read_as_a_page_and_a_rest_longest_page_first():
    assert split_points(["news", "spi"]) == [("news/spi/", []), ("news/", ["spi"]), ("", ["news", "spi"])]
    assert split_points([]) == [("", [])]


@pytest.mark.parametrize(
    ("languages", "source", "chosen"),
    [
        (["en", "de", "fr"], "de", "fr"),
        (["en", "de"], "de", "de"),
        (["it", "de", "en"], None, "en"),
        (["it", "es"], "de", "es"),
    ],
)
def test_a_visitor_gets_their_language_then_the_original_then_the_default_then_the_first(
    languages, source, chosen
):
    assert best([version(language, source=source) for language in languages], "fr").language == chosen


def test_nothing_is_chosen_where_nothing_is():
    assert best([], "fr") is None
    assert choose([], ["news"], "fr") is None


def test_the_closest_page_is_chosen():
    candidates = [version("en", ""), version("en", "news/"), version("de", "news/spi/", source="de")]
    assert choose(candidates, ["news", "spi"], "fr") == (candidates[2], [])
    assert choose(candidates, ["news", "other"], "fr") == (candidates[1], ["other"])


def test_a_page_that_is_not_translated_is_served_from_its_original_with_a_notice(client):
    builders.home("fr")
    builders.cluster_page("Example Cluster", summary="All about sensors.")
    response = client.get("/fr/clusters/germany/example-cluster/")
    html = response.content.decode()
    assert response.status_code == 200
    assert "All about sensors." in html
    assert 'data-notice="untranslated"' in html
    assert '<html lang="fr"' in html
    assert 'lang="en"' in html.partition("<main")[2].partition(">")[0]
    assert '<link rel="canonical" href="http://127.0.0.1:8000/en/clusters/germany/example-cluster/">' in html


def test_lists_of_pages_hold_what_is_not_translated_in_the_language_it_was_written_in(client):
    about = builders.standard_page("About us")
    team = builders.standard_page("Team", parent=about)
    builders.standard_page("History", parent=about)
    builders.standard_page("Draft", parent=about, live=False)
    closed = builders.standard_page("Closed", parent=about)
    PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.LOGIN)
    german = builders.translate(about, "de")
    builders.translate(team, "de")
    builders.standard_page("Mehr", parent=german, language="de")
    one = builders.partner_page("One", summary="First.")
    builders.translate(one, "de")
    builders.partner_page("Two", summary="Second.")
    builders.partner_page("Draft", live=False)

    def listed(path: str) -> list[tuple[str, ...]]:
        main = client.get(path).content.decode().split("<main")[1]
        return re.findall(r'<h[23]><a href="([^"]+)"([^>]*)>([^<]*)</a>', main)

    assert listed("/de/about-us/") == [
        ("/de/about-us/team/", "", "de: Team"),
        ("/de/about-us/history/", ' lang="en"', "History"),
        ("/de/about-us/mehr/", "", "Mehr"),
    ]
    assert listed("/en/about-us/")[1:] == [
        ("/en/about-us/history/", "", "History"),
        ("/en/about-us/mehr/", ' lang="de"', "Mehr"),
    ]
    for path in ("/de/", "/de/partners/"):
        assert listed(path)[-2:] == [
            ("/de/partners/one/", "", "de: One"),
            ("/de/partners/two/", ' lang="en"', "Two"),
        ], path
        html = client.get(path).content.decode()
        assert "<p>de: First.</p>" in html
        assert '<p lang="en">Second.</p>' in html


def test_an_alias_counts_as_untranslated(client):
    page = builders.standard_page("Missions", summary="Where to go.")
    builders.home("fr")
    page.copy_for_translation(builders.locale("fr"), alias=True)
    html = client.get("/fr/missions/").content.decode()
    assert 'data-notice="untranslated"' in html
    assert "/en/missions/" in html.partition('rel="canonical"')[2].partition(">")[0]


def test_a_translated_page_is_served_in_its_own_language_without_notice(client):
    builders.translate(builders.standard_page("Missions", summary="Where to go."), "fr")
    html = client.get("/fr/missions/").content.decode()
    assert "fr: Where to go." in html
    assert "data-notice" not in html
    assert 'rel="canonical" href="http://127.0.0.1:8000/fr/missions/"' in html


def test_the_language_written_in_first_is_served_even_where_the_default_language_has_a_translation(client):
    builders.home("fr")
    page = builders.standard_page("Reisen", language="de", summary="Wohin es geht.")
    builders.translate(page, "en")
    html = client.get("/fr/reisen/").content.decode()
    assert "Wohin es geht." in html
    assert "en: Wohin" not in html


def test_a_draft_translation_is_not_shown_its_original_is(client):
    builders.translate(builders.standard_page("Missions", summary="Where to go."), "fr", live=False)
    html = client.get("/fr/missions/").content.decode()
    assert "Where to go." in html
    assert "fr: Where" not in html


def test_a_draft_is_never_served(client):
    builders.home("fr")
    builders.standard_page("Secret", live=False)
    for language in ("en", "fr"):
        assert client.get(f"/{language}/secret/").status_code == 404


def test_a_moved_page_is_found_in_languages_that_it_is_not_translated_into(
    client, django_capture_on_commit_callbacks
):
    page = builders.cluster_page("Old name", country="DE")
    builders.translate(page, "fr")
    page.refresh_from_db()
    page.slug = "new-name"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    for language in ("en", "fr", "de"):
        answer = client.get(f"/{language}/clusters/germany/old-name/", follow=True)
        assert answer.redirect_chain == [(f"/{language}/clusters/germany/new-name/", 301)], language
        assert answer.status_code == 200


def test_an_unknown_address_is_not_found_in_the_visitors_language(client):
    builders.home("fr")
    response = client.get("/fr/nowhere/at/all/")
    assert response.status_code == 404
    assert '<html lang="fr"' in response.content.decode()


def test_a_private_original_asks_for_its_password_in_every_language(client):
    builders.home("fr")
    page = builders.standard_page("Members", summary="Only for members.")
    PageViewRestriction.objects.create(
        page=page, restriction_type=PageViewRestriction.PASSWORD, password="clusters"
    )
    response = client.get("/fr/members/")
    assert "Only for members." not in response.content.decode()
    restriction = page.view_restrictions.get()
    client.post(
        f"/fr/_util/authenticate_with_password/{restriction.pk}/{page.pk}/",
        {"password": "clusters", "return_url": "/fr/members/"},
    )
    assert "Only for members." in client.get("/fr/members/").content.decode()


def test_the_front_page_of_a_language_without_one_is_the_originals(client):
    builders.home()
    response = client.get("/fr/")
    assert response.status_code == 200
    assert 'data-notice="untranslated"' in response.content.decode()


def test_an_editors_second_address_in_the_same_language_is_served(client):
    page = builders.standard_page("Missions", summary="Where to go.")
    page.create_alias(parent=builders.home(), update_slug="travel")
    html = client.get("/en/travel/").content.decode()
    assert "Where to go." in html
    assert "data-notice" not in html


def test_an_alias_of_an_unpublished_original_is_gone(client):
    page = builders.standard_page("Missions")
    builders.home("fr")
    page.copy_for_translation(builders.locale("fr"), alias=True)
    page.unpublish()
    assert client.get("/fr/missions/").status_code == 404


def test_finding_the_original_takes_the_same_few_queries_at_any_depth(rf):
    builders.home("fr")
    builders.cluster_page()
    counts = []
    with translation.override("fr"):
        find_original(rf.get("/"), "clusters/", "fr")  # fills the caches of roots and content types
        for path in ("clusters/", "clusters/germany/example-cluster/", "nothing/" * 9, "nothing/" * 30):
            with CaptureQueriesContext(
                connection,
            ) as queries:
                find_original(rf.get("/"), path, "fr")
            counts.append(len(queries))
    assert counts == [2, 2, 1, 0]


def test_an_ordinary_page_costs_no_query_more_than_wagtails_own_view(rf, monkeypatch):
    page = builders.cluster_page()
    monkeypatch.setattr(type(page), "serve", lambda self, request: None)
    from wagtail.views import serve as wagtail_serve

    from translation.views import serve

    path = "clusters/germany/example-cluster/"
    serve(rf.get("/"), path)
    counts = []
    for view in (wagtail_serve, serve):
        with CaptureQueriesContext(connection) as queries:
            view(rf.get("/"), path)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_language_is_a_source_only_while_its_page_exists():
    page = builders.standard_page("Missions")
    french = builders.translate(page, "fr")
    from translation.sources import source_locale_id

    assert source_locale_id(page.translation_key) == builders.locale("en").pk
    page.delete()
    assert TranslationSource.objects.filter(object_id=french.translation_key).exists()
    assert source_locale_id(french.translation_key) is None
    assert Page.objects.filter(pk=french.pk).exists()
