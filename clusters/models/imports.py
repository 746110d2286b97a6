"""Files of clusters that were imported: what each changed, and when by whom."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision

from portal.jobs import Job


class ClusterImport(Job):
    """A file, from its upload to its end.

    It is a job whose steps come in turns: read the file; once somebody confirmed, write its rows; once
    somebody wants so, take them back. The title is the name of the file.
    """

    class State(models.TextChoices):
        """Where it stands."""

        CHECKING = "checking", _("being checked")
        REFUSED = "refused", _("refused")
        READY = "ready", _("waits for confirmation")
        WRITING = "writing", _("being imported")
        DONE = "done", _("imported")
        FAILING = "failing", _("being taken back after a problem")
        FAILED = "failed", _("failed, nothing changed")
        UNDOING = "undoing", _("being undone")
        UNDONE = "undone", _("undone")
        PARTLY = "partly", _("taken back in part")

    state = models.CharField(max_length=10, choices=State.choices, default=State.CHECKING)
    file = models.BinaryField(null=True)
    """Contents, until they are read."""
    data_source = models.CharField(max_length=255, blank=True)
    """What new profiles say about where their data come from."""
    by_operator = models.BooleanField(default=False)
    """Whether it came by a command, which may change every country."""
    ignored = models.JSONField(default=list)
    """Columns that are read past."""
    problems = models.JSONField(default=list)
    unchanged = models.PositiveIntegerField(default=0)
    """Number of rows that say what is stored already."""

    def __str__(self) -> str:
        return self.title

    def written(self) -> QuerySet["ClusterImportRow"]:
        """Rows that are on pages now: written, and not taken back."""
        return self.rows.exclude(after=None, page=None)

    @cached_property
    def writer(self) -> Any:
        """In whose name rows are written: whoever confirmed them, until then whoever brought the file."""
        confirmed_by = self.options.get("confirmed_by")
        return get_user_model().objects.filter(pk=confirmed_by).first() if confirmed_by else self.user

    def prepare_step(self, step: Any) -> Any:
        """See ``Job``."""
        from clusters.importing.steps import prepare_step

        return prepare_step(self, step)

    def do_step(self, step: Any) -> Iterable[str]:
        """See ``Job``."""
        from clusters.importing.steps import do_step

        return do_step(self, step)

    def step_failed(self, number: int, error: Exception) -> Iterable[str]:
        """See ``Job``: while rows are written, everything is taken back."""
        from clusters.importing.steps import step_failed

        return step_failed(self, number, error)


class ClusterImportRow(models.Model):
    """A row of a file that changes something: its cells, and once it is written what it changed."""

    # A page is not in use because a file changed it once.
    wagtail_reference_index_ignore = True

    source = models.ForeignKey(ClusterImport, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    cells = models.JSONField()
    is_new = models.BooleanField()
    page = models.ForeignKey(Page, models.SET_NULL, null=True, related_name="+")
    before = models.ForeignKey(Revision, models.SET_NULL, null=True, related_name="+")
    after = models.ForeignKey(Revision, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["source", "number"], name="one_row_a_number")]

    def __str__(self) -> str:
        return f"{self.source}, {self.number}"
