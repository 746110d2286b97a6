"""A translator works in one language's tree, and nowhere else."""

import pytest
from django.urls import reverse
from wagtail.models import Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from tests import builders
from translation.permissions import ensure_reviewer_group, ensure_translator_group

pytestmark = pytest.mark.django_db


@pytest.fixture
def translator(client, french):
    user = builders.user("translator-fr", ensure_translator_group(builders.locale("fr")))
    client.force_login(user)
    return user


def test_the_groups_of_a_language_carry_its_own_name():
    builders.home("fr")
    assert ensure_translator_group(builders.locale("fr")).name == "Translators: Français"
    assert ensure_reviewer_group(builders.locale("fr")).name == "Reviewers: Français"


def test_making_a_group_twice_changes_nothing():
    builders.home("fr")
    group = ensure_translator_group(builders.locale("fr"))

    def rights():
        return group.page_permissions.count(), group.collection_permissions.count(), group.permissions.count()

    before = rights()
    assert before == (2, 3, 1)
    assert ensure_translator_group(builders.locale("fr")) == group
    assert rights() == before


def test_a_translator_translates_and_publishes_in_the_own_language(
    client, page, french, translator, django_capture_on_commit_callbacks
):
    edit = reverse("wagtailadmin_pages:edit", args=[french.pk])
    assert client.get(edit).status_code == 200
    submission = builders.submit(page)
    segment = StringSegment.objects.filter(source=submission, context__path="summary").get()
    address = reverse(
        "wagtail_localize:edit_string_translation", args=[submission.translations.get().pk, segment.pk]
    )
    client.put(address, "value=Où+aller.", content_type="application/x-www-form-urlencoded")
    with django_capture_on_commit_callbacks(execute=True):
        client.post(edit, {"action": "publish"})
    assert "Où aller." in client.get("/fr/missions/").content.decode()


def test_a_translator_cannot_touch_another_language(client, page, french, translator):
    german = builders.translate(page, "de")
    submission = builders.submit(page)
    segment = StringSegment.objects.filter(source=submission).first()
    german_translation = submission.translations.get(target_locale__language_code="de")
    texts = list(StringTranslation.objects.order_by("pk").values())
    address = reverse("wagtail_localize:edit_string_translation", args=[german_translation.pk, segment.pk])
    response = client.put(address, "value=X", content_type="application/x-www-form-urlencoded")
    assert response.status_code == 403
    for target in (page, german):
        for name in ("edit", "unpublish", "delete", "copy"):
            response = client.post(
                reverse(f"wagtailadmin_pages:{name}", args=[target.pk]), {"action": "publish"}
            )
            assert (response.status_code, response["Location"]) == (302, reverse("wagtailadmin_home"))
    assert Page.objects.filter(pk__in=[page.pk, german.pk], live=True).count() == 2
    assert list(StringTranslation.objects.order_by("pk").values()) == texts


def test_a_translator_submits_nothing_and_adds_no_page(client, page, french, translator):
    for address in (
        reverse("wagtail_localize:submit_page_translation", args=[page.pk]),
        reverse("wagtail_localize:submit_page_translation", args=[french.pk]),
        reverse("wagtail_localize:update_translations", args=[builders.submit(page).pk]),
        reverse("wagtailadmin_pages:add", args=["home", "standardpage", builders.home("fr").pk]),
    ):
        response = client.get(address)
        assert (response.status_code, response["Location"]) == (302, reverse("wagtailadmin_home")), address


def test_a_translator_does_not_take_other_languages_down_with_a_page_of_the_own(client, translator):
    original = builders.standard_page("Écrit en français", language="fr")
    english = builders.translate(original, "en")
    for name in ("unpublish", "delete"):
        address = reverse(f"wagtailadmin_pages:{name}", args=[original.pk])
        response = client.post(address, follow=True)
        assert "You may not change the one in English" in response.content.decode()
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"]) + f"?id={original.pk}"
    client.post(bulk, {"include_descendants": ""})
    assert Page.objects.filter(pk__in=[original.pk, english.pk], live=True).count() == 2


def test_a_translator_may_add_and_choose_images_but_change_nobodys(client, translator):
    others = builders.image("Of others")
    assert client.get(reverse("wagtailimages:add")).status_code == 200
    assert client.get(reverse("wagtailimages_chooser:choose")).status_code == 200
    for name in ("edit", "delete"):
        assert client.get(reverse(f"wagtailimages:{name}", args=[others.pk])).status_code == 302


def test_administration_is_closed_to_translators(client, translator):
    for name in ("wagtaillocales:index", "wagtailusers_users:index", "partners:index", "vocabularies:index"):
        assert client.get(reverse(name)).status_code == 302, name


@pytest.mark.parametrize("name", ["stop", "alias", "restart"])
def test_a_translator_does_not_cut_a_translation_from_its_source(name, client, translator, french):
    translation = Translation.objects.get()
    edit = reverse("wagtailadmin_pages:edit", args=[french.pk])
    address, data = {
        "stop": (reverse("wagtail_localize:stop_translation", args=[translation.pk]), {}),
        "alias": (reverse("wagtail_localize:convert_to_alias", args=[french.pk]), {}),
        "restart": (edit, {"localize-restart-translation": "1"}),
    }[name]
    if name == "restart":
        Translation.objects.update(enabled=False)
    response = client.post(address, data, follow=True)
    assert "do not have permission" in response.content.decode()
    assert Translation.objects.get().enabled is (name != "restart")
    assert Page.objects.get(pk=french.pk).alias_of_id is None


def test_who_may_change_the_source_may_stop_its_translation(client, french):
    client.force_login(builders.admin())
    client.post(reverse("wagtail_localize:stop_translation", args=[Translation.objects.get().pk]))
    assert not Translation.objects.get().enabled
