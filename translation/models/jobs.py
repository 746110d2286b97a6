"""Long work that goes on in the background, step by step."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db import models
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from portal.jobs import Job


class TranslationJob(Job):
    """Work on many translations, see ``Job``."""

    class Kind(models.TextChoices):
        """What is done; ``FUNCTIONS`` knows the function of each."""

        SUBMIT = "submit", _("submitting for translation")
        LANGUAGE = "language", _("starting a language")
        CHECK = "check", _("checking translations")
        REPAIR = "repair", _("repairing translations")

    kind = models.CharField(max_length=20, choices=Kind.choices)

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.title}"

    @property
    def is_check(self) -> bool:
        """Whether an empty report is good news."""
        return self.kind in (self.Kind.CHECK, self.Kind.REPAIR)

    def do_step(self, step: Any) -> Iterable[str]:
        """See ``Job``: hands the step to the kind's function."""
        function: Step = import_string(FUNCTIONS[self.Kind(self.kind)])
        return function(self, step)


Step = Callable[[TranslationJob, Any], Iterable[str]]
"""Does one step of a job; gives lines of text for its report."""

FUNCTIONS = {
    TranslationJob.Kind.SUBMIT: "translation.submitting.submit_step",
    TranslationJob.Kind.LANGUAGE: "translation.new_language.language_step",
    TranslationJob.Kind.CHECK: "translation.drift.check_step",
    TranslationJob.Kind.REPAIR: "translation.drift.repair_step",
}
