"""
## What it does
Finds `asyncio.get_event_loop()` in sync code that requests reach.

## Why is this bad?
A sync worker of gunicorn runs views in the main thread, where `get_event_loop` makes a loop. Under ASGI a sync
view runs in a thread of a pool: `RuntimeError: There is no current event loop in thread 'ThreadPoolExecutor-...'`.

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
    loop = asyncio.get_event_loop()
    return HttpResponse(loop.run_until_complete(answer()))
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
Use `async_to_sync(function)(...)`. Code that catches the `RuntimeError` is not reported.

## References
- https://docs.python.org/3/library/asyncio-eventloop.html#asyncio.get_event_loop
- https://docs.djangoproject.com/en/5.2/topics/async/#asgiref.sync.async_to_sync
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG313", "current-loop-in-thread", "error", Fix("manual"), hazards=("VW09",))

_CALLS = ("asyncio.get_event_loop", "asyncio.events.get_event_loop", "asyncio.get_running_loop")


def check(program: Program) -> Iterator[Hit]:
    """Each such call in a sync function that a request reaches and that does not run on the loop."""
    running = program.run_by_requests()
    for function, index, _ in program.calls_of(*_CALLS):
        if function.name not in running or function.is_async or program.on_loop(function.name) is not None:
            continue
        if not any(region.kind == "try" for region in function.facts.region_chain(index)):
            yield Hit(
                program.place(function.name, index),
                f"{function.name} runs in a thread of a pool under ASGI, which has no event loop: RuntimeError",
                "likely",
            )
