"""
## What it does
Finds `transaction.atomic` as a decorator of an `async def`, and transaction blocks that are entered on the
event loop.

## Why is this bad?
Transactions have no async form in any Django up to 6.1. The decorator gets a coroutine and does not await it:
the view "didn't return an HttpResponse object". The block raises `SynchronousOnlyOperation`.

## Example
`shop/urls.py`
```python
from django.urls import path

from shop import views

urlpatterns = [path("", views.page)]
```
`shop/views.py`
```python
from django.db import transaction
from django.http import HttpResponse


@transaction.atomic
async def page(request):
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
from asgiref.sync import sync_to_async
from django.db import transaction
from django.http import HttpResponse


@transaction.atomic
def write():
    return "ok"


async def page(request):
    return HttpResponse(await sync_to_async(write)())
```

## Fix safety
Put everything that belongs to the transaction into one sync function and hand that to `sync_to_async`. Never
use `thread_sensitive=False` there: another thread is another connection, outside the transaction.

## References
- https://docs.djangoproject.com/en/5.2/topics/db/transactions/
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG406", "atomic-in-async", "error", Fix("manual"), hazards=("TX01", "TX02"))


_ATOMIC = "django.db.transaction.atomic"


def check(program: Program) -> Iterator[Hit]:
    """Async functions under the decorator, and transaction operations on the event loop."""
    for function in program.functions.values():
        if function.is_async and _ATOMIC in function.decorators:
            yield Hit(
                function.place,
                f"{function.name} is async under transaction.atomic, which cannot await it",
            )
    for blocked in program.blocking_on_loop("transaction"):
        yield Hit(
            blocked.operation.place,
            f"{blocked.operation.call} opens a transaction on the event loop: {blocked.function} is {blocked.why}",
            blocked.certainty,
            blocked.evidence,
        )
