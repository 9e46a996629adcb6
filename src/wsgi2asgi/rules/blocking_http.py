"""
## What it does
Finds outbound HTTP calls of blocking clients on the event loop: `requests`, `urllib`, the sync side of `httpx`,
boto3.

## Why is this bad?
The process serves nobody while the other side thinks. Twenty clients of a view that waits 100 ms like this were
served eight requests a second; the same view left sync had a thread for each.

## Example
`shop/urls.py`
```python
from django.urls import path

from shop import views

urlpatterns = [path("", views.page)]
```
`shop/views.py`
```python
import requests
from django.http import HttpResponse


async def page(request):
    answer = requests.get("https://example.org/", timeout=5)
    return HttpResponse(answer.text)
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
import httpx
from django.http import HttpResponse


async def page(request):
    async with httpx.AsyncClient(timeout=5) as client:
        answer = await client.get("https://example.org/")
    return HttpResponse(answer.text)
```

## Fix safety
Use an async client, or hand the call to a thread with `sync_to_async(..., thread_sensitive=False)` where it
touches neither ORM nor thread-locals.

## References
- https://docs.djangoproject.com/en/5.2/topics/async/
- https://docs.python.org/3/library/asyncio-dev.html#running-blocking-code
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG502", "blocking-http", "error", Fix("manual"), hazards=("BL01",))


def check(program: Program) -> Iterator[Hit]:
    """Every such operation on the event loop, where it stands."""
    for blocked in program.blocking_on_loop("http"):
        yield Hit(
            blocked.operation.place,
            f"{blocked.operation.call} waits for the network on the event loop: {blocked.function} is {blocked.why}",
            blocked.certainty,
            blocked.evidence,
        )
