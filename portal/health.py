"""Two addresses for machines: does the process answer, and is the portal fit to serve visitors?"""

import logging
import uuid
from collections.abc import Callable
from datetime import timedelta
from functools import cache as remember

from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from search.backends.base import BackendUnavailable
from search.backends.delivery import is_behind
from search.backends.elasticsearch import is_configured, probe

logger = logging.getLogger(__name__)


# Answers of the search while the database answers instead of Elasticsearch.
_STANDING_IN = {"unreachable", "behind"}


class NotReady(Exception):
    """A part without which the portal can't serve; the message names it in a few words."""


@require_safe
@never_cache
def live(request: HttpRequest) -> HttpResponse:
    """Answer 200 as long as this process handles requests; nothing else is looked at."""
    return HttpResponse("alive\n", content_type="text/plain")


@require_safe
@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """Say whether visitors can be sent here: 200 with ``ready`` or ``degraded``, or 503 with ``unavailable``.

    The database must take a row and give it back, all migrations must be applied and the cache must keep a
    value. Elasticsearch may be away, without its indices or behind: the database then answers searches, which
    is ``degraded``.
    """
    parts: dict[str, Callable[[], None]] = {"database": _database, "migrations": _migrations, "cache": _cache}
    answers = {name: _ask(name, check) for name, check in parts.items()}
    if any(answer != "ok" for answer in answers.values()):
        return JsonResponse({"status": "unavailable", "checks": answers}, status=503)
    answers["search"] = _search()
    status = "degraded" if answers["search"] in _STANDING_IN else "ready"
    return JsonResponse({"status": status, "checks": answers})


def _ask(name: str, check: Callable[[], None]) -> str:
    try:
        check()
    except NotReady as problem:
        return str(problem)
    except Exception:
        # The details are for the log, not for whoever may ask this address.
        logger.exception("The readiness check of the %s failed", name)
        return "failed"
    return "ok"


def _database() -> None:
    key = f"ready-{uuid.uuid4().hex[:24]}"
    with transaction.atomic():
        Session.objects.create(
            session_key=key, session_data="", expire_date=timezone.now() + timedelta(minutes=1)
        )
        if not Session.objects.filter(session_key=key).exists():
            raise NotReady("a written row was not found again")
        transaction.set_rollback(True)


# Reading the migration graph takes a tenth of a second. Once applied, migrations stay so for this process
# (a failure is not remembered).
@remember
def _migrations() -> None:
    try:
        executor = MigrationExecutor(connection)
    except DatabaseError:
        raise NotReady("the database does not answer") from None
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        raise NotReady(f"{len(waiting)} not applied")


def _cache() -> None:
    key, value = f"ready-{uuid.uuid4().hex}", uuid.uuid4().hex
    cache.set(key, value, timeout=10)
    if cache.get(key) != value:
        raise NotReady("a written value was not found again")
    cache.delete(key)


def _search() -> str:
    if not is_configured():
        return "database"
    try:
        probe()
    except BackendUnavailable as reason:
        logger.warning("The readiness check of the search: %s", reason)
        return "unreachable"
    return "behind" if is_behind() else "elasticsearch"
