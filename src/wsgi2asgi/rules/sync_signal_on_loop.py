"""
## What it does
Finds `signal.send(...)` and `send_robust(...)` in code that runs on the event loop.

## Why is this bad?
Sync receivers run on the loop: their queries raise `SynchronousOnlyOperation`, which `send_robust` catches and
hides. With an async receiver it fails as a whole: `RuntimeError: You cannot use AsyncToSync in the same thread as
an async event loop`.

## Example
`shop/models.py`
```python
from django.db import models


class Author(models.Model):
    name = models.CharField(max_length=50)


class Book(models.Model):
    title = models.CharField(max_length=50)
    author = models.ForeignKey(Author, on_delete=models.CASCADE)
```
`shop/urls.py`
```python
from django.urls import path

from shop import views

urlpatterns = [path("", views.page)]
```
`shop/views.py`
```python
from django.dispatch import Signal, receiver
from django.http import HttpResponse

from shop.models import Book

ordered = Signal()


@receiver(ordered)
def count(sender, **kwargs):
    Book.objects.count()


async def page(request):
    ordered.send(sender=None)
    return HttpResponse("")
```

## Use instead
`shop/models.py`
```python
from django.db import models


class Author(models.Model):
    name = models.CharField(max_length=50)


class Book(models.Model):
    title = models.CharField(max_length=50)
    author = models.ForeignKey(Author, on_delete=models.CASCADE)
```
`shop/urls.py`
```python
from django.urls import path

from shop import views

urlpatterns = [path("", views.page)]
```
`shop/views.py`
```python
from django.dispatch import Signal, receiver
from django.http import HttpResponse

from shop.models import Book

ordered = Signal()


@receiver(ordered)
def count(sender, **kwargs):
    Book.objects.count()


async def page(request):
    await ordered.asend(sender=None)
    return HttpResponse("")
```

## Fix safety
`await signal.asend(...)` from Django 5.0 on; it runs sync receivers in a thread. Before, hand `send` to
`sync_to_async`.

## References
- https://docs.djangoproject.com/en/5.2/topics/signals/#sending-signals
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.reach import Blocked
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG423", "sync-signal-on-loop", "warning", Fix("manual"), hazards=("SG02",))


def check(program: Program) -> Iterator[Hit]:
    """Each signal sent synchronously on the loop that has a receiver which is async, or which blocks."""
    for blocked in program.blocking_on_loop("signal"):
        receivers = _receivers(program, blocked)
        effects = [effect for name in receivers for effect in program.effects_of(name)]
        effect = next((item for item in effects if item.certainty != "possible"), None)
        if any(program.functions[name].is_async for name in receivers):
            words = "fails, because it has an async receiver"
        elif effect is not None:
            words = "runs its receivers on the event loop"
        else:
            continue
        yield Hit(
            blocked.operation.place,
            f"{blocked.operation.call} {words}: {blocked.function} is {blocked.why}",
            blocked.certainty,
            (*blocked.evidence, *(effect.evidence if effect is not None else ())),
            severity="error" if words.startswith("fails") else None,
        )


def _receivers(program: Program, blocked: Blocked) -> list[str]:
    """The project's functions that receive the signal."""
    ops = program.ops(blocked.function)
    callee = ops[ops[blocked.operation.op].inputs[0]] if ops[blocked.operation.op].kind == "call" else None
    signal = program.resolve(blocked.function, callee.inputs[0]) if callee is not None and callee.inputs else None
    return [item.function for item in program.receivers if item.signal == signal and item.function in program.functions]
