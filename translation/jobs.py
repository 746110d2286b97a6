"""Runs wagtail-localize's long jobs in the background worker, while nobody waits."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django_tasks import task
from wagtail.models import Locale
from wagtail_localize.tasks import BaseJobBackend


class TaskQueue(BaseJobBackend):
    """Hands wagtail-localize's jobs to the portal's task queue.

    Its jobs come with model instances and form objects; a queued task can carry only ids. What cannot be
    expressed in ids (the forms that an extension adds to the submission) runs here, once the submission is
    committed.
    """

    def enqueue(self, func: Callable[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any]) -> None:
        """Queue a job of wagtail-localize; see ``WAGTAILLOCALIZE_JOBS``."""
        if func.__name__ == "translate_page_subtree" and not list(args[2] or []):
            page_id, locales, _components, user = args
            translate_subtree.enqueue(page_id, [locale.pk for locale in locales], user.pk if user else None)
        elif func.__name__ == "synchronize_tree":
            synchronise_tree.enqueue(args[0].pk, args[1].pk)
        else:
            transaction.on_commit(partial(func, *args, **kwargs))


@task()
def translate_subtree(page_id: int, locale_ids: list[int], user_id: int | None) -> None:
    """Submit everything below a page for translation."""
    from wagtail_localize.operations import translate_page_subtree  # its models load this module's backend

    user = get_user_model().objects.filter(pk=user_id).first() if user_id else None
    translate_page_subtree(page_id, Locale.objects.filter(pk__in=locale_ids), None, user)


@task()
def synchronise_tree(source_id: int, target_id: int) -> None:
    """Fill a language's tree with aliases of another one's pages."""
    from wagtail_localize.synctree import synchronize_tree  # its models load this module's backend

    synchronize_tree(Locale.objects.get(pk=source_id), Locale.objects.get(pk=target_id))
