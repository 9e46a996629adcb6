"""https://docs.gunicorn.org/en/stable/settings.html"""

import os

bind = os.environ.get("GUNICORN_BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "gthread"
threads = 4
timeout = 45
keepalive = 5
max_requests = 1000
max_requests_jitter = 100
accesslog = "-"
