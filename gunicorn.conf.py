"""How gunicorn serves the portal. Every figure can be set from the environment."""

import os
import shlex
from typing import Any

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
wsgi_app = "portal.wsgi:application"

# Threads don't make pages faster; they keep a worker answering while one request waits for Elasticsearch or
# for a slow client.
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
preload_app = True

timeout = int(os.environ.get("WEB_TIMEOUT", "30"))
graceful_timeout = 30
keepalive = 5
# Workers are renewed now and then, not all at the same moment, so that a slow leak never becomes a failure.
max_requests = int(os.environ.get("WEB_MAX_REQUESTS", "1200"))
max_requests_jitter = 50
# Fifty values of each facet fit.
limit_request_line = 8190

# Only a proxy named here is believed about the visitor's address and scheme.
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1,::1")
accesslog = os.environ.get("ACCESS_LOG") or None
errorlog = "-"
# The heartbeat must not wait for a disk, and nobody controls this server through a socket.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108
control_socket_disable = True


def on_starting(server: Any) -> None:
    """Run ``manage.py prepare`` with the arguments in PREPARE_AT_START, if set, before the first request.

    The portal is loaded at this point and nothing listens yet. "make run" uses it, where a process of its own
    would load the portal a second time; with several servers it is a step of its own (compose.yaml).
    """
    from django.core.management import call_command
    from django.db import connections

    if "PREPARE_AT_START" in os.environ:
        call_command("prepare", *shlex.split(os.environ["PREPARE_AT_START"]))
    # The processes that serve must not share a connection that this one has opened.
    connections.close_all()
