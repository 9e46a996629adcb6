"""
## What it does
Finds `time.sleep` and its like where they run on the event loop: in an async view, in async middleware, in a
consumer, or in a function that such code calls.

## Why is this bad?
The event loop serves every request of the process. While it sleeps, none of them gets on: twenty clients of a
view that blocks for 100 ms are served eight requests a second, one after the other.

## Example
`shop/views.py`
```python
import time

from django.http import HttpResponse


async def wait(request):
    time.sleep(1)
    return HttpResponse("done")
```
`shop/urls.py`
```python
from django.urls import path

from shop import views

urlpatterns = [path("wait/", views.wait)]
```

## Use instead
`shop/views.py`
```python
import asyncio

from django.http import HttpResponse


async def wait(request):
    await asyncio.sleep(1)
    return HttpResponse("done")
```
`shop/urls.py`
```python
from django.urls import path

from shop import views

urlpatterns = [path("wait/", views.wait)]
```

## Fix safety
`await asyncio.sleep(...)` suspends only the request that waits. A sync view that sleeps is not reported: Django
runs it in a thread of its own.

## References
- https://docs.python.org/3/library/asyncio-dev.html#running-blocking-code
- https://docs.djangoproject.com/en/5.2/topics/async/
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG501", "blocking-sleep", "error", Fix("manual"), hazards=("BL02",))


def check(program: Program) -> Iterator[Hit]:
    """Every sleep on the event loop, where it stands."""
    for blocked in program.blocking_on_loop("sleep"):
        yield Hit(
            blocked.operation.place,
            f"{blocked.operation.call} stops the event loop: {blocked.function} is {blocked.why}",
            blocked.certainty,
            blocked.evidence,
        )
