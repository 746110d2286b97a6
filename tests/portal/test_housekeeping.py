"""What the worker does now and then."""

import logging
from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Page

from portal import housekeeping
from tests import builders

pytestmark = pytest.mark.django_db


def test_what_is_due_is_published_and_expired(caplog: pytest.LogCaptureFixture) -> None:
    now = timezone.now()
    over = builders.standard_page("Over")
    Page.objects.filter(pk=over.pk).update(expire_at=now - timedelta(minutes=1))
    due = builders.standard_page("Due", live=False)
    revision = due.get_latest_revision()
    revision.content["go_live_at"] = (now - timedelta(minutes=1)).isoformat()
    revision.approved_go_live_at = now - timedelta(minutes=1)
    revision.save()
    with caplog.at_level(logging.ERROR, logger="portal"):
        housekeeping.run_job("publish_scheduled", {})
    assert list(Page.objects.filter(pk__in=[over.pk, due.pk], live=True)) == [Page.objects.get(pk=due.pk)]
    assert caplog.records == []
    assert "publish_scheduled" in {name for name, _options, _seconds in housekeeping.JOBS}


def test_a_job_that_fails_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    housekeeping.run_job("no_such_command", {})
    assert "The job no_such_command failed" in caplog.text
