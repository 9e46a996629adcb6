"""
## What it does
Finds bare `except:` and `except BaseException` around an `await`, without a `raise`.

## Why is this bad?
From Django 5.0 on a view is cancelled when the client goes away, and a server that stops cancels what still runs.
The cancellation arrives as `asyncio.CancelledError` at an `await`. Caught and not raised again, the work goes on
for a client who is gone, and shutdown waits.

## Example
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
    while True:
        try:
            await asyncio.sleep(1)
        except:
            pass
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
import asyncio

from django.http import HttpResponse


async def page(request):
    while True:
        try:
            await asyncio.sleep(1)
        except Exception:
            pass
    return HttpResponse("")
```

## Fix safety
Catch `Exception`, which does not cover `CancelledError`; or raise again after tidying up.

## References
- https://docs.python.org/3/library/asyncio-task.html#task-cancellation
- https://docs.djangoproject.com/en/5.2/topics/async/#handling-disconnects
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.facts.values import Op
from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG316", "swallowed-cancellation", "warning", Fix("manual"), hazards=("VW15",))

_LEAVES = frozenset({"raise", "break"})


def check(program: Program) -> Iterator[Hit]:
    """Each such clause of an async function outside tests."""
    for function in program.source_functions():
        if not function.is_async:
            continue
        ops = function.facts.ops
        for index, op in enumerate(ops):
            if op.kind != "catch" or not _is_broad(program, function, op):
                continue
            inside = [item for at, item in enumerate(ops) if at != index and _stands_in(function, at, op.region)]
            if not any(item.kind in _LEAVES for item in inside) and _guards_await(function, op):
                yield Hit(
                    program.place(function.name, index),
                    f"{function.name} swallows the cancellation that a client's leaving or a shutdown sends",
                )


def _is_broad(program: Program, function: Function, op: Op) -> bool:
    return not op.inputs or program.resolve(function.name, op.inputs[0]) == "builtins.BaseException"


def _stands_in(function: Function, index: int, region: int) -> bool:
    return function.facts.regions[region] in function.facts.region_chain(index)


def _guards_await(function: Function, clause: Op) -> bool:
    """Whether the try before the clause has an await of its own: the last one that began on its level."""
    regions = function.facts.regions
    parent = regions[clause.region].parent
    tries = [
        number
        for number, region in enumerate(regions)
        if region.kind == "try" and region.parent == parent and region.span < regions[clause.region].span
    ]
    waits = ("await", "async_iterate", "async_enter", "yield")
    return bool(tries) and any(
        op.kind in waits and _stands_in(function, index, tries[-1]) for index, op in enumerate(function.facts.ops)
    )
