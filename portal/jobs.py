"""Long work: done step by step in the background worker, and gone on with after the worker was killed."""

import logging
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_tasks import task

logger = logging.getLogger(__name__)

LONGEST_REPORT = 500
"""Lines of a report that are kept."""
MOST_ATTEMPTS = 5
"""Times a step is begun. One that ends its worker every time, for want of memory, has failed then."""


class NeverDone(Exception):
    """A step was begun too often."""


class Job(models.Model):
    """Work of many steps: it survives the end of the worker and goes on at the step where it was.

    A step and the number of steps done are written in one transaction, so none is done half or twice.
    """

    title = models.CharField(max_length=255)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    steps = models.JSONField(default=list)
    options = models.JSONField(default=dict)
    done = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    """How often workers have begun with the job since its last step was done."""
    report = models.JSONField(default=list)
    created_at = models.DateTimeField(auto_now_add=True)
    alive_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
        ordering = ["-pk"]

    @property
    def total(self) -> int:
        """Number of steps."""
        return len(self.steps)

    def enqueue(self) -> None:
        """Have the steps that are left done in the background; where tasks run at once (tests), now."""
        work.enqueue(self._meta.label, self.pk)
        self.refresh_from_db()

    def prepare_step(self, step: Any) -> Any:
        """The step with what takes long to find out, for ``do_step``. Outside its transaction: writes nothing
        but signs of life.
        """
        return step

    def give_sign_of_life(self) -> None:
        """While a step is prepared: no other worker need begin with it."""
        type(self)._default_manager.filter(pk=self.pk).update(alive_at=timezone.now())

    def do_step(self, step: Any) -> Iterable[str]:
        """Do one step, in a transaction; gives lines of text for the report."""
        raise NotImplementedError

    def step_failed(self, number: int, error: Exception) -> Iterable[str]:
        """What follows when a step was undone after an error; gives lines of text for the report."""
        return [_("Step %(number)d failed; the log has the reason.") % {"number": number}]


@task()
def work(model: str, job_id: int) -> None:
    """Do what is left of a job. While somebody else is at it, look again later.

    Arguments:
        model: label of the job's model.
        job_id: its id.
    """
    jobs = apps.get_model(model)._default_manager
    job = jobs.filter(pk=job_id, finished_at=None).first()
    if job is None:
        return
    _look_again_later(model, job_id)
    if job.alive_at and timezone.now() - job.alive_at < _patience():
        return
    jobs.filter(pk=job_id).update(attempts=F("attempts") + 1)
    while _do_next_step(model, job_id):
        pass


def _look_again_later(model: str, job_id: int) -> None:
    """A task that goes on with the job if this one does not come to its end."""
    if work.get_backend().supports_defer:
        work.using(run_after=timezone.now() + _patience()).enqueue(model, job_id)


def _patience() -> timedelta:
    return timedelta(seconds=settings.JOB_PATIENCE)


def _do_next_step(model: str, job_id: int) -> bool:
    """The next step; false when there is none left."""
    job = apps.get_model(model)._default_manager.get(pk=job_id)
    if job.finished_at:
        return False
    step = None
    if job.done < job.total:
        with override(job.options.get("language")):
            try:
                if job.attempts > MOST_ATTEMPTS:
                    raise NeverDone
                step = job.prepare_step(job.steps[job.done])
            except Exception as error:
                # It fails below, as its step.
                step = error
    return _do_step(model, job_id, job.done, step)


@transaction.atomic
def _do_step(model: str, job_id: int, done: int, step: Any) -> bool:
    """A prepared step, after so many that are done; false when it was the last.

    The lock keeps a second worker out.
    """
    job = apps.get_model(model)._default_manager.select_for_update().get(pk=job_id)
    if job.finished_at:
        return False
    if job.done != done:
        # A second worker has done it meanwhile.
        return True
    if done < job.total:
        number = done + 1
        with override(job.options.get("language")):
            try:
                if isinstance(step, Exception):
                    raise step
                with transaction.atomic():
                    lines = list(job.do_step(step))
            except Exception as error:
                logger.exception("Step %s of %s %s failed.", number, model, job_id)
                lines = list(job.step_failed(number, error))
        job.done, job.attempts = number, 0
        job.report = [*job.report, *lines][:LONGEST_REPORT]
    job.alive_at = timezone.now()
    if job.done >= job.total:
        job.finished_at = job.alive_at
    job.save(update_fields=["done", "attempts", "report", "alive_at", "finished_at"])
    return job.finished_at is None
