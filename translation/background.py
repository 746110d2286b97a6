"""What this app has done in the background."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import get_language

from translation.models import TranslationJob


@transaction.atomic
def start(
    kind: TranslationJob.Kind,
    title: str,
    steps: Iterable[Any],
    user: Any = None,
    options: dict[str, Any] | None = None,
) -> TranslationJob:
    """Have work done in the background.

    Arguments:
        kind: what is done.
        title: what it is about, for people.
        steps: plain values (JSON), each handed to the kind's function.
        user: who asked for it.
        options: plain values for all steps.

    Returns:
        The job; where tasks run at once (tests), it is done already.
    """
    job = TranslationJob.objects.create(
        kind=kind,
        title=title[:255],
        steps=list(steps),
        user=user,
        options={"language": get_language(), **(options or {})},
    )
    job.enqueue()
    return job
