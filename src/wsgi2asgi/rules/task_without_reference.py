"""
## What it does
Finds `asyncio.create_task`, `ensure_future` and `loop.create_task` whose result nobody keeps.

## Why is this bad?
The event loop holds only a weak reference: the task may be collected while it runs, and what it raises is told to
nobody. Under WSGI and in tests the loop ends with the view and the task is cancelled at once; a restart loses it.

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


async def notify():
    ...


async def page(request):
    asyncio.create_task(notify())
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

background = set()


async def notify():
    ...


async def page(request):
    task = asyncio.create_task(notify())
    background.add(task)
    task.add_done_callback(background.discard)
    return HttpResponse("")
```

## Fix safety
What must happen belongs in a task queue. Else keep the task in a set until it is done, or use a `TaskGroup`.

## References
- https://docs.python.org/3/library/asyncio-task.html#asyncio.create_task
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.facts.values import Op
from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG607", "task-without-reference", "warning", Fix("manual"), hazards=("BG01",))

_CREATES = frozenset({"asyncio.create_task", "asyncio.ensure_future", "asyncio.tasks.create_task"})
_LOOPS = ("asyncio.get_running_loop", "asyncio.get_event_loop", "asyncio.new_event_loop")


def check(program: Program) -> Iterator[Hit]:
    """Each task whose creation is a statement by itself."""
    for function in program.source_functions("create_task", "ensure_future"):
        ops = function.facts.ops
        for op in ops:
            if op.kind == "expression" and ops[op.inputs[0]].kind == "call":
                call = ops[op.inputs[0]]
                if _creates_task(program, function, call):
                    yield Hit(
                        program.place(function.name, op.inputs[0]),
                        f"nobody keeps the task that {function.name} starts: it may be collected while it runs",
                    )


def _creates_task(program: Program, function: Function, call: Op) -> bool:
    if program.resolve(function.name, call.inputs[0]) in _CREATES:
        return True
    callee = function.facts.ops[call.inputs[0]]
    return callee.kind == "attr" and callee.name == "create_task" and _is_loop(program, function, callee.inputs[0])


def _is_loop(program: Program, function: Function, op: int) -> bool:
    """Whether a value is an event loop: what one of the functions gives, directly or through a variable."""
    ops = function.facts.ops
    if ops[op].kind == "name":
        stores = [item for item in ops if item.kind == "store" and item.name == ops[op].name and item.inputs]
        return len(stores) == 1 and _is_loop(program, function, stores[0].inputs[0])
    return ops[op].kind == "call" and program.resolve(function.name, ops[op].inputs[0]) in _LOOPS
