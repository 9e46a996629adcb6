"""
## What it does
Finds `async_to_sync(...)` called in a loop, in sync code that requests reach.

## Why is this bad?
Each round goes from the request's thread to the event loop and back, and waits there behind all that the loop has
to do. A hundred messages are a hundred rounds, one after the other.

## Example
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


async def send(name):
    ...


def page(request):
    for name in ("a", "b"):
        async_to_sync(send)(name)
    return HttpResponse("")
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


async def send(name):
    ...


async def send_all(names):
    for name in names:
        await send(name)


def page(request):
    async_to_sync(send_all)(("a", "b"))
    return HttpResponse("")
```

## Fix safety
Move the loop into the coroutine and bridge once.

## References
- https://docs.djangoproject.com/en/5.2/topics/async/#performance
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.types import Wrapped
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG506", "bridge-in-loop", "info", Fix("manual"))

_LOOPS = ("loop", "while", "comprehension", "generator")


def check(program: Program) -> Iterator[Hit]:
    """Each such call in a sync function that runs while a request is answered."""
    running = program.run_by_requests()
    for function in program.source_functions():
        if function.name not in running or function.is_async:
            continue
        for index, op in enumerate(function.facts.ops):
            if op.kind != "call" or not any(region.kind in _LOOPS for region in function.facts.region_chain(index)):
                continue
            callees = program.type_of(function.name, op.inputs[0])
            if any(isinstance(item, Wrapped) and item.wrapper.endswith("async_to_sync") for item in callees):
                yield Hit(
                    program.place(function.name, index),
                    f"{function.name} goes to the event loop and back in every round of this loop",
                )
