"""
## What it does
Finds `async_to_sync` and `asyncio.run` in functions that run on the event loop.

## Why is this bad?
`RuntimeError: You cannot use AsyncToSync in the same thread as an async event loop - just await the async
function directly.` Typically a helper that was written for sync views and is now called from an async one.

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


async def answer():
    return "ok"


async def page(request):
    return HttpResponse(async_to_sync(answer)())
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


async def answer():
    return "ok"


async def page(request):
    return HttpResponse(await answer())
```

## Fix safety
Await the coroutine. Where the function must serve sync callers as well, give it a sync and an async form.

## References
- https://docs.djangoproject.com/en/5.2/topics/async/#asgiref.sync.async_to_sync
- https://github.com/django/channels/issues/1020
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG504", "async-to-sync-on-loop", "error", Fix("manual"), hazards=("BL08",))


_BRIDGES = ("asgiref.sync.async_to_sync", "asyncio.run", "asyncio.runners.run")


def check(program: Program) -> Iterator[Hit]:
    """Each call of a bridge from sync to async inside a function that runs on the event loop."""
    for dotted in _BRIDGES:
        for function, used in program.uses_of(dotted):
            why = program.on_loop(function.name)
            called = any(op.kind == "call" and op.inputs[0] == used for op in function.facts.ops)
            if why is not None and called:
                yield Hit(
                    program.place(function.name, used),
                    f"{program.text(function.name, used)} fails where a loop runs already: {function.name} is {why}",
                    "likely",
                )
