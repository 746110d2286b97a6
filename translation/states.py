"""The state of a translation, derived from what is known about it. No queries here."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    """Where a translation stands; the order is the one in which a translator sees to them."""

    FAILED = "failed", _("Failed checks")
    CHANGED = "changed", _("Source changed")
    NEW = "new", _("New")
    PROGRESS = "progress", _("In progress")
    REVIEW = "review", _("In review")
    DONE = "done", _("Done")
    STOPPED = "stopped", _("Synchronisation stopped")

    @property
    def waits(self) -> bool:
        """Whether there is something to do."""
        return self not in (State.DONE, State.STOPPED)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the state follows from.

    Arguments:
        exists: whether the language has the page at all (an alias does not count).
        live: whether that page is public.
        managed: whether it is translated segment by segment (submitted, not stopped).
        stopped: whether it was, until somebody stopped the synchronisation: it is edited on its own.
        in_review: whether a workflow runs on it.
        segments: segments of the source.
        translated: segments that have a translation without errors.
        failed: segments whose translation fails a check.
        outdated: whether the public translation was made from another state of the source.
        source_changed_at: when the source's public text changed last; None while it is unknown.
        published_at: when the translation was published last; None when never.
        touched_at: when somebody translated a segment last; None when never.
    """

    exists: bool = False
    live: bool = False
    managed: bool = False
    stopped: bool = False
    in_review: bool = False
    segments: int = 0
    translated: int = 0
    failed: int = 0
    outdated: bool = False
    source_changed_at: datetime | None = None
    published_at: datetime | None = None
    touched_at: datetime | None = None


def state_of(facts: Facts) -> State:
    """The one state that says what has to be done next."""
    if facts.in_review:
        return State.REVIEW
    if facts.stopped:
        return State.STOPPED
    if not facts.managed:
        if not facts.exists:
            return State.NEW
        return State.DONE if facts.live else State.PROGRESS
    if facts.failed:
        return State.FAILED
    if not facts.live:
        return State.PROGRESS if facts.translated else State.NEW
    if facts.outdated:
        return State.PROGRESS if _later(facts.touched_at, facts.source_changed_at) else State.CHANGED
    if facts.translated < facts.segments or _later(facts.touched_at, facts.published_at):
        return State.PROGRESS
    return State.DONE


def _later(moment: datetime | None, than: datetime | None) -> bool:
    return moment is not None and (than is None or moment > than)
