"""What is due now and then: the worker does it beside its tasks, so that nobody has to set up a timer."""

import logging
import threading
import time
from typing import Any

from django.core.management import call_command
from django.db import close_old_connections, connection

logger = logging.getLogger(__name__)

# Management commands with their options, and the seconds from one run to the next.
JOBS: tuple[tuple[str, dict[str, Any], float], ...] = (
    ("publish_scheduled", {}, 60.0),
    # Finished tasks, two weeks after.
    ("prune_db_task_results", {"queue_name": "*"}, 86_400.0),
    # Sessions that have ended.
    ("clearsessions", {}, 86_400.0),
    ("prune_search_log", {}, 86_400.0),
    # Once a day and person, however often it runs.
    ("send_translation_digest", {"not_before": 6}, 3_600.0),
)
_LOOK_SECONDS = 5.0


def run(stop: threading.Event) -> None:
    """Run each job now, and again whenever it is due, until ``stop`` is set."""
    due = {name: 0.0 for name, _options, _seconds in JOBS}
    while not stop.is_set():
        close_old_connections()
        for name, options, seconds in JOBS:
            if time.monotonic() >= due[name]:
                run_job(name, options)
                due[name] = time.monotonic() + seconds
        stop.wait(_LOOK_SECONDS)
    connection.close()


def run_job(name: str, options: dict[str, Any]) -> None:
    """Run a management command. What goes wrong is logged and never ends the worker."""
    try:
        call_command(name, verbosity=0, **options)
    except Exception:
        logger.exception("The job %s failed; it runs again when it is due.", name)
