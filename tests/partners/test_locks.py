"""What one person locked stays as it is, whatever somebody else does to it, to its original, or above it."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page
from wagtail_localize.models import Translation

from partners.permissions import ensure_lead_group, ensure_permissions
from portal.locks import locked_by_others
from tests import builders
from tests.isolation.writes import recorded
from tests.partners.trees import build_part

pytestmark = pytest.mark.django_db


class World:
    """A cluster with a translation, an alias of it, and a country above; each by name in ``pages``."""

    def __init__(self):
        self.lead = builders.user("lead", ensure_lead_group())
        # Who may do everything is stopped by a lock, too.
        self.admin = builders.admin()
        self.part = build_part("sez", "DE")
        country, cluster, french = self.part.english[0], self.part.english[1], self.part.french[1]
        other = builders.country_page("AT", partner=self.part.partner)
        alias = cluster.create_alias(parent=other, update_slug="alias")
        ensure_permissions()
        times = {"go_live_at": timezone.now() + timedelta(days=1)}
        draft = builders.cluster_page("Soon", slug="soon", country="DE", live=False, **times)
        revision = draft.save_revision()
        revision.publish()
        self.pages = {"country": country, "cluster": cluster, "french": french, "alias": alias, "soon": draft}
        self.other, self.revision = other, revision
        self.translation = Translation.objects.get(
            source__object_id=cluster.translation_key, target_locale=french.locale
        )


@pytest.fixture(scope="module")
def world(kept):
    return World()


def bulk(action, **data):
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    return lambda world, page: (f"{address}?id={page.pk}", data)


def to_page(name, **data):
    return lambda world, page: (reverse(f"wagtailadmin_pages:{name}", args=[page.pk]), data)


def move(world, page):
    return reverse("wagtailadmin_pages:move_confirm", args=[page.pk, _destination(world, page).pk]), {}


def move_in_bulk(world, page):
    return bulk("move", chooser=_destination(world, page).pk)(world, page)


def _destination(world, page):
    return world.other if page == world.pages["cluster"] else world.other.get_parent()


def unschedule(world, page):
    return reverse("wagtailadmin_pages:revisions_unschedule", args=[page.pk, world.revision.pk]), {}


def to_alias(world, page):
    return reverse("wagtail_localize:convert_to_alias", args=[page.pk]), {}


def stop_translation(world, page):
    return reverse("wagtail_localize:stop_translation", args=[world.translation.pk]), {}


WITH_ALL_BELOW = {"include_descendants": "on"}
# What is done, to which page, and which page is locked.
ACTIONS = [
    ("delete", to_page("delete"), "cluster", "cluster"),
    ("delete what is above", to_page("delete"), "country", "cluster"),
    ("delete its original", to_page("delete"), "cluster", "french"),
    ("unpublish", to_page("unpublish"), "cluster", "cluster"),
    ("unpublish what is above", to_page("unpublish", **WITH_ALL_BELOW), "country", "cluster"),
    ("unpublish its original", to_page("unpublish"), "cluster", "french"),
    ("move", move, "cluster", "cluster"),
    ("move its original", move, "cluster", "french"),
    ("privacy", to_page("set_privacy", restriction_type="login"), "cluster", "cluster"),
    ("privacy of what is above", to_page("set_privacy", restriction_type="login"), "country", "cluster"),
    ("make a page of an alias", to_page("convert_alias"), "alias", "alias"),
    ("make an alias of a translation", to_alias, "french", "french"),
    ("stop a translation", stop_translation, "french", "french"),
    ("unschedule", unschedule, "soon", "soon"),
    ("delete several", bulk("delete"), "country", "cluster"),
    ("unpublish several", bulk("unpublish", **WITH_ALL_BELOW), "country", "cluster"),
    ("unpublish several originals", bulk("unpublish"), "cluster", "french"),
    ("move several", move_in_bulk, "cluster", "cluster"),
]


@pytest.mark.parametrize(
    ("request_for", "acted_on", "locked"), [each[1:] for each in ACTIONS], ids=[each[0] for each in ACTIONS]
)
def test_what_somebody_locked_is_changed_once_it_is_unlocked_and_not_before(
    client, world, request_for, acted_on, locked
):
    client.force_login(world.admin)
    address, data = request_for(world, world.pages[acted_on])
    lock = Page.objects.filter(pk=world.pages[locked].pk)
    lock.update(locked=True, locked_by=world.lead)
    with recorded() as written:
        client.post(address, data)
    assert written == []
    lock.update(locked=False, locked_by=None)
    with recorded() as written, transaction.atomic():
        client.post(address, data)
    assert written


def test_whoever_locked_a_page_may_do_what_others_may_not(world):
    page = world.pages["cluster"]
    Page.objects.filter(pk=page.pk).update(locked=True, locked_by=world.lead)
    country = world.pages["country"]
    assert locked_by_others([country], world.lead, below=True) is None
    with CaptureQueriesContext(connection) as queries:
        assert locked_by_others([country], world.part.editor, below=True).pk == page.pk
    assert len(queries) == 1
    assert locked_by_others([country], world.part.editor, below=False) is None
    # Locked by a script, or by somebody who left.
    Page.objects.filter(pk=page.pk).update(locked_by=None)
    assert locked_by_others([page], world.lead, below=False).pk == page.pk


def test_the_notice_names_the_locked_page(client, world):
    Page.objects.filter(pk=world.pages["cluster"].pk).update(locked=True, locked_by=world.lead)
    client.force_login(world.admin)
    title = world.pages["cluster"].get_admin_display_title()
    country = world.pages["country"]
    html = client.post(reverse("wagtailadmin_pages:delete", args=[country.pk]), follow=True).content.decode()
    assert f"“{title}” is locked by somebody else." in html
    dialog = client.get(reverse("wagtailadmin_pages:set_privacy", args=[country.pk])).json()["html"]
    assert 'data-notice="locked"' in dialog
    assert title in dialog
