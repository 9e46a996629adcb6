"""
## What it does
Finds `asyncio.run(...)` over a coroutine that uses the database, in views, tasks and what they call.

## Why is this bad?
Under `asyncio.run` the async ORM does its work in a thread of its own. The query runs on another connection than
the caller's: outside its transaction, blind to what it has not committed, waiting for its row locks for ever; and
nobody closes that connection.

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

from django.db import transaction
from django.http import HttpResponse

from shop.models import Book


async def count():
    return await Book.objects.acount()


def page(request):
    with transaction.atomic():
        Book.objects.create(title="Emma")
        return HttpResponse(str(asyncio.run(count())))
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
from asgiref.sync import async_to_sync
from django.db import transaction
from django.http import HttpResponse

from shop.models import Book


async def count():
    return await Book.objects.acount()


def page(request):
    with transaction.atomic():
        Book.objects.create(title="Emma")
        return HttpResponse(str(async_to_sync(count)()))
```

## Fix safety
`async_to_sync(function)(...)` sends the database work back to the caller's thread.

## References
- https://docs.djangoproject.com/en/5.2/topics/async/#asgiref.sync.async_to_sync
- https://github.com/django/asgiref#function-wrappers
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import REQUEST_ENTRIES, Program
from wsgi2asgi.analysis.program.reach import reached
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG424", "orm-under-own-loop", "warning", Fix("manual"), hazards=("BG03", "VW13"))

_RUNS = ("asyncio.run", "asyncio.runners.run")


def check(program: Program) -> Iterator[Hit]:
    """Each such call in sync code that requests or tasks reach."""
    runs = [item for item in program.calls_of(*_RUNS) if not item[0].is_async and item[2].positional]
    starts = [name for name, kind in program.entries.items() if kind in (*REQUEST_ENTRIES, "task")]
    reaches = reached(starts if runs else (), program.calls)
    for function, index, op in runs:
        if function.name not in reaches:
            continue
        made = [item for item in program.operations(function.name) if item.op == op.positional[0]]
        effects = [effect for item in made for name in item.callees for effect in program.effects_of(name)]
        effect = next((item for item in effects if item.effect == "db" and item.certainty != "possible"), None)
        if effect is not None:
            started = function.facts.ops[op.positional[0]]
            called = program.text(function.name, started.inputs[0]) if started.inputs else "what it runs"
            yield Hit(
                program.place(function.name, index),
                f"{called}(...) uses the database on another connection than {function.name}, outside its transaction",
                "likely",
                effect.evidence,
            )
