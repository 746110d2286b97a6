"""What a load leaves for the worker to do."""

import json

from django_tasks_db.models import DBTaskResult

# Each looks at its page as it is by then: once is enough, however often the page was saved.
_OF_A_PAGE = (
    "modelsearch.tasks.insert_or_update_object_task",
    "wagtail.tasks.update_reference_index_task",
)


def drop_repeated() -> int:
    """Leave one of the waiting tasks that Wagtail queued at every save of a page. Returns how many went."""
    waiting = DBTaskResult.objects.filter(status="READY", task_path__in=_OF_A_PAGE)
    seen, repeated = set(), []
    for pk, path, arguments in waiting.values_list("pk", "task_path", "args_kwargs"):
        key = (path, json.dumps(arguments, sort_keys=True))
        if key in seen:
            repeated.append(pk)
        seen.add(key)
    for start in range(0, len(repeated), 500):
        DBTaskResult.objects.filter(pk__in=repeated[start : start + 500]).delete()
    return len(repeated)
