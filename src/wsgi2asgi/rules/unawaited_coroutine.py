"""
## What it does
Finds calls of the project's own coroutine functions, of `sync_to_async(...)`, `asyncio.sleep` and the channel
layer's `group_send`, whose coroutine is dropped, or used as if it were the result.

## Why is this bad?
Without `await` the function does not run at all. Typical are a helper that was made async while one of its callers
was forgotten, and `sync_to_async(send_mail)(...)` in a sync view, which looks like work in the background and
sends nothing.

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


async def notify(user): ...


def page(request):
    notify(request.user)
    return HttpResponse("done")
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


async def notify(user): ...


def page(request):
    async_to_sync(notify)(request.user)
    return HttpResponse("done")
```

## Fix safety
In async code write `await`; in sync code `async_to_sync(function)(...)`. Where nobody should wait, use a task
queue.

## References
- https://docs.python.org/3/library/asyncio-dev.html#detect-never-awaited-coroutines
- https://docs.djangoproject.com/en/5.2/topics/async/#asgiref.sync.async_to_sync
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG309", "unawaited-coroutine", "error", Fix("manual"), hazards=("VW12",))


def check(program: Program) -> Iterator[Hit]:
    """Each such coroutine, where it is dropped or taken for its result."""
    for found in program.unawaited:
        if found.of_django:
            continue
        call = program.text(found.function.name, found.call)
        does = "it never runs" if found.dropped else "what is used here is the coroutine, not its result"
        yield Hit(program.place(found.function.name, found.use), f"{call} is not awaited: {does}")
