"""What this app has done in the background."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import get_language
from wagtail.models import Locale

from translation.models import TranslationJob


@transaction.atomic
def start(
    kind: TranslationJob.Kind,
    title: str,
    steps: Iterable[Any],
    user: Any = None,
    options: dict[str, Any] | None = None,
    *,
    once: bool = False,
) -> TranslationJob:
    """Have work done in the background.

    Arguments:
        kind: what is done.
        title: what it is about, for people.
        steps: plain values (JSON), each handed to the kind's function.
        user: who asked for it.
        options: plain values for all steps.
        once: whether two at a time make no sense: a job of the kind, with the same options, that is under way
            is given instead.

    Returns:
        The job; where tasks run at once (tests), it is done already.
    """
    if once:
        # Whoever asks at the same moment waits here, and finds the job.
        list(Locale.objects.select_for_update(no_key=True))
        same = {f"options__{name}": value for name, value in (options or {}).items()}
        running = TranslationJob.objects.filter(kind=kind, finished_at=None, **same).first()
        if running:
            return running
    job = TranslationJob.objects.create(
        kind=kind,
        title=title[:255],
        steps=list(steps),
        user=user,
        options={"language": get_language(), **(options or {})},
    )
    job.enqueue()
    return job
