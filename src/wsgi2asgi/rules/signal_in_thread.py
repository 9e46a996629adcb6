"""
## What it does
Finds `signal.signal`, `signal.alarm` and `signal.setitimer` where a request reaches them.

## Why is this bad?
A gunicorn sync worker runs views in the main thread, where a timeout by alarm works. Under ASGI a sync view
never runs there: `ValueError: signal only works in main thread of the main interpreter`, or an alarm that goes
off in the middle of another request.

## Example
`shop/urls.py`
```python
from django.urls import path

from shop import views

urlpatterns = [path("", views.page)]
```
`shop/views.py`
```python
import signal

from django.http import HttpResponse


def page(request):
    signal.alarm(5)
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


def page(request):
    return HttpResponse("ok")
```

## Fix safety
Give the slow call a timeout of its own: the HTTP client's, the database's `statement_timeout`,
`asyncio.timeout` in async code.

## References
- https://docs.python.org/3/library/signal.html#signals-and-threads
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG307", "signal-in-thread", "error", Fix("manual"), hazards=("VW10",))


_CALLS = ("signal.signal", "signal.alarm", "signal.setitimer")


def check(program: Program) -> Iterator[Hit]:
    """Each such call in a function that a request reaches."""
    for dotted in _CALLS:
        for function, used in program.uses_of(dotted):
            if function.name in program.reached_by_requests():
                yield Hit(
                    program.place(function.name, used),
                    f"{dotted} works only in the main thread, and no view runs there under ASGI",
                )
