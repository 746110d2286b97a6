"""Ends of publication and moves: what happens to a source happens to its translations."""

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageLogEntry

from portal.paths import is_reserved
from tests import builders

pytestmark = pytest.mark.django_db


def fresh(page):
    return type(page).objects.get(pk=page.pk)


def live(*pages):
    return [fresh(page).live for page in pages]


@pytest.fixture
def page():
    return builders.cluster_page("Example Cluster", summary="Sensors.")


@pytest.fixture
def german(page):
    return builders.translate(page, "de")


@pytest.fixture
def admin_client(client):
    client.force_login(builders.admin())
    return client


def test_unpublishing_a_source_takes_its_translations_offline(page, french, german, client):
    page.unpublish()
    assert live(page, french, german) == [False, False, False]
    for language in ("en", "fr", "de", "it"):
        assert client.get(f"/{language}/clusters/germany/example-cluster/").status_code == 404


def test_unpublishing_a_translation_leaves_the_others(page, french, german):
    french.unpublish()
    assert live(page, french, german) == [True, False, True]


def test_an_expired_source_takes_its_translations_with_it(page, french):
    page.expire_at = timezone.now() + timezone.timedelta(hours=1)
    page.save_revision().publish()
    type(page).objects.filter(pk=page.pk).update(expire_at=timezone.now() - timezone.timedelta(minutes=1))
    call_command("publish_scheduled")
    assert live(page, french) == [False, False]


def test_deleting_a_source_in_code_leaves_no_public_translation(page, french):
    fresh(page).delete()
    assert live(french) == [False]


def test_descendants_that_go_with_a_page_take_their_translations_along(page, french):
    from wagtail.actions.unpublish_page import UnpublishPageAction

    country = page.get_parent().specific
    UnpublishPageAction(country, user=builders.admin(), include_descendants=True).execute()
    assert live(page, french) == [False, False]


def test_the_admin_says_how_many_translations_go_and_unpublishes_them(page, french, german, admin_client):
    url = reverse("wagtailadmin_pages:unpublish", args=[page.pk])
    assert "This will also unpublish all 2 translations" in admin_client.get(url).content.decode()
    admin_client.post(url)
    assert live(page, french, german) == [False, False, False]
    assert PageLogEntry.objects.filter(page=french.pk, action="wagtail.unpublish").exists()


def test_the_admin_says_nothing_of_translations_for_a_translation(page, french, admin_client):
    url = reverse("wagtailadmin_pages:unpublish", args=[french.pk])
    assert "This will also unpublish" not in admin_client.get(url).content.decode()
    admin_client.post(url)
    assert live(page, french) == [True, False]


def test_bulk_unpublishing_says_so_and_takes_translations_along(page, french, admin_client):
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"]) + f"?id={page.pk}"
    html = admin_client.get(url).content.decode()
    assert "A page that was translated is unpublished in every language." in html
    admin_client.post(url, {"include_descendants": ""})
    assert live(page, french) == [False, False]


def test_deleting_a_source_in_the_admin_says_so_and_deletes_translations_and_aliases(
    page, french, admin_client
):
    builders.home("it")
    alias = page.copy_for_translation(builders.locale("it"), copy_parents=True, alias=True)
    url = reverse("wagtailadmin_pages:delete", args=[page.pk])
    assert "translation" in admin_client.get(url).content.decode()
    admin_client.post(url)
    assert not Page.objects.filter(pk__in=[page.pk, french.pk, alias.pk]).exists()


def test_deleting_a_translation_leaves_the_source(page, french, admin_client):
    admin_client.post(reverse("wagtailadmin_pages:delete", args=[french.pk]))
    assert not Page.objects.filter(pk=french.pk).exists()
    assert live(page) == [True]


def test_a_translation_cannot_be_published_before_its_source(
    admin_client, django_capture_on_commit_callbacks
):
    page = builders.cluster_page(live=False)
    french = builders.translate(page, "fr", live=False)
    url = reverse("wagtailadmin_pages:edit", args=[french.pk])
    with django_capture_on_commit_callbacks(execute=True):
        response = admin_client.post(url, {"action": "publish"}, follow=True)
    assert "Publish it there first" in response.content.decode()
    assert live(french) == [False]
    fresh(page).get_latest_revision().publish()
    with django_capture_on_commit_callbacks(execute=True):
        admin_client.post(url, {"action": "publish"})
    assert live(french) == [True]


def test_whatever_way_a_translation_is_published_it_is_not_public_without_its_source(page):
    french = builders.translate(page, "fr", live=False)
    page.unpublish()
    fresh(french).get_latest_revision().publish()
    assert live(french) == [False]


def test_translations_follow_a_moved_source_to_the_same_address(page, french, client):
    builders.country_page("AT", "fr")
    fresh(page).move(builders.country_page("AT"), "last-child")
    assert client.get("/fr/clusters/austria/example-cluster/").status_code == 200
    assert "fr: Sensors." in client.get("/fr/clusters/austria/example-cluster/").content.decode()
    response = client.get("/fr/clusters/germany/example-cluster/")
    assert (response.status_code, response["Location"]) == (301, "/fr/clusters/austria/example-cluster/")
    assert Page.find_problems() == ([], [], [], [], [])


def test_a_parent_that_a_language_lacks_is_made_as_an_alias(page, french, client):
    fresh(page).move(builders.country_page("AT"), "last-child")
    moved = fresh(french)
    assert moved.url_path.endswith("/clusters/austria/example-cluster/")
    assert moved.get_parent().alias_of.specific == builders.country_page("AT")
    assert "fr: Sensors." in client.get("/fr/clusters/austria/example-cluster/").content.decode()
    assert Page.find_problems() == ([], [], [], [], [])


