"""
## What it does
Finds `enqueue()` of a task of Django's own framework in code that runs on the event loop.

## Why is this bad?
`enqueue` is sync: with a backend that stores tasks in the database it raises `SynchronousOnlyOperation`, and the
immediate backend runs the task on the loop, where its first query fails; the result then says `FAILED`, and
nothing is raised.

## Example
`shop/urls.py`
```python
from django.urls import path

from shop import views

urlpatterns = [path("", views.page)]
```
`requirements.txt`
```text
Django==6.0.4
```
`shop/tasks.py`
```python
from django.tasks import task


@task
def mail(pk):
    return pk
```
`shop/views.py`
```python
from django.http import HttpResponse

from shop.tasks import mail


async def page(request):
    mail.enqueue(1)
    return HttpResponse("")
```

## Use instead
`shop/urls.py`
```python
from django.urls import path

from shop import views

urlpatterns = [path("", views.page)]
```
`requirements.txt`
```text
Django==6.0.4
```
`shop/tasks.py`
```python
from django.tasks import task


@task
def mail(pk):
    return pk
```
`shop/views.py`
```python
from django.http import HttpResponse

from shop.tasks import mail


async def page(request):
    await mail.aenqueue(1)
    return HttpResponse("")
```

## Fix safety
`await task.aenqueue(...)`.

## References
- https://docs.djangoproject.com/en/6.0/topics/tasks/
- https://docs.djangoproject.com/en/6.0/ref/tasks/
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG507", "sync-enqueue-on-loop", "error", Fix("manual"))

_TASK = ("django.tasks.task", "django.tasks.base.task", "django_tasks.task", "django_tasks.base.task")


def check(program: Program) -> Iterator[Hit]:
    """Each such call in a function that runs on the event loop."""
    for function in program.source_functions("enqueue"):
        why = program.on_loop(function.name)
        for index, op in enumerate(function.facts.ops) if why is not None else ():
            callee = function.facts.ops[op.inputs[0]] if op.kind == "call" else None
            if callee is None or callee.kind != "attr" or callee.name != "enqueue":
                continue
            if _is_task(program, function, callee.inputs[0]):
                yield Hit(
                    program.place(function.name, index),
                    f"{program.text(function.name, op.inputs[0])} is sync: {function.name} is {why}",
                )


def _is_task(program: Program, function: Function, op: int) -> bool:
    """Whether a value is a function under Django's decorator, also with ``.using(...)`` behind it."""
    while function.facts.ops[op].kind == "call" and function.facts.ops[op].inputs:
        callee = function.facts.ops[op].inputs[0]
        if function.facts.ops[callee].kind != "attr" or function.facts.ops[callee].name != "using":
            return False
        op = function.facts.ops[callee].inputs[0]
    found = program.function(program.resolve(function.name, op) or "")
    return found is not None and any(name in _TASK for name in found.decorators)
