"""How gunicorn serves the portal. Every figure can be set from the environment."""

import os

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