def test_the_admin_moves_translations_along_and_says_so(page, french, german, admin_client):
    austria = builders.country_page("AT")
    url = reverse("wagtailadmin_pages:move_confirm", args=[page.pk, austria.pk])
    assert "2 translations of this page will move along." in admin_client.get(url).content.decode()
    admin_client.post(url)
    assert fresh(page).is_child_of(austria)
    for translation in (french, german):
        assert fresh(translation).url_path.endswith("/clusters/austria/example-cluster/")
    assert Page.find_problems() == ([], [], [], [], [])


def test_a_translation_cannot_be_moved_away_from_its_source(page, french, admin_client):
    austria = builders.country_page("AT", "fr")
    builders.country_page("AT")
    for url, data in [
        (reverse("wagtailadmin_pages:move_confirm", args=[french.pk, austria.pk]), {}),
        (
            reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"]) + f"?id={french.pk}",
            {"chooser": austria.pk},
        ),
    ]:
        response = admin_client.post(url, data, follow=True)
        assert "Move the original" in response.content.decode()
        assert not fresh(french).is_child_of(austria)


def test_a_page_cannot_be_moved_into_the_tree_of_another_language(page, admin_client):
    austria = builders.country_page("AT", "fr")
    url = reverse("wagtailadmin_pages:move_confirm", args=[page.pk, austria.pk])
    assert "in the tree of its language" in admin_client.post(url, follow=True).content.decode()
    assert not fresh(page).is_child_of(austria)


def test_an_editor_cannot_take_an_address_that_is_taken_in_another_language(admin_client):
    builders.home("fr")
    builders.standard_page("Missions")
    url = reverse("wagtailadmin_pages:add", args=["home", "standardpage", builders.home("fr").pk])
    data = {"title": "Missions", "slug": "missions", "summary": "", "body-count": 0}
    data |= {f"comments-{name}": value for name, value in [("TOTAL_FORMS", 0), ("INITIAL_FORMS", 0)]}
    response = admin_client.post(url, data)
    assert "Another page has this address in English" in response.content.decode()
    admin_client.post(url, data | {"slug": "voyages"})
    assert Page.objects.filter(slug="voyages", locale__language_code="fr").exists()


@pytest.mark.parametrize(
    ("above", "slug"),
    [
        (builders.event_index, "calendar"),
        (builders.event_index, "feed"),
        (builders.cluster_index, "suggest"),
        (builders.cluster_index, "compare"),
        (builders.news_index, "feed"),
        (builders.home, "search"),
    ],
)
def test_no_page_can_be_hidden_by_what_the_portal_itself_answers_at_its_address(above, slug):
    parent = above("fr")
    assert not is_reserved(parent, f"{slug}-2")
    assert not is_reserved(parent, f"{slug} ")
    for live in (True, False):
        hidden = parent.specific_class.clean_subpage_models()[0](title="Hidden", slug=slug, live=live)
        hidden.locale = parent.locale
        with pytest.raises(ValidationError, match=f"uses the address “{slug}”"):
            parent.add_child(instance=hidden)


def test_the_admin_says_which_slug_the_portal_itself_uses(admin_client):
    home = builders.home()
    below = builders.standard_page("Search", parent=builders.standard_page("Help"))
    data = {"title": "Search", "slug": "search", "summary": "", "body-count": 0}
    data |= {f"comments-{name}": value for name, value in [("TOTAL_FORMS", 0), ("INITIAL_FORMS", 0)]}
    copy = {"new_title": "Search", "new_slug": "search", "new_parent_page": home.pk}
    for url, sent in [
        (reverse("wagtailadmin_pages:add", args=["home", "standardpage", home.pk]), data),
        (reverse("wagtailadmin_pages:copy", args=[below.pk]), copy),
        (reverse("wagtailadmin_pages:move_confirm", args=[below.pk, home.pk]), {}),
    ]:
        response = admin_client.post(url, sent, follow=True)
        assert response.content.decode().count("uses the address “search”") == 1, url
        assert not home.get_children().filter(slug="search").exists(), url


def test_reordering_pages_moves_no_translation(page, french):
    other = builders.cluster_page("Another Cluster")
    parent = fresh(french).get_parent()
    fresh(other).move(fresh(page), "left")
    assert fresh(french).get_parent() == parent


def test_unpublishing_in_the_admin_is_written_down_once_a_page(client):
    page = builders.standard_page("Missions")
    french, german = (builders.translate(page, language) for language in ("fr", "de"))
    client.force_login(builders.admin())
    address = reverse("wagtailadmin_pages:unpublish", args=[page.pk])
    assert "2 translations" in client.get(address).content.decode()
    client.post(address)
    for each in (page, french, german):
        log = PageLogEntry.objects.filter(page_id=each.pk, action="wagtail.unpublish")
        assert [entry.user.username for entry in log] == ["admin"]
        assert not Page.objects.get(pk=each.pk).live


def test_deleting_several_pages_at_once_deletes_their_translations(client):
    pages = [builders.standard_page(name) for name in ("One", "Two")]
    for page in pages:
        builders.translate(page, "fr")
    pages[0].copy_for_translation(builders.home("de").locale, alias=True)
    other = builders.standard_page("Stays")
    kept = builders.translate(other, "fr")
    client.force_login(builders.admin())
    query = "&".join(f"id={page.pk}" for page in pages)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"]) + f"?{query}"
    assert "is deleted in every language" in client.get(address).content.decode()
    client.post(address)
    assert not Page.objects.filter(slug__in=["one", "two"]).exists()
    assert Page.objects.filter(pk__in=[other.pk, kept.pk]).count() == 2
    assert Page.find_problems() == ([], [], [], [], [])
