"""
## What it does
Finds other blocking work on the event loop: files, subprocesses, mail, sockets, locks, password hashing and
other heavy computation.

## Why is this bad?
Everything else in the process waits meanwhile: milliseconds for a small file, 100 ms or more for a password
hash, seconds for a mail server.

## Example
`shop/urls.py`
```python
from django.urls import path

from shop import views

urlpatterns = [path("", views.page)]
```
`shop/views.py`
```python
import subprocess

from django.http import HttpResponse


async def page(request):
    done = subprocess.run(["uptime"], capture_output=True)
    return HttpResponse(done.stdout)
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
import asyncio

from django.http import HttpResponse


async def page(request):
    process = await asyncio.create_subprocess_exec("uptime", stdout=asyncio.subprocess.PIPE)
    out, _ = await process.communicate()
    return HttpResponse(out)
```

## Fix safety
Hand it to a thread (`sync_to_async`, `asyncio.to_thread` where no ORM is involved), use the async form where
there is one (`asyncio.create_subprocess_exec`, `acheck_password`), or a task queue.

## References
- https://docs.python.org/3/library/asyncio-dev.html#running-blocking-code
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG503", "blocking-io", "warning", Fix("manual"), hazards=("BL03", "BL05", "AU05"))


def check(program: Program) -> Iterator[Hit]:
    """Every such operation on the event loop, where it stands; what is about users has a rule of its own."""
    for blocked in program.blocking_on_loop("file", "subprocess", "mail", "socket", "cpu", "lock", "cache"):
        if blocked.operation.kind == "auth":
            continue
        yield Hit(
            blocked.operation.place,
            f"{blocked.operation.call} blocks the event loop: {blocked.function} is {blocked.why}",
            blocked.certainty,
            blocked.evidence,
        )
