"""``manage.py run_worker``"""

import threading
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from portal import housekeeping
from search.outbox import Outbox


class Command(BaseCommand):
    """The background worker: tasks in the main thread, the search outbox and what is due beside it."""

    help = (
        "Runs background tasks, keeps the search up to date, publishes and expires what is due, until it is "
        "told to stop (SIGTERM, Ctrl+C)."
    )

    def handle(self, *args: Any, verbosity: int, **options: Any) -> None:
        stop = threading.Event()
        beside = [
            threading.Thread(target=Outbox().run, args=[stop], name="search-outbox"),
            threading.Thread(target=housekeeping.run, args=[stop], name="housekeeping"),
        ]
        for thread in beside:
            thread.start()
        try:
            # It owns the signals and leaves with SystemExit once its task is done.
            call_command("db_worker", reload=False, queue_name="*", verbosity=verbosity)
        finally:
            stop.set()
            for thread in beside:
                thread.join()
