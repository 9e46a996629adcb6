"""
## What it does
Finds functions that a request reaches and that assign to a global variable of their module.

## Why is this bad?
A sync worker of gunicorn serves one request at a time, so such state was never touched by two at once. One ASGI
process runs many requests concurrently in threads. Where the old workers had threads already, nothing changes.

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

last_visitor = ""


def page(request):
    global last_visitor
    last_visitor = request.META["REMOTE_ADDR"]
    return HttpResponse(last_visitor)
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
    last_visitor = request.META["REMOTE_ADDR"]
    return HttpResponse(last_visitor)
```

## Fix safety
Filling a global once, behind a test of that very global, or under a lock is not told. What is told may still be
harmless, which is why the finding is only possible. What belongs to a request belongs
on the request or in a `ContextVar`.

## References
- https://docs.djangoproject.com/en/5.2/topics/async/#threading-considerations
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wsgi2asgi.analysis.facts.values import Op
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.types import Object
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG602", "module-state-mutated", "warning", Fix("manual"), hazards=("TL03",))

_LOCKS = ("threading.Lock", "threading.RLock", "asyncio.Lock", "asyncio.locks.Lock")


def check(program: Program) -> Iterator[Hit]:
    """The first assignment to each global in each function that a request reaches."""
    for name in sorted(program.reached_by_requests()):
        function = program.functions[name]
        if not function.facts.free or program.files[function.path].role != "source":
            continue
        globals_ = function.facts.free & program.functions[function.module].facts.local
        seen: set[str] = set()
        for index, op in enumerate(function.facts.ops):
            fresh = op.kind == "store" and op.name in globals_ and op.name not in seen
            if fresh and not _is_locked(program, name, index) and not _fills_once(program, name, index):
                seen.add(op.name)
                yield Hit(
                    program.place(name, index),
                    f"{name} assigns to the global {op.name}, which concurrent requests share under ASGI",
                    "possible",
                )


def _is_locked(program: Program, function: str, op: int) -> bool:
    """Whether the operation stands under ``with lock:``."""
    for region in program.functions[function].facts.region_chain(op):
        if region.kind in ("with", "async_with"):
            held = program.ops(function)[region.op].inputs[0]
            made = any(isinstance(item, Object) and item.cls in _LOCKS for item in program.type_of(function, held))
            if made or program.text(function, held).lower().endswith("lock"):
                return True
    return False


def _fills_once(program: Program, function: str, op: int) -> bool:
    """Whether a test of the global itself stands above: ``if _index is None: _index = ...``."""
    ops = program.ops(function)
    for region in program.functions[function].facts.region_chain(op):
        if region.kind == "if" and region.op >= 0 and ops[op].name in _names_in(ops, region.op):
            return True
    return False


def _names_in(ops: Sequence[Op], op: int) -> set[str]:
    """The variables that an operation's value is made of."""
    found, waiting = set(), [op]
    while waiting:
        item = ops[waiting.pop()]
        if item.kind == "name":
            found.add(item.name)
        waiting.extend(item.inputs)
    return found
