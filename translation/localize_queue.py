"""Runs wagtail-localize's long jobs in the background worker, while nobody waits."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from django.db import transaction
from django_tasks import task
from wagtail.models import Locale
from wagtail_localize.tasks import BaseJobBackend


class TaskQueue(BaseJobBackend):
    """Hands wagtail-localize's jobs to the portal's task queue.

    Its jobs come with model instances and form objects; a queued task can carry only ids and plain values. A
    job that is not known here runs at once, when the transaction is committed. Submissions do not come here,
    see ``translation.submitting``.
    """

    def enqueue(self, func: Callable[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any]) -> None:
        """Queue a job of wagtail-localize; see ``WAGTAILLOCALIZE_JOBS``."""
        if func.__name__ == "synchronize_tree":
            synchronise_tree.enqueue(args[0].pk, args[1].pk)
        else:
            transaction.on_commit(partial(func, *args, **kwargs))


@task()
def synchronise_tree(source_id: int, target_id: int) -> None:
    """Fill a language's tree with aliases of another one's pages."""
    from wagtail_localize.synctree import synchronize_tree  # its models load this module's backend

    synchronize_tree(Locale.objects.get(pk=source_id), Locale.objects.get(pk=target_id))
