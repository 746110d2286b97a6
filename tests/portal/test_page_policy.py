"""Rights on pages are Wagtail's, however many somebody has."""

from itertools import combinations

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permissions import policy_registry

from portal.grants import EDIT_PAGES, grant, grant_pages
from portal.page_policy import EXPLORE, TreePermissionPolicy
from tests import builders

pytestmark = pytest.mark.django_db
# As many as a partner of twenty countries has in six languages; SQLite gave up at 85.
MANY = 120


@pytest.fixture(scope="module")
def content(kept):
    """Pages at several depths; some belong to the people who ask."""
    for language in ("en", "fr"):
        builders.home(language)
    country = builders.country_page("DE")
    clusters = [builders.cluster_page(f"Cluster {number}", country="DE") for number in range(3)]
    adder = builders.user("adder", group := Group.objects.create(name="Adders"))
    grant_pages(group, [country], ["wagtailcore.add_page"])
    Page.objects.filter(pk=clusters[1].pk).update(owner=adder)
    editors = Group.objects.create(name="Some editors")
    builders.user("editor", editors)
    grant_pages(editors, [clusters[2], builders.home("fr")], EDIT_PAGES)
    grant_pages(editors, [country], ["wagtailcore.publish_page"])
    builders.user("lead", group := Group.objects.create(name="Leads"))
    grant_pages(group, Page.objects.filter(depth=2), [*EDIT_PAGES, "wagtailcore.lock_page"])
    builders.user("nobody")
    builders.user("gone", editors, is_active=False)
    builders.admin()


@pytest.mark.parametrize("name", ["adder", "editor", "lead", "nobody", "gone", "admin"])
def test_what_somebody_may_do_is_what_wagtail_says(content, django_user_model, name):
    user = django_user_model.objects.get(username=name)
    ours, wagtails = TreePermissionPolicy(), PagePermissionPolicy()
    for actions in [*combinations(EXPLORE, 1), *combinations(EXPLORE, 2), EXPLORE]:
        assert set(ours.instances_user_has_any_permission_for(user, actions)) == set(
            wagtails.instances_user_has_any_permission_for(user, set(actions))
        ), actions
    assert set(ours.explorable_instances(user)) == set(wagtails.explorable_instances(user))


def test_wagtail_asks_our_policy_for_every_page_type():
    for model in (Page, type(builders.home())):
        assert isinstance(policy_registry.get_by_type(model), TreePermissionPolicy)


def test_somebody_with_many_pages_finds_their_way(client):
    group = Group.objects.create(name="Many pages")
    grant(group, "wagtailadmin.access_admin")
    pages = [builders.standard_page(f"Page {number}") for number in range(MANY)]
    grant_pages(group, pages, EDIT_PAGES)
    client.force_login(builders.user("busy", group))
    above = pages[0].get_parent().pk
    addresses = [
        reverse("wagtailadmin_explore", args=[above]),
        reverse("wagtailadmin_pages:search") + "?q=page",
        reverse("wagtailadmin_reports:site_history"),
        reverse("wagtailadmin_reports:aging_pages"),
        reverse("wagtailadmin_choose_page"),
        "/admin/api/main/pages/?search=page",
        *(f"/admin/{name}/" for name in ("cluster-profiles", "news", "events")),
    ]
    assert {address: client.get(address).status_code for address in addresses} == dict.fromkeys(
        addresses, 200
    )
