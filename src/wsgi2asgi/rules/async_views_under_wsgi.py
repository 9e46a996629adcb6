"""
## What it does
Finds async views in a project whose commands start WSGI servers only.

## Why is this bad?
It works, and gains nothing: under WSGI each request of such a view gets an event loop of its own in the worker's
thread. A client or a pool that is kept between requests belongs to a loop that is gone: `Event loop is closed`.

## Example
`Procfile`
```text
web: gunicorn site_.wsgi
```

`shop/urls.py`
```python
from django.urls import path

from shop.views import index

urlpatterns = [path("", index)]
```

`shop/views.py`
```python
from django.http import HttpResponse


async def index(request):
    return HttpResponse("shop")
```

## Use instead
`Procfile`
```text
web: gunicorn site_.asgi -k uvicorn_worker.UvicornWorker
```

`shop/urls.py`
```python
from django.urls import path

from shop.views import index

urlpatterns = [path("", index)]
```

`shop/views.py`
```python
from django.http import HttpResponse


async def index(request):
    return HttpResponse("shop")
```

## Fix safety
Automatic: `migrate` changes the commands it understands.

## References
- https://docs.djangoproject.com/en/5.2/topics/async/#async-views
- https://github.com/WordPress/openverse/pull/3011
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.serving import Started, started
from wsgi2asgi.knowledge.servers import ASGI_SERVERS
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.places import Evidence
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG821", "async-views-under-wsgi", "info", Fix("automatic"), hazards=("VW13",))


def check(program: Program) -> Iterator[Hit]:
    """At the first command, with a view as evidence."""
    items = [item for item in started(program) if item.server != "runserver" and item.format != "gunicorn-conf"]
    views = [view for view in program.views if view.is_async and view.place is not None]
    serving = [item for item in items if item.interface == "wsgi"]
    if not views or not serving or any(_may_speak_asgi(item) for item in items):
        return
    more = f" and {len(views) - 1} more async views get" if len(views) > 1 else ", an async view, gets"
    message = f"{views[0].name}{more} an event loop for each request here"
    evidence = tuple(Evidence(view.place, "an async view") for view in views[:1] if view.place is not None)
    yield Hit(serving[0].place, message, "likely", evidence)


def _may_speak_asgi(item: Started) -> bool:
    return item.interface == "asgi" or item.server in ASGI_SERVERS
