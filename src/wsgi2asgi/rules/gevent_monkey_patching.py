"""
## What it does
Finds what makes the process run on greenlets: `gevent.monkey.patch_all`, `eventlet.monkey_patch`, psycogreen, and
gunicorn workers of class gevent or eventlet.

## Why is this bad?
Patched threads are greenlets, and asgiref's threads are then no threads: `async_to_sync` and `sync_to_async`
deadlock, or raise `SynchronousOnlyOperation` at random. An event loop of asyncio and a patched process do not go
together.

## Example
`site_/wsgi.py`
```python
from gevent import monkey

monkey.patch_all()

import os  # noqa: E402

from django.core.wsgi import get_wsgi_application  # noqa: E402

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_.settings")

application = get_wsgi_application()
```

## Use instead
`site_/wsgi.py`
```python
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_.settings")

application = get_wsgi_application()
```

## Fix safety
Manual: remove the patching, the worker class and the connection pool for greenlets in one change. A thousand
greenlets do not become a thousand threads: measure how many requests wait at the same time.

## References
- https://github.com/django/asgiref/issues/443
- https://github.com/benoitc/gunicorn/issues/3053
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.greenlets import greenlet_patches
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG704", "gevent-monkey-patching", "error", Fix("manual"), hazards=("GE01", "GE02"))


def check(program: Program) -> Iterator[Hit]:
    """At each call that patches, and at each command or configuration that chooses such a worker."""
    for place, text in greenlet_patches(program):
        yield Hit(place, text)
