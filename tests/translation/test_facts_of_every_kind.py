"""Every fact of every page type follows when it is emptied, whichever way the source is published."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import models
from django.utils import timezone
from wagtail.models import GroupApprovalTask, Workflow, WorkflowTask

from clusters.models import ClusterPage, CountryPage
from events.models import EventPage, EventSeriesPage
from news.models import NewsPage
from partners.models import PartnerPage
from tests import builders
from tests.translation.full_pages import full_page
from translation.facts import fact_names, fact_values

pytestmark = pytest.mark.django_db

MODELS = [ClusterPage, EventPage, EventSeriesPage, NewsPage, PartnerPage, CountryPage]
EMPTY = (None, "", [], {}, False)


def at_once(page):
    page.save_revision().publish()


def on_schedule(page):
    page.go_live_at = timezone.now() + timezone.timedelta(hours=1)
    revision = page.save_revision()
    revision.publish()
    soon = timezone.now() - timezone.timedelta(minutes=1)
    revision.content["go_live_at"] = soon.isoformat()
    revision.approved_go_live_at = soon
    revision.save()
    call_command("publish_scheduled")


def by_workflow(page):
    approval = GroupApprovalTask.objects.create(name="Approval")
    approval.groups.add(Group.objects.create(name="Approvers"))
    workflow = Workflow.objects.create(name="One step")
    WorkflowTask.objects.create(workflow=workflow, task=approval)
    lead = builders.admin("lead")
    page.save_revision(user=lead)
    workflow.start(page, lead)
    page.current_workflow_task_state.approve(user=lead)


def emptied(page):
    """Empty every fact of a page that may be empty. Returns their names and kinds."""
    kinds = {}
    for name in fact_names(type(page)):
        field = page._meta.get_field(name)
        if field.one_to_many:
            setattr(page, name, [])
        elif not field.blank and not isinstance(field, models.BooleanField):
            continue
        elif field.null:
            setattr(page, name, None)
        else:
            value = getattr(page, name)
            setattr(page, name, type(value)())
        kinds[name] = type(field).__name__
    return kinds


@pytest.mark.parametrize("publish", [at_once, on_schedule, by_workflow])
@pytest.mark.parametrize("model", MODELS)
def test_emptied_facts_follow(model, publish):
    source = full_page(model)
    french = builders.translate(source, "fr")
    draft = builders.translate(source, "de", live=False)
    assert fact_values(french) == fact_values(source)
    source = model.objects.get(pk=source.pk)
    names = emptied(source)
    assert names
    publish(source)
    source = model.objects.get(pk=source.pk)
    assert {name: fact_values(source)[name] for name in names if fact_values(source)[name] not in EMPTY} == {}
    for translated in (french, draft):
        now = model.objects.get(pk=translated.pk)
        assert fact_values(now) == fact_values(source)
        assert fact_values(now.get_latest_revision_as_object()) == fact_values(source)
        assert now.live == translated.live
        if getattr(now, "summary", ""):
            assert now.summary.startswith(f"{now.locale.language_code}: ")


def test_every_kind_of_field_is_among_them():
    kinds = {type(model._meta.get_field(name)).__name__ for model in MODELS for name in fact_names(model)}
    assert {
        "BooleanField",
        "CharField",
        "CodeCountsField",
        "CodeListField",
        "DateField",
        "DateTimeField",
        "ForeignKey",
        "ManyToOneRel",
        "URLField",
    } <= kinds
