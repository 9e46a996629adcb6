"""
## What it does
Finds code on the event loop that reads or writes `request.session`.

## Why is this bad?
The first look loads the session, by default from the database: `SynchronousOnlyOperation: You cannot call this
from an async context`.

## Example
`shop/urls.py`
```python
from django.urls import path

from shop import views

urlpatterns = [path("", views.page)]
```
`shop/views.py`
```python
from django.http import HttpResponse


async def page(request):
    request.session["seen"] = True
    return HttpResponse("ok")
```

## Use instead
`shop/urls.py`
```python
from django.urls import path

from shop import views

urlpatterns = [path("", views.page)]
```
`shop/views.py`
```python
from django.http import HttpResponse


async def page(request):
    await request.session.aset("seen", True)
    return HttpResponse("ok")
```

## Fix safety
The a-methods exist from Django 5.1; `await session.aget(key)` gives None for a missing key where `session[key]`
raises. Before 5.1 a thread hop is the way. With signed cookies nothing is loaded from a database, and nothing
is reported.

## References
- https://docs.djangoproject.com/en/5.2/topics/http/sessions/#using-sessions-in-views
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG403", "session-in-async", "error", Fix("assisted"), hazards=("ST08",))


def check(program: Program) -> Iterator[Hit]:
    """Every such operation on the event loop, where it stands; what is about users has a rule of its own."""
    for blocked in program.blocking_on_loop("session"):
        if blocked.operation.kind in ("lazy-user", "auth"):
            continue
        yield Hit(
            blocked.operation.place,
            f"{blocked.operation.call} loads the session on the event loop: {blocked.function} is {blocked.why}",
            blocked.certainty,
            blocked.evidence,
        )
