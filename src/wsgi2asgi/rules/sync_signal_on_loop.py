"""
## What it does
Finds `signal.send(...)` and `send_robust(...)` in code that runs on the event loop.

## Why is this bad?
Sync receivers run on the loop: their queries raise `SynchronousOnlyOperation`, which `send_robust` catches and
hides. With an async receiver it fails as a whole: `RuntimeError: You cannot use AsyncToSync in the same thread as
an async event loop`.

## Example
`shop/urls.py`
```python
from django.urls import path

from shop import views

urlpatterns = [path("", views.page)]
```
`shop/views.py`
```python
from django.dispatch import Signal
from django.http import HttpResponse

ordered = Signal()


async def page(request):
    ordered.send(sender=None)
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
from django.dispatch import Signal
from django.http import HttpResponse

ordered = Signal()


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
    """Each signal sent synchronously on the loop."""
    for blocked in program.blocking_on_loop("signal"):
        fails = _has_async_receiver(program, blocked)
        effect = "fails, because it has an async receiver" if fails else "runs its receivers on the event loop"
        yield Hit(
            blocked.operation.place,
            f"{blocked.operation.call} {effect}: {blocked.function} is {blocked.why}",
            blocked.certainty,
            blocked.evidence,
            severity="error" if fails else None,
        )


def _has_async_receiver(program: Program, blocked: Blocked) -> bool:
    ops = program.ops(blocked.function)
    callee = ops[ops[blocked.operation.op].inputs[0]] if ops[blocked.operation.op].kind == "call" else None
    signal = program.resolve(blocked.function, callee.inputs[0]) if callee is not None and callee.inputs else None
    functions = [program.function(item.function) for item in program.receivers if item.signal == signal]
    return any(function is not None and function.is_async for function in functions)
