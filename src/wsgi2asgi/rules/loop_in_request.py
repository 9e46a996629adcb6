"""
## What it does
Finds `asyncio.run`, `asyncio.new_event_loop` and `run_until_complete` in sync code that requests reach.

## Why is this bad?
Under ASGI a loop runs already. A second one for each request binds what outlives the request, a pooled HTTP or
Redis client, to a loop that is closed at its end (`Event loop is closed`); and the async ORM inside it works in
another thread than the request's, on a connection of its own.

## Example
`shop/urls.py`
```python
from django.urls import path

from shop import views

urlpatterns = [path("", views.page)]
```
`shop/views.py`
```python
import asyncio

from django.http import HttpResponse


async def answer():
    return "ok"


def page(request):
    return HttpResponse(asyncio.run(answer()))
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
from asgiref.sync import async_to_sync
from django.http import HttpResponse


async def answer():
    return "ok"


def page(request):
    return HttpResponse(async_to_sync(answer)())
```

## Fix safety
`async_to_sync(function)(...)` runs the coroutine on the server's own loop and keeps the request's thread for its
database work.

## References
- https://docs.djangoproject.com/en/5.2/topics/async/#asgiref.sync.async_to_sync
- https://docs.python.org/3/library/asyncio-runner.html#asyncio.run
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG312", "loop-in-request", "warning", Fix("manual"), hazards=("VW09", "VW13"))

_MAKES = ("asyncio.run", "asyncio.runners.run", "asyncio.new_event_loop", "asyncio.Runner")


def check(program: Program) -> Iterator[Hit]:
    """Each such call in a sync function that a request reaches; on the event loop another rule tells of it."""
    running = program.run_by_requests()
    for function, index, op in program.calls_of(*_MAKES):
        if function.name in running and not function.is_async and program.on_loop(function.name) is None:
            yield Hit(
                program.place(function.name, index),
                f"{program.text(function.name, op.inputs[0])} makes an event loop of its own for each request",
                "likely",
            )
