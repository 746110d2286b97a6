import pytest
from django.urls import reverse
from wagtail_localize.models import LocaleSynchronization
from wagtail_localize.tasks import background

from tests import builders
from translation.localize_queue import TaskQueue

pytestmark = pytest.mark.django_db


def test_wagtail_localize_uses_the_portals_queue():
    assert isinstance(background, TaskQueue)


def test_a_whole_tree_is_submitted_by_the_worker(client):
    page = builders.standard_page("Missions")
    below = builders.standard_page("Brussels", parent=page)
    builders.home("fr")
    client.force_login(builders.admin())
    client.post(
        reverse("wagtail_localize:submit_page_translation", args=[page.pk]),
        {"locales": [builders.locale("fr").pk], "include_subtree": "on"},
    )
    french = below.get_translation(builders.locale("fr"))
    assert french.get_parent().specific == page.get_translation(builders.locale("fr"))
    assert not french.live


def test_a_tree_of_aliases_is_made_by_the_worker():
    page = builders.standard_page("Missions")
    builders.home("fr")
    LocaleSynchronization.objects.create(locale=builders.locale("fr"), sync_from=builders.locale("en"))
    assert page.get_translation(builders.locale("fr")).alias_of.specific == page


def test_any_other_job_runs_after_the_commit(django_capture_on_commit_callbacks):
    calls = []
    with django_capture_on_commit_callbacks(execute=True):
        TaskQueue({}).enqueue(calls.append, [1], {})
        assert calls == []
    assert calls == [1]
