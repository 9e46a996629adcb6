"""
## What it does
Finds `asyncio.gather` and task groups all of whose coroutines only query the database.

## Why is this bad?
Every async method of the ORM runs its sync form in the one thread of the request, so the queries run one after the
other all the same: three queries of 0.1 s take 0.3 s. Each costs a hop, and inside a transaction that fails the
others are not stopped.

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
import asyncio

from django.http import HttpResponse

from shop.models import Author, Book


async def page(request):
    books, authors = await asyncio.gather(Book.objects.acount(), Author.objects.acount())
    return HttpResponse(f"{books} {authors}")
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
from asgiref.sync import sync_to_async
from django.http import HttpResponse

from shop.models import Author, Book


def counts():
    return Book.objects.count(), Author.objects.count()


async def page(request):
    books, authors = await sync_to_async(counts)()
    return HttpResponse(f"{books} {authors}")
```

## Fix safety
Await them one by one, or do all of them in one sync function in one hop. Gathering them beside network calls is
fine and not reported.

## References
- https://docs.djangoproject.com/en/5.2/topics/async/#asgiref.sync.sync_to_async
- https://github.com/django/django/blob/main/django/db/models/query.py
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.types import BuiltMethod, Object
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.places import Place
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG415", "gathered-queries", "warning", Fix("manual"), hazards=("OR01",))

_GATHER = ("asyncio.gather", "asyncio.wait")
_GROUP = BuiltMethod(Object("asyncio.TaskGroup"), "create_task")
_MESSAGE = "these coroutines only query the database: they run one after the other in the request's one thread"


def check(program: Program) -> Iterator[Hit]:
    """Each gather and each function with a task group that has several such coroutines and no others."""
    for function, index, op in program.calls_of(*_GATHER):
        several = len(op.positional) > 1 or any(function.facts.ops[item].kind == "star" for item in op.positional)
        if several and all(_only_queries(program, function, item) for item in op.positional):
            yield Hit(program.place(function.name, index), _MESSAGE)
    for function in program.source_functions("create_task"):
        given = list(_tasks(program, function))
        if len(given) > 1 and all(_only_queries(program, function, item) for item, _ in given):
            yield Hit(given[0][1], _MESSAGE)


def _tasks(program: Program, function: Function) -> Iterator[tuple[int, Place]]:
    """What a task group of the function is given, and where."""
    for index, op in enumerate(function.facts.ops):
        if op.kind == "call" and op.positional and _GROUP in program.type_of(function.name, op.inputs[0]):
            yield op.positional[0], program.place(function.name, index)


def _only_queries(program: Program, function: Function, given: int) -> bool:
    """Whether a coroutine does nothing but database work: an async method of the ORM, or a function of such."""
    ops = function.facts.ops
    while ops[given].kind in ("star", "comprehension"):
        given = ops[given].inputs[0]
    operation = next((item for item in program.operations(function.name) if item.op == given), None)
    if operation is None:
        return False
    if operation.kind == "project-call":
        effects = {
            item.effect
            for name in operation.callees
            for item in program.effects_of(name)
            if item.certainty != "possible"
        }
        return effects == {"db"} and not any(_may_do_more(program, name) for name in operation.callees)
    return operation.effects == ("db",) and operation.where == "thread"


def _may_do_more(program: Program, function: str) -> bool:
    """Whether the function itself calls what is not known: that may be a network call."""
    others = [item for item in program.operations(function) if not item.is_told_elsewhere]
    return any(item.kind in ("unknown-call", "project-call", "external") for item in others)
